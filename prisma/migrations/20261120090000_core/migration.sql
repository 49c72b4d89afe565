-- CreateTable
CREATE TABLE "client" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "timezone" TEXT NOT NULL DEFAULT 'America/New_York',
    "status" TEXT NOT NULL DEFAULT 'active',
    "subscription_plan" TEXT NOT NULL DEFAULT 'free',
    "subscription_status" TEXT NOT NULL DEFAULT 'active',
    "stripe_customer_id" TEXT,
    "rehearsal_customer_id" TEXT,
    "usage_billing" TEXT NOT NULL DEFAULT 'included',
    "usage_rate_cents" INTEGER NOT NULL DEFAULT 20,
    "milestone_enabled" BOOLEAN NOT NULL DEFAULT false,
    "milestone_size" INTEGER NOT NULL DEFAULT 25,
    "milestone_amount_cents" INTEGER NOT NULL DEFAULT 200000,
    "billing_email" TEXT,
    "max_concurrent_calls" INTEGER NOT NULL DEFAULT 10,
    "shown_count" INTEGER NOT NULL DEFAULT 0,
    "rehearsal_shown_count" INTEGER NOT NULL DEFAULT 0,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "client_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "client_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'member',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("client_id","user_id")
);

-- CreateTable
CREATE TABLE "agent" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "retell_agent_id" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "agent_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "phone_number" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "e164" TEXT NOT NULL,
    "label" TEXT,
    "status" TEXT NOT NULL DEFAULT 'active',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "phone_number_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "campaign" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "mode" TEXT NOT NULL,
    "cadence" JSONB NOT NULL,
    "cadence_preset" TEXT NOT NULL DEFAULT 'true',
    "pace" TEXT NOT NULL DEFAULT 'true',
    "enforce_hours" BOOLEAN NOT NULL DEFAULT true,
    "agent_id" UUID,
    "from_number_id" UUID,
    "calcom_event_type_id" INTEGER,
    "booking_url" TEXT,
    "timezone" TEXT NOT NULL,
    "calling_hours" JSONB NOT NULL,
    "max_attempts" INTEGER NOT NULL DEFAULT 3,
    "max_concurrent_calls" INTEGER NOT NULL DEFAULT 10,
    "default_country" TEXT NOT NULL DEFAULT 'US',
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "activated_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "campaign_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "dispatch_lease" (
    "client_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "epoch" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "dispatch_lease_pkey" PRIMARY KEY ("client_id","campaign_id")
);

-- CreateTable
CREATE TABLE "campaign_stat_bucket" (
    "client_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "bucket" SMALLINT NOT NULL,
    "total_leads" INTEGER NOT NULL DEFAULT 0,
    "contacted" INTEGER NOT NULL DEFAULT 0,
    "callbacks" INTEGER NOT NULL DEFAULT 0,
    "booked" INTEGER NOT NULL DEFAULT 0,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "no_show" INTEGER NOT NULL DEFAULT 0,
    "dnc" INTEGER NOT NULL DEFAULT 0,
    "unresponsive" INTEGER NOT NULL DEFAULT 0,
    "invalid" INTEGER NOT NULL DEFAULT 0,
    "finished" INTEGER NOT NULL DEFAULT 0,
    "calls_placed" INTEGER NOT NULL DEFAULT 0,
    "calls_answered" INTEGER NOT NULL DEFAULT 0,
    "call_seconds" INTEGER NOT NULL DEFAULT 0,
    "cost_cents" INTEGER NOT NULL DEFAULT 0,
    "appointments" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "campaign_stat_bucket_pkey" PRIMARY KEY ("client_id","campaign_id","bucket")
);

