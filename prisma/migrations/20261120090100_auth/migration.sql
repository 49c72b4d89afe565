-- The accounts system keeps to a schema and a login of its own: who can read clients' rows cannot read passwords, and the other way round.
-- better-auth owns the shape of these tables; user ids are what `membership.user_id` points at, without a foreign key across the border.
CREATE SCHEMA auth;

CREATE TABLE auth."user" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "is_staff" BOOLEAN NOT NULL DEFAULT false,
    "default_client_id" UUID,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "user_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "user_email_length" CHECK (char_length(email) BETWEEN 3 AND 255)
);
CREATE UNIQUE INDEX "user_email_key" ON auth."user" (lower("email"));

-- `token` is the SHA-256 of what the browser holds; `updated_at` is the last use, `expires_at` the end whatever happens.
CREATE TABLE auth."session" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "token" TEXT NOT NULL,
    "user_id" UUID NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "session_token_key" ON auth."session" ("token");
CREATE INDEX "session_user_id_idx" ON auth."session" ("user_id");

CREATE TABLE auth."account" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "user_id" UUID NOT NULL REFERENCES auth."user" ("id") ON DELETE CASCADE,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "account_provider_key" ON auth."account" ("provider_id", "account_id");
CREATE INDEX "account_user_id_idx" ON auth."account" ("user_id");

CREATE TABLE auth."verification" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "verification_identifier_idx" ON auth."verification" ("identifier");

-- Failed sign-ins of the last quarter of an hour, by hashed address and by IP: known and unknown addresses lock alike.
CREATE TABLE auth."sign_in_failure" (
    "id" BIGSERIAL NOT NULL,
    "address_hash" BYTEA NOT NULL,
    "ip" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "sign_in_failure_address_idx" ON auth."sign_in_failure" ("address_hash", "at");
CREATE INDEX "sign_in_failure_ip_idx" ON auth."sign_in_failure" ("ip", "at");

GRANT USAGE ON SCHEMA auth TO callvia_auth;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA auth TO callvia_auth;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA auth TO callvia_auth;
