import { createPrivateKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const schema = z.object({
  SANDBOX_PORT: z.coerce.number().int().default(4000),
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  SANDBOX_DATABASE_URL: z.string().min(1),
  SANDBOX_URL: z.url().optional(),
  API_URL: z.url(),
  SANDBOX_SEED: z.string().default('callvia'),
  SANDBOX_RETELL_API_KEY: z.string().min(1),
  SANDBOX_CALCOM_API_KEY: z.string().min(1),
  SANDBOX_CALCOM_WEBHOOK_SECRET: z.string().min(1),
  SANDBOX_STRIPE_API_KEY: z.string().startsWith('sk_test_'),
  SANDBOX_STRIPE_WEBHOOK_SECRET: z.string().startsWith('whsec_'),
  SANDBOX_TWILIO_ACCOUNT_SID: z.string().regex(/^AC[0-9a-f]{32}$/),
  SANDBOX_TWILIO_AUTH_TOKEN: z.string().min(1),
  SANDBOX_SENDGRID_API_KEY: z.string().startsWith('SG.'),
  SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY: z.string().min(1),
});

/** The keys the twins ask for and sign with. */
export type Credentials = {
  retellKey: string;
  calKey: string;
  calSecret: string;
  stripeKey: string;
  stripeSecret: string;
  twilioSid: string;
  twilioToken: string;
  sendgridKey: string;
  sendgridPrivateKey: KeyObject;
};

/** All the sandbox is told from outside. */
export type Settings = {
  port: number;
  host: string;
  databaseUrl: string;
  /** Where webhooks go: `${apiUrl}/api/webhooks/…`. */
  apiUrl: string;
  /** The sandbox's own address as others reach it. */
  publicUrl: string;
  seed: string;
  credentials: Credentials;
};

/** Turns a base64 PKCS8 key (P-256) into one that signs; throws where it is no key. */
export const sendgridKeyFrom = (base64: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });

/** Reads the environment; throws an error that names every key that is missing or malformed. */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const parsed = schema.safeParse(env);
  if (!parsed.success) throw new Error(`the sandbox cannot start:\n${z.prettifyError(parsed.error)}`);
  const e = parsed.data;
  return {
    port: e.SANDBOX_PORT,
    host: e.SANDBOX_HOST,
    databaseUrl: e.SANDBOX_DATABASE_URL,
    apiUrl: e.API_URL.replace(/\/+$/, ''),
    publicUrl: (e.SANDBOX_URL ?? `http://127.0.0.1:${e.SANDBOX_PORT}`).replace(/\/+$/, ''),
    seed: e.SANDBOX_SEED,
    credentials: {
      retellKey: e.SANDBOX_RETELL_API_KEY,
      calKey: e.SANDBOX_CALCOM_API_KEY,
      calSecret: e.SANDBOX_CALCOM_WEBHOOK_SECRET,
      stripeKey: e.SANDBOX_STRIPE_API_KEY,
      stripeSecret: e.SANDBOX_STRIPE_WEBHOOK_SECRET,
      twilioSid: e.SANDBOX_TWILIO_ACCOUNT_SID,
      twilioToken: e.SANDBOX_TWILIO_AUTH_TOKEN,
      sendgridKey: e.SANDBOX_SENDGRID_API_KEY,
      sendgridPrivateKey: sendgridKeyFrom(e.SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY),
    },
  };
}