-- CreateTable
CREATE TABLE "lead" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "campaign_id" UUID,
    "first_name" TEXT,
    "last_name" TEXT,
    "email" TEXT,
    "phone" TEXT NOT NULL,
    "company" TEXT,
    "timezone" TEXT,
    "status" TEXT NOT NULL DEFAULT 'new',
    "phase" TEXT NOT NULL DEFAULT 'reach',
    "seq" INTEGER NOT NULL DEFAULT 0,
    "told_seq" INTEGER NOT NULL DEFAULT 0,
    "due_at" TIMESTAMPTZ(3),
    "next_call_at" TIMESTAMPTZ(3),
    "next_kind" TEXT,
    "next_at" TIMESTAMPTZ(3),
    "next_reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "callbacks" INTEGER NOT NULL DEFAULT 0,
    "dials" INTEGER NOT NULL DEFAULT 0,
    "rebook_rounds" INTEGER NOT NULL DEFAULT 0,
    "links_sent" INTEGER NOT NULL DEFAULT 0,
    "urgent" BOOLEAN NOT NULL DEFAULT false,
    "clock_offset" BIGINT NOT NULL DEFAULT 0,
    "phase_since" TIMESTAMPTZ(3),
    "phase_until" TIMESTAMPTZ(3),
    "calling_id" UUID,
    "appointment_id" UUID,
    "callback_at" TIMESTAMPTZ(3),
    "last_contacted_at" TIMESTAMPTZ(3),
    "last_outcome" TEXT,
    "booked_at" TIMESTAMPTZ(3),
    "source" TEXT NOT NULL DEFAULT 'import',
    "custom_fields" JSONB NOT NULL DEFAULT '{}',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "notes" TEXT,
    "assigned_to_id" UUID,
    "consent_at" TIMESTAMPTZ(3),
    "consent_source" TEXT,
    "sms_opt_out_at" TIMESTAMPTZ(3),
    "email_opt_out_at" TIMESTAMPTZ(3),
    "import_job_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lead_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "import_job" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "campaign_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "dry_run" BOOLEAN NOT NULL DEFAULT false,
    "mapping" JSONB NOT NULL DEFAULT '{}',
    "total_rows" INTEGER NOT NULL DEFAULT 0,
    "processed_rows" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "inserted" INTEGER NOT NULL DEFAULT 0,
    "duplicates" INTEGER NOT NULL DEFAULT 0,
    "invalid" INTEGER NOT NULL DEFAULT 0,
    "suppressed" INTEGER NOT NULL DEFAULT 0,
    "warnings" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_job_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "import_reject" (
    "client_id" UUID NOT NULL,
    "import_job_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "field" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "value" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "import_reject_pkey" PRIMARY KEY ("client_id","import_job_id","row","field")
);

-- CreateTable
CREATE TABLE "dnc_entry" (
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "phone" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "note" TEXT,
    "lead_id" UUID,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "dnc_entry_pkey" PRIMARY KEY ("client_id","mode","phone")
);

-- CreateTable
CREATE TABLE "call" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "lead_id" UUID,
    "campaign_id" UUID,
    "effect_id" UUID,
    "direction" TEXT NOT NULL DEFAULT 'outbound',
    "permit" TEXT,
    "granted_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'pending',
    "dial_no" INTEGER,
    "attempt" INTEGER,
    "is_callback" BOOLEAN NOT NULL DEFAULT false,
    "retell_call_id" TEXT,
    "from_number" TEXT,
    "to_number" TEXT NOT NULL,
    "outcome" TEXT,
    "disconnect_reason" TEXT,
    "answered" BOOLEAN,
    "duration_seconds" INTEGER,
    "cost_cents" INTEGER,
    "summary" TEXT,
    "sentiment" TEXT,
    "recording_url" TEXT,
    "callback_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dialled_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "analyzed_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "call_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "call_slot" (
    "call_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "campaign_id" UUID,
    "lead_id" UUID NOT NULL,
    "phone" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'reserved',
    "lease_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "call_slot_pkey" PRIMARY KEY ("call_id")
);

-- CreateTable
CREATE TABLE "transcript_line" (
    "client_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "speaker" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "start_ms" INTEGER,
    "end_ms" INTEGER,

    CONSTRAINT "transcript_line_pkey" PRIMARY KEY ("client_id","call_id","seq")
);

-- CreateTable
CREATE TABLE "appointment" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "lead_id" UUID,
    "campaign_id" UUID,
    "calcom_booking_uid" TEXT,
    "calcom_event_type_id" INTEGER,
    "title" TEXT NOT NULL DEFAULT '',
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3) NOT NULL,
    "timezone" TEXT NOT NULL,
    "location" TEXT,
    "meeting_url" TEXT,
    "attendee_name" TEXT NOT NULL DEFAULT '',
    "attendee_email" TEXT,
    "attendee_phone" TEXT,
    "status" TEXT NOT NULL DEFAULT 'scheduled',
    "previous_appointment_id" UUID,
    "reschedule_count" INTEGER NOT NULL DEFAULT 0,
    "booked_by" TEXT NOT NULL DEFAULT 'link',
    "booked_at" TIMESTAMPTZ(3) NOT NULL,
    "linked_at" TIMESTAMPTZ(3),
    "planned_from" TIMESTAMPTZ(3),
    "client_confirmed" BOOLEAN,
    "client_confirmed_at" TIMESTAMPTZ(3),
    "client_confirmed_by_id" UUID,
    "lead_confirmed" BOOLEAN,
    "lead_confirmed_at" TIMESTAMPTZ(3),
    "verify_due_at" TIMESTAMPTZ(3) NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "verification_method" TEXT,
    "proof_call_id" UUID,
    "disputed" BOOLEAN NOT NULL DEFAULT false,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "cancel_reason" TEXT,
    "counted_at" TIMESTAMPTZ(3),
    "ignored_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "appointment_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "booking_uid" (
    "mode" TEXT NOT NULL,
    "uid" TEXT NOT NULL,
    "client_id" UUID NOT NULL,
    "appointment_id" UUID NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'current',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "booking_uid_pkey" PRIMARY KEY ("mode","uid")
);

