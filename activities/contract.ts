import type { Moment, Snapshot } from '#domain/snapshot.ts';
import type { Permit } from '#workflows/lead/contract.ts';

/** A lead and the newest fact its workflow knew when it asked. */
export type LeadAt = { clientId: string; leadId: string; seq: number };
export type MomentAt = LeadAt & { moment: Moment };

/** Dialling, on queue `dial`. */
export type CallActivities = {
  /**
   * Consumes the permit and dials. Under way: throws `CompleteAsyncError`, and the call's end completes the activity. Nothing dialled: the
   * newest snapshot at once. Never throws for a reason of business.
   */
  placeCall: (permit: Permit) => Promise<Snapshot>;
  /** What is known now about the lead of a permit, when `placeCall` itself could not be brought to an answer. */
  settleCall: (permit: Permit) => Promise<Snapshot>;
};

/** Texts and e-mails of one moment, on queue `notify`. */
export type MessageActivities = { send: (moment: MomentAt) => Promise<void> };

/** What ends a phase. Both always answer with facts newer than `seq`. */
export type MomentActivities = {
  decide: (moment: MomentAt) => Promise<Snapshot>;
  /** The snapshot holds no decision: repairs the lead, or flags it for a person. */
  attention: (lead: LeadAt) => Promise<Snapshot>;
};

export type DispatchActivities = {
  /** Grants and releases dials until nothing is due. `nextDueAt` null: the campaign is not active, so nothing will be due. */
  dispatchSlice: (campaign: { clientId: string; campaignId: string }) => Promise<{ nextDueAt: string | null }>;
};

export type BillingActivities = {
  /** Every Stripe step of one invoice, through the ledger. */
  issueInvoice: (invoice: { clientId: string; invoiceId: string }) => Promise<void>;
};

export type ImportResult = { inserted: number; duplicates: number; invalid: number; suppressed: number; total: number };
export type ImportActivities = { runImport: (job: { clientId: string; importJobId: string }) => Promise<ImportResult> };

export type SweepActivities = {
  /** Tells again what a workflow may have missed. Answers how many leads that were. */
  repairLeads: () => Promise<number>;
  /** Closes the months that ended, for every client and mode without an invoice. `asOf` is an ISO instant, else now. */
  billMonths: (options: { asOf?: string }) => Promise<number>;
  /** Asks again for the invoice of milestones that wait for one. */
  retellMilestones: () => Promise<number>;
  /** Completes the campaigns in which nothing is left to happen. */
  completeCampaigns: () => Promise<number>;
};

/** A digest that is written down to be sent to one of the client's people about what began by then. */
export type DigestDue = { clientId: string; messageId: string; userId: string; begunBy: string };
export type DigestActivities = {
  /** Plans the digests that are due by now, and answers those not sent yet. `asOf` is an ISO instant, else now. */
  dueDigests: (options: { asOf?: string }) => Promise<DigestDue[]>;
  /** One digest, on queue `notify`; sent at most once however often it is tried. */
  sendDigest: (digest: DigestDue) => Promise<void>;
};

/** Everything a workflow may ask of the world. */
export type Activities = CallActivities &
  MessageActivities &
  MomentActivities &
  DispatchActivities &
  BillingActivities &
  ImportActivities &
  SweepActivities &
  DigestActivities;
