// What a process must find in its environment. What a start puts there: scripts/lib/environment.mjs; what a person may: .env.example.
import { z } from 'zod';

const postgres = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' });
const http = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' }).transform((url) => url.replace(/\/$/, ''));
const port = (standard: number) =>
  z.coerce
    .number<string>({ error: 'must be a port' })
    .int('must be a port')
    .min(1, 'must be a port')
    .max(65_535, 'must be a port')
    .default(standard);
const text = z.string();
/** Addresses without a path, separated by commas; each is one host, as a wildcard would let anybody's bucket in. */
const origins = (standard: string) =>
  text
    .default(standard)
    .transform((list) => list.split(',').map((each) => each.trim()))
    .refine((list) => list.every((each) => URL.canParse(each) && new URL(each).origin === each && !each.includes('*')), {
      error: 'must be https:// addresses without a path, separated by commas',
    });
const optional = text.optional();

const LIVE_VENDORS = {
  retell: ['RETELL_API_KEY', 'RETELL_AGENT_ID', 'RETELL_FROM_NUMBER'],
  calcom: ['CALCOM_API_KEY', 'CALCOM_WEBHOOK_SECRET', 'CALCOM_EVENT_TYPE_ID'],
  stripe: ['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET'],
  twilio: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM_NUMBER'],
  sendgrid: ['SENDGRID_API_KEY', 'SENDGRID_FROM_EMAIL', 'SENDGRID_WEBHOOK_PUBLIC_KEY'],
} as const;

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Signs sessions and link tokens. */
  APP_SECRET: text.min(32, 'must have at least 32 characters'),

  DATABASE_URL: postgres,
  DATABASE_APP_URL: postgres,
  DATABASE_RELAY_URL: postgres,
  DATABASE_INGEST_URL: postgres,
  DATABASE_AUTH_URL: postgres,
  SANDBOX_DATABASE_URL: postgres,

  TEMPORAL_ADDRESS: text.regex(/^[^:/\s]+:\d+$/, 'must be host:port'),
  TEMPORAL_NAMESPACE: text.default('callvia'),
  TEMPORAL_UI_URL: http,

  API_PORT: port(8000),
  WEB_PORT: port(3000),
  SANDBOX_PORT: port(4000),
  WORKER_PORT: port(8010),
  /** Where uploads wait for their import: one folder for api, web and worker. */
  UPLOADS_FOLDER: text.default('.callvia/uploads'),
  /** What a listener binds to; containers say 0.0.0.0. */
  BIND_HOST: text.default('127.0.0.1'),
  /** Whose `X-Forwarded-For` counts, in Express' words: addresses, ranges or their names, separated by commas. */
  TRUST_PROXY: text.default('loopback'),
  API_URL: http,
  WEB_URL: http,
  SANDBOX_URL: http,

  RETELL_API_KEY: optional,
  RETELL_AGENT_ID: optional,
  RETELL_FROM_NUMBER: optional,
  RETELL_BASE_URL: http.default('https://api.retellai.com'),
  /** Where Retell keeps recordings: pages play from there and nowhere else. */
  RETELL_RECORDING_ORIGINS: origins('https://dxc03zgurdly9.cloudfront.net,https://retellai.s3.us-west-2.amazonaws.com'),
  CALCOM_API_KEY: optional,
  CALCOM_WEBHOOK_SECRET: optional,
  CALCOM_EVENT_TYPE_ID: z.coerce.number<string>('must be a number').int('must be a number').positive('must be a number').optional(),
  CALCOM_BASE_URL: http.default('https://api.cal.com'),
  STRIPE_API_KEY: optional,
  STRIPE_WEBHOOK_SECRET: optional,
  STRIPE_BASE_URL: http.default('https://api.stripe.com'),
  TWILIO_ACCOUNT_SID: optional,
  TWILIO_AUTH_TOKEN: optional,
  TWILIO_FROM_NUMBER: optional,
  TWILIO_BASE_URL: http.default('https://api.twilio.com'),
  SENDGRID_API_KEY: optional,
  SENDGRID_FROM_EMAIL: optional,
  SENDGRID_WEBHOOK_PUBLIC_KEY: optional,
  SENDGRID_BASE_URL: http.default('https://api.sendgrid.com'),

  SANDBOX_RETELL_API_KEY: text,
  SANDBOX_CALCOM_API_KEY: text,
  SANDBOX_CALCOM_WEBHOOK_SECRET: text,
  SANDBOX_STRIPE_API_KEY: text.startsWith('sk_test_', 'must begin with sk_test_'),
  SANDBOX_STRIPE_WEBHOOK_SECRET: text.startsWith('whsec_', 'must begin with whsec_'),
  SANDBOX_TWILIO_ACCOUNT_SID: text.regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits'),
  SANDBOX_TWILIO_AUTH_TOKEN: text,
  SANDBOX_SENDGRID_API_KEY: text.startsWith('SG.', 'must begin with SG.'),
  SANDBOX_SENDGRID_WEBHOOK_PUBLIC_KEY: text,
  /** Only the sandbox has it: whoever has it can sign as SendGrid. */
  SANDBOX_SENDGRID_WEBHOOK_PRIVATE_KEY: optional,
});

/** Every variable that is read, by name. */
export const VARIABLES = Object.keys(Environment.shape);

export type LiveVendor = keyof typeof LIVE_VENDORS;
export type Config = Readonly<z.output<typeof Environment>>;

/** Reads an environment; an empty value counts as none. Throws an error that names every key that is missing or malformed. */
export function readEnvironment(env: Record<string, string | undefined>): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = Environment.safeParse(filled);
  const issues =
    parsed.error?.issues.map(({ path, message }) => `${String(path[0])} ${String(path[0]) in filled ? message : 'is missing'}`) ?? [];
  const complaints = [...issues, ...halfConfigured(filled)];
  if (complaints.length > 0 || !parsed.success)
    throw new Error(`The environment is not complete:\n${complaints.map((line) => `  ${line}`).join('\n')}`);
  return Object.freeze(parsed.data);
}

/** The vendors that have live credentials; without any, only rehearsals can be activated. */
export function liveVendors(config: Config): LiveVendor[] {
  return (Object.keys(LIVE_VENDORS) as LiveVendor[]).filter((vendor) => LIVE_VENDORS[vendor].every((key) => config[key] !== undefined));
}

function halfConfigured(filled: Record<string, string | undefined>): string[] {
  return Object.values(LIVE_VENDORS).flatMap((keys: readonly string[]) => {
    const set = keys.find((key) => filled[key]);
    return set ? keys.filter((key) => !filled[key]).map((key) => `${key} is missing, while ${set} is set`) : [];
  });
}