-- CreateTable
CREATE TABLE "usage_record" (
    "call_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "seconds" INTEGER NOT NULL,
    "rate_cents" INTEGER NOT NULL,
    "cost_cents" INTEGER NOT NULL,
    "settlement" TEXT NOT NULL,
    "period_month" TEXT NOT NULL,
    "late" BOOLEAN NOT NULL DEFAULT false,
    "invoice_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "usage_record_pkey" PRIMARY KEY ("client_id","call_id")
);

-- CreateTable
CREATE TABLE "milestone" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "milestone_number" INTEGER NOT NULL,
    "shown_count" INTEGER NOT NULL,
    "amount_cents" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "reached_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "invoice_id" UUID,

    CONSTRAINT "milestone_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "stripe_invoice_id" TEXT,
    "number" TEXT,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "amount_due_cents" INTEGER NOT NULL,
    "amount_paid_cents" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT NOT NULL DEFAULT 'usd',
    "period_month" TEXT,
    "period_key" TEXT,
    "description" TEXT NOT NULL DEFAULT '',
    "line_items" JSONB NOT NULL DEFAULT '[]',
    "hosted_url" TEXT,
    "pdf_url" TEXT,
    "due_at" TIMESTAMPTZ(3),
    "finalized_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "last_payment_error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "lead_id" UUID,
    "campaign_id" UUID,
    "appointment_id" UUID,
    "effect_id" UUID,
    "direction" TEXT NOT NULL DEFAULT 'outbound',
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "to_address" TEXT,
    "from_address" TEXT,
    "subject" TEXT,
    "body" TEXT,
    "status" TEXT NOT NULL DEFAULT 'scheduled',
    "skip_reason" TEXT,
    "provider_message_id" TEXT,
    "error_code" TEXT,
    "dedupe_key" TEXT NOT NULL,
    "scheduled_for" TIMESTAMPTZ(3),
    "useful_until" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "handled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "message_template" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "campaign_id" UUID,
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "subject" TEXT,
    "body" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "message_template_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "link_token" (
    "token_hash" BYTEA NOT NULL,
    "client_id" UUID NOT NULL,
    "lead_id" UUID NOT NULL,
    "appointment_id" UUID,
    "purpose" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3),

    CONSTRAINT "link_token_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "vendor_effect" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "vendor" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "vendor_id" TEXT,
    "error_code" TEXT,
    "gate_decision_id" UUID,
    "request_hash" TEXT,
    "request" JSONB NOT NULL DEFAULT '{}',
    "lookups" INTEGER NOT NULL DEFAULT 0,
    "next_lookup_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "vendor_effect_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "gate_decision" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "client_id" UUID NOT NULL,
    "lead_id" UUID,
    "channel" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "codes" TEXT[],
    "ruleset" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "gate_decision_pkey" PRIMARY KEY ("client_id","id")
);

-- CreateTable
CREATE TABLE "webhook_event" (
    "id" BIGSERIAL NOT NULL,
    "vendor" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "vendor_event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" BYTEA NOT NULL,
    "meta" JSONB NOT NULL DEFAULT '{}',
    "status" TEXT NOT NULL DEFAULT 'received',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "client_id" UUID,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "processed_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_event" (
    "id" BIGSERIAL NOT NULL,
    "client_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "aggregate_type" TEXT NOT NULL,
    "aggregate_id" UUID NOT NULL,
    "seq" INTEGER,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "error" TEXT,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "client_slug_key" ON "client"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "client_stripe_customer_id_key" ON "client"("stripe_customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "client_rehearsal_customer_id_key" ON "client"("rehearsal_customer_id");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "phone_number_mode_e164_key" ON "phone_number"("mode", "e164");

-- CreateIndex
CREATE INDEX "lead_id_idx" ON "lead"("id");

-- CreateIndex
CREATE INDEX "vendor_effect_key_idx" ON "vendor_effect"("key");

-- CreateIndex
CREATE INDEX "lead_client_id_campaign_id_status_idx" ON "lead"("client_id", "campaign_id", "status");

-- CreateIndex
CREATE INDEX "lead_client_id_mode_phone_idx" ON "lead"("client_id", "mode", "phone");

-- CreateIndex
CREATE INDEX "lead_client_id_created_at_id_idx" ON "lead"("client_id", "created_at" DESC, "id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_client_id_campaign_id_phone_key" ON "lead"("client_id", "campaign_id", "phone");

-- CreateIndex
CREATE INDEX "import_job_client_id_campaign_id_idx" ON "import_job"("client_id", "campaign_id");

-- CreateIndex
CREATE UNIQUE INDEX "call_retell_call_id_key" ON "call"("retell_call_id");

-- CreateIndex
CREATE INDEX "call_client_id_lead_id_idx" ON "call"("client_id", "lead_id");

-- CreateIndex
CREATE INDEX "call_client_id_created_at_idx" ON "call"("client_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "call_id_key" ON "call"("id");

-- CreateIndex
CREATE INDEX "call_slot_client_id_mode_phone_idx" ON "call_slot"("client_id", "mode", "phone");

-- CreateIndex
CREATE INDEX "call_slot_client_id_campaign_id_idx" ON "call_slot"("client_id", "campaign_id");

-- CreateIndex
CREATE INDEX "appointment_client_id_lead_id_idx" ON "appointment"("client_id", "lead_id");

-- CreateIndex
CREATE INDEX "appointment_client_id_start_at_idx" ON "appointment"("client_id", "start_at");

-- CreateIndex
CREATE INDEX "booking_uid_client_id_appointment_id_idx" ON "booking_uid"("client_id", "appointment_id");

-- CreateIndex
CREATE INDEX "usage_record_client_id_mode_period_month_idx" ON "usage_record"("client_id", "mode", "period_month");

-- CreateIndex
CREATE INDEX "usage_record_client_id_invoice_id_idx" ON "usage_record"("client_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "milestone_client_id_mode_milestone_number_key" ON "milestone"("client_id", "mode", "milestone_number");

-- CreateIndex
CREATE UNIQUE INDEX "milestone_client_id_invoice_id_key" ON "milestone"("client_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_stripe_invoice_id_key" ON "invoice"("stripe_invoice_id");

-- CreateIndex
CREATE INDEX "invoice_client_id_created_at_idx" ON "invoice"("client_id", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "invoice_client_id_mode_kind_period_key_key" ON "invoice"("client_id", "mode", "kind", "period_key");

-- CreateIndex
CREATE INDEX "message_client_id_lead_id_idx" ON "message"("client_id", "lead_id");

-- CreateIndex
CREATE INDEX "message_mode_provider_message_id_idx" ON "message"("mode", "provider_message_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_client_id_mode_dedupe_key_key" ON "message"("client_id", "mode", "dedupe_key");

-- CreateIndex
CREATE INDEX "link_token_client_id_lead_id_idx" ON "link_token"("client_id", "lead_id");

-- CreateIndex
CREATE UNIQUE INDEX "vendor_effect_client_id_key_key" ON "vendor_effect"("client_id", "key");

-- CreateIndex
CREATE INDEX "gate_decision_client_id_lead_id_idx" ON "gate_decision"("client_id", "lead_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_event_vendor_account_vendor_event_id_key" ON "webhook_event"("vendor", "account", "vendor_event_id");

-- CreateIndex
CREATE INDEX "outbox_event_client_id_aggregate_id_id_idx" ON "outbox_event"("client_id", "aggregate_id", "id");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agent" ADD CONSTRAINT "agent_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "phone_number" ADD CONSTRAINT "phone_number_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign" ADD CONSTRAINT "campaign_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "client"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispatch_lease" ADD CONSTRAINT "dispatch_lease_client_id_campaign_id_fkey" FOREIGN KEY ("client_id", "campaign_id") REFERENCES "campaign"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "campaign_stat_bucket" ADD CONSTRAINT "campaign_stat_bucket_client_id_campaign_id_fkey" FOREIGN KEY ("client_id", "campaign_id") REFERENCES "campaign"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_client_id_campaign_id_fkey" FOREIGN KEY ("client_id", "campaign_id") REFERENCES "campaign"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_job" ADD CONSTRAINT "import_job_client_id_campaign_id_fkey" FOREIGN KEY ("client_id", "campaign_id") REFERENCES "campaign"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_reject" ADD CONSTRAINT "import_reject_client_id_import_job_id_fkey" FOREIGN KEY ("client_id", "import_job_id") REFERENCES "import_job"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "call" ADD CONSTRAINT "call_client_id_lead_id_fkey" FOREIGN KEY ("client_id", "lead_id") REFERENCES "lead"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transcript_line" ADD CONSTRAINT "transcript_line_client_id_call_id_fkey" FOREIGN KEY ("client_id", "call_id") REFERENCES "call"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appointment" ADD CONSTRAINT "appointment_client_id_lead_id_fkey" FOREIGN KEY ("client_id", "lead_id") REFERENCES "lead"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "booking_uid" ADD CONSTRAINT "booking_uid_client_id_appointment_id_fkey" FOREIGN KEY ("client_id", "appointment_id") REFERENCES "appointment"("client_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_record" ADD CONSTRAINT "usage_record_client_id_call_id_fkey" FOREIGN KEY ("client_id", "call_id") REFERENCES "call"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "usage_record" ADD CONSTRAINT "usage_record_client_id_invoice_id_fkey" FOREIGN KEY ("client_id", "invoice_id") REFERENCES "invoice"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "milestone" ADD CONSTRAINT "milestone_client_id_invoice_id_fkey" FOREIGN KEY ("client_id", "invoice_id") REFERENCES "invoice"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_client_id_lead_id_fkey" FOREIGN KEY ("client_id", "lead_id") REFERENCES "lead"("client_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Everything below is written by hand: checks, partial indexes, statistics, tenant isolation and grants.

-- Checks ---------------------------------------------------------------------------------------------------------------------
ALTER TABLE client
  ADD CHECK (status IN ('active', 'suspended', 'deleted')),
  ADD CHECK (usage_billing IN ('included', 'postpaid', 'prepaid')),
  ADD CHECK (char_length(name) BETWEEN 1 AND 255),
  ADD CHECK (milestone_size > 0 AND milestone_amount_cents >= 0 AND usage_rate_cents >= 0 AND max_concurrent_calls >= 0),
  ADD CHECK (shown_count >= 0 AND rehearsal_shown_count >= 0);
ALTER TABLE membership ADD CHECK (role IN ('owner', 'admin', 'member', 'viewer'));
ALTER TABLE phone_number ADD CHECK (mode IN ('live', 'rehearsal')), ADD CHECK (status IN ('active', 'inactive', 'pending', 'porting', 'released'));
ALTER TABLE campaign
  ADD CHECK (mode IN ('live', 'rehearsal')),
  ADD CHECK (status IN ('draft', 'active', 'paused', 'completed', 'archived')),
  ADD CHECK (pace IN ('true', 'seconds', 'instant') AND (pace = 'true' OR mode = 'rehearsal')),
  ADD CHECK (enforce_hours OR mode = 'rehearsal'),
  ADD CHECK (char_length(name) BETWEEN 1 AND 255),
  ADD CHECK (max_attempts BETWEEN 1 AND 20 AND max_concurrent_calls BETWEEN 1 AND 10000);
ALTER TABLE lead
  ADD CHECK (mode IN ('live', 'rehearsal')),
  ADD CHECK (clock_offset = 0 OR (mode = 'rehearsal' AND clock_offset > 0)),
  ADD CHECK (phase IN ('reach', 'invite', 'attend', 'rebook', 'end')),
  ADD CHECK (told_seq <= seq),
  ADD CHECK (source IN ('import', 'manual', 'api', 'widget', 'inbound')),
  ADD CHECK (status IN ('new', 'queued', 'calling', 'contacted', 'callback', 'booked', 'shown', 'no_show', 'rebooking', 'unresponsive', 'dnc', 'invalid'));
ALTER TABLE import_job ADD CHECK (status IN ('pending', 'running', 'completed', 'failed'));
ALTER TABLE dnc_entry
  ADD CHECK (mode IN ('live', 'rehearsal')),
  ADD CHECK (reason IN ('not_interested', 'sms_stop', 'call_stop', 'manual', 'complaint', 'import', 'wrong_number'));
ALTER TABLE call
  ADD CHECK (mode IN ('live', 'rehearsal')),
  ADD CHECK (direction IN ('outbound', 'inbound', 'web')),
  ADD CHECK (permit IN ('granted', 'consumed', 'expired', 'void')),
  ADD CHECK (status IN ('pending', 'queued', 'ringing', 'in_progress', 'completed', 'no_answer', 'busy', 'voicemail', 'failed', 'cancelled')),
  ADD CHECK (duration_seconds >= 0 AND cost_cents >= 0);
ALTER TABLE call_slot ADD CHECK (state IN ('reserved', 'live'));
ALTER TABLE appointment
  ADD CHECK (mode IN ('live', 'rehearsal')),
  ADD CHECK (status IN ('scheduled', 'awaiting', 'cancelled', 'shown', 'no_show')),
  ADD CHECK (verification_method IN ('client', 'lead', 'call_duration', 'none', 'staff')),
  ADD CHECK (end_at > start_at),
  ADD CHECK (counted_at IS NULL OR status = 'shown');
ALTER TABLE booking_uid ADD CHECK (state IN ('current', 'moved', 'cancelled'));
ALTER TABLE usage_record ADD CHECK (settlement IN ('included', 'invoice', 'wallet')), ADD CHECK (seconds > 0 AND cost_cents >= 0);
ALTER TABLE milestone ADD CHECK (status IN ('pending', 'paid', 'void')), ADD CHECK (milestone_number >= 1);
ALTER TABLE invoice
  ADD CHECK (kind IN ('milestone', 'usage', 'subscription', 'top_up')),
  ADD CHECK (status IN ('draft', 'open', 'paid', 'void', 'uncollectible')),
  ADD CHECK (kind <> 'usage' OR period_key IS NOT NULL);
ALTER TABLE message
  ADD CHECK (direction IN ('outbound', 'inbound')),
  ADD CHECK (channel IN ('sms', 'email', 'chat')),
  ADD CHECK (status IN ('scheduled', 'queued', 'sent', 'delivered', 'opened', 'clicked', 'undelivered', 'bounced', 'failed', 'received', 'skipped', 'unknown'));
ALTER TABLE vendor_effect
  ADD CHECK (vendor IN ('retell', 'calcom', 'stripe', 'twilio', 'sendgrid')),
  ADD CHECK (status IN ('planned', 'started', 'done', 'failed', 'denied', 'unknown'));
ALTER TABLE gate_decision ADD CHECK (answer IN ('allow', 'later', 'never'));
ALTER TABLE webhook_event
  ADD CHECK (account IN ('live', 'sandbox')),
  ADD CHECK (vendor IN ('retell', 'calcom', 'stripe', 'twilio', 'sendgrid', 'telephony')),
  ADD CHECK (status IN ('received', 'processing', 'processed', 'failed', 'ignored'));

-- Reports on deliveries outnumber every other event, and nothing waits for them: they are taken in page by page, behind the rest.
CREATE FUNCTION is_receipt(vendor text, type text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT (vendor = 'twilio' AND type = 'status') OR (vendor = 'sendgrid' AND type IN ('processed', 'deferred', 'delivered', 'open', 'click')) $$;

-- Uniques and indexes over a part of a table ---------------------------------------------------------------------------------
CREATE UNIQUE INDEX campaign_name_key ON campaign (client_id, name) WHERE status <> 'archived';
CREATE UNIQUE INDEX appointment_open_key ON appointment (client_id, lead_id) WHERE status = 'scheduled';
CREATE UNIQUE INDEX call_dial_key ON call (client_id, lead_id, dial_no) WHERE permit = 'consumed';
CREATE UNIQUE INDEX call_granted_key ON call (client_id, lead_id) WHERE permit = 'granted';
CREATE UNIQUE INDEX message_template_key ON message_template (client_id, coalesce(campaign_id, '00000000-0000-0000-0000-000000000000'), key, channel);
CREATE INDEX lead_due_idx ON lead (client_id, campaign_id, urgent DESC, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX lead_untold_idx ON lead (updated_at) WHERE told_seq < seq;
CREATE INDEX lead_next_idx ON lead (next_at) WHERE phase IN ('invite', 'attend', 'rebook');
CREATE INDEX lead_email_idx ON lead (client_id, mode, email) WHERE email IS NOT NULL;
CREATE INDEX call_granted_idx ON call (granted_at) WHERE permit = 'granted';
CREATE INDEX call_unsettled_idx ON call (dialled_at) WHERE settled_at IS NULL AND permit = 'consumed';
CREATE INDEX call_open_phone_idx ON call (client_id, mode, to_number) WHERE ended_at IS NULL AND (permit = 'consumed' OR direction = 'inbound');
CREATE INDEX call_number_idx ON call (client_id, mode, to_number, dialled_at) WHERE permit = 'consumed';
CREATE INDEX call_campaign_idx ON call (client_id, campaign_id, created_at DESC);
CREATE INDEX call_slot_lease_idx ON call_slot (lease_until);
CREATE INDEX call_slot_mode_idx ON call_slot (mode);
CREATE INDEX appointment_unmatched_idx ON appointment (client_id, created_at) WHERE lead_id IS NULL;
CREATE INDEX appointment_verify_idx ON appointment (verify_due_at) WHERE status IN ('scheduled', 'awaiting');
CREATE INDEX appointment_campaign_idx ON appointment (client_id, campaign_id, start_at);
CREATE INDEX message_waiting_idx ON message (client_id, lead_id) WHERE status = 'scheduled';
CREATE INDEX message_campaign_idx ON message (client_id, campaign_id, created_at DESC);
CREATE INDEX effect_open_idx ON vendor_effect (next_lookup_at) WHERE status = 'started';
CREATE INDEX webhook_event_waiting_idx ON webhook_event (is_receipt(vendor, type), next_try_at, id) WHERE status = 'received';
CREATE INDEX outbox_waiting_idx ON outbox_event (next_try_at, id) WHERE published_at IS NULL;
CREATE INDEX milestone_waiting_idx ON milestone (reached_at) WHERE status = 'pending';

ALTER TABLE campaign_stat_bucket SET (fillfactor = 40);
ALTER TABLE lead SET (fillfactor = 80);

-- Statistics -----------------------------------------------------------------------------------------------------------------
CREATE VIEW campaign_stats WITH (security_invoker = true) AS
  SELECT client_id, campaign_id, sum(total_leads)::int AS total_leads, sum(contacted)::int AS contacted, sum(callbacks)::int AS callbacks,
         sum(booked)::int AS booked, sum(shown)::int AS shown, sum(no_show)::int AS no_show, sum(dnc)::int AS dnc,
         sum(unresponsive)::int AS unresponsive, sum(invalid)::int AS invalid, sum(finished)::int AS finished,
         sum(calls_placed)::int AS calls_placed, sum(calls_answered)::int AS calls_answered, sum(call_seconds)::int AS call_seconds,
         sum(cost_cents)::int AS cost_cents, sum(appointments)::int AS appointments
  FROM campaign_stat_bucket GROUP BY client_id, campaign_id;

-- A lead, its calls and its appointments share one bucket, so that a transaction about one lead locks one row of statistics.
CREATE FUNCTION stat_bucket(lead_id uuid) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT coalesce(get_byte(uuid_send(lead_id), 0) & 15, 0)::smallint $$;


-- One set of functions and triggers per counted table. Sets of added and removed rows exist only for their own kind of statement,
-- hence a function for each; an update that moves no counter writes nothing.
DO $do$
DECLARE
  counted record;
  op text;
  source text;
  referencing text;
  sums text;
  adds text;
  moved text;
BEGIN
  FOR counted IN SELECT * FROM (VALUES
    ('lead', 'id', ARRAY['total_leads', 'contacted', 'callbacks', 'booked', 'dnc', 'unresponsive', 'invalid', 'finished'],
      ARRAY['1', '(last_contacted_at IS NOT NULL)::int', '(status = ''callback'')::int', '(booked_at IS NOT NULL)::int', '(status = ''dnc'')::int',
            '(status = ''unresponsive'')::int', '(status = ''invalid'')::int', '(phase = ''end'')::int']),
    ('call', 'lead_id', ARRAY['calls_placed', 'calls_answered', 'call_seconds', 'cost_cents'],
      ARRAY['(dialled_at IS NOT NULL)::int', 'coalesce(answered, false)::int', 'coalesce(duration_seconds, 0)', 'coalesce(cost_cents, 0)']),
    ('appointment', 'lead_id', ARRAY['appointments', 'shown', 'no_show'],
      ARRAY['1', '(status = ''shown'')::int', '(status = ''no_show'')::int'])
  ) AS t (name, lead_column, counters, measures) LOOP
    SELECT string_agg(format('sum(n * %s)', m), ', '), string_agg(format('sum(n * %s) <> 0', m), ' OR ')
      INTO sums, moved FROM unnest(counted.measures) m;
    SELECT string_agg(format('%1$I = b.%1$I + excluded.%1$I', c), ', ') INTO adds FROM unnest(counted.counters) c;
    FOREACH op IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
      source := CASE op WHEN 'insert' THEN 'SELECT 1 AS n, r.* FROM added r' WHEN 'delete' THEN 'SELECT -1 AS n, r.* FROM removed r'
                ELSE 'SELECT 1 AS n, r.* FROM added r UNION ALL SELECT -1, r.* FROM removed r' END;
      referencing := CASE op WHEN 'insert' THEN 'NEW TABLE AS added' WHEN 'delete' THEN 'OLD TABLE AS removed'
                     ELSE 'NEW TABLE AS added OLD TABLE AS removed' END;
      EXECUTE format($f$
        CREATE FUNCTION count_%1$s_%2$s() RETURNS trigger LANGUAGE plpgsql AS $body$
        BEGIN
          INSERT INTO campaign_stat_bucket AS b (client_id, campaign_id, bucket, %3$s)
          SELECT client_id, campaign_id, stat_bucket(%4$I), %5$s FROM (%6$s) d
          WHERE campaign_id IS NOT NULL AND %4$I IS NOT NULL
          GROUP BY 1, 2, 3 HAVING %7$s ORDER BY 1, 2, 3
          ON CONFLICT (client_id, campaign_id, bucket) DO UPDATE SET %8$s;
          RETURN NULL;
        END $body$;
        CREATE TRIGGER count_%2$s AFTER %9$s ON %1$I REFERENCING %10$s FOR EACH STATEMENT EXECUTE FUNCTION count_%1$s_%2$s();
      $f$, counted.name, op, array_to_string(counted.counters, ', '), counted.lead_column, sums, source, moved, adds, upper(op), referencing);
    END LOOP;
  END LOOP;
END $do$;

-- Tenant isolation -----------------------------------------------------------------------------------------------------------
-- Empty or missing setting: no rows, no writes. The owner is bound as well.
CREATE FUNCTION current_client() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT nullif(current_setting('app.client_id', true), '')::uuid $$;

DO $do$
DECLARE name text;
BEGIN
  FOR name IN SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
              WHERE c.table_schema = 'public' AND c.column_name = 'client_id' AND t.table_type = 'BASE TABLE' LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY; ALTER TABLE %1$I FORCE ROW LEVEL SECURITY;
      CREATE POLICY own_rows ON %1$I TO callvia_app USING (client_id = (SELECT current_client())) WITH CHECK (client_id = (SELECT current_client()))', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO callvia_app', name);
  END LOOP;
END $do$;

ALTER TABLE client ENABLE ROW LEVEL SECURITY;
ALTER TABLE client FORCE ROW LEVEL SECURITY;
CREATE POLICY own_row ON client TO callvia_app USING (id = (SELECT current_client())) WITH CHECK (id = (SELECT current_client()));
GRANT SELECT, INSERT, UPDATE ON client TO callvia_app;
GRANT SELECT ON campaign_stats TO callvia_app;

-- A person who logs in finds the clients they belong to before one of them is chosen.
CREATE POLICY own_memberships ON membership FOR SELECT TO callvia_app
  USING (user_id = (SELECT nullif(current_setting('app.user_id', true), '')::uuid));

-- The api writes the inbox blindly: no reading back, duplicates are dropped by the unique key.
CREATE POLICY arrives ON webhook_event FOR INSERT TO callvia_ingest WITH CHECK (client_id IS NULL);
GRANT INSERT ON webhook_event TO callvia_ingest;
GRANT USAGE ON SEQUENCE webhook_event_id_seq TO callvia_ingest;
GRANT USAGE ON SEQUENCE outbox_event_id_seq TO callvia_app;

-- The relay sees what is waiting for any client, then acts as `callvia_app` for one of them.
DO $do$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['webhook_event', 'outbox_event', 'vendor_effect', 'call', 'call_slot', 'lead', 'appointment', 'booking_uid', 'message', 'dnc_entry',
                              'campaign', 'campaign_stat_bucket', 'client', 'phone_number', 'invoice', 'milestone', 'usage_record', 'import_job'] LOOP
    EXECUTE format('CREATE POLICY waiting ON %I FOR SELECT TO callvia_relay USING (true)', name);
    EXECUTE format('GRANT SELECT ON %I TO callvia_relay', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['webhook_event', 'outbox_event'] LOOP
    EXECUTE format('CREATE POLICY marks ON %I FOR UPDATE TO callvia_relay USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT UPDATE ON %I TO callvia_relay', name);
  END LOOP;
END $do$;
GRANT USAGE ON SCHEMA public TO callvia_app, callvia_ingest, callvia_relay;
