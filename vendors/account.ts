import { type CalendarProvider, createCalendar } from './calendar.ts';
import { createEmail, type EmailProvider } from './email.ts';
import { createPayments, type PaymentsProvider } from './payments.ts';
import { verifyCalcom, verifyRetell, verifySendGrid, verifyStripe, verifyTwilio } from './signatures.ts';
import { createSms, type SmsProvider } from './sms.ts';
import { createVoice, type VoiceProvider } from './voice.ts';

/** Live campaigns use the live account, rehearsals the sandbox one; nothing crosses. */
export type Account = 'live' | 'sandbox';

/** What one account has at each vendor. A vendor that is left out cannot be reached from this account. */
export type VendorCredentials = {
  account: Account;
  retell?: { apiKey: string; baseUrl?: string };
  calcom?: { apiKey: string; webhookSecret?: string; baseUrl?: string };
  stripe?: { apiKey: string; webhookSecret?: string; baseUrl?: string };
  twilio?: { accountSid: string; authToken: string; baseUrl?: string };
  sendgrid?: { apiKey: string; webhookPublicKey?: string; baseUrl?: string };
};

type Providers = { voice: VoiceProvider; calendar: CalendarProvider; payments: PaymentsProvider; sms: SmsProvider; email: EmailProvider };

type Delivery = { rawBody: Uint8Array; signature: string | undefined };
/** Signature checks with this account's secrets; a vendor without a secret verifies nothing. */
export type Verify = {
  retell(delivery: Delivery): boolean;
  calcom(delivery: Delivery): boolean;
  stripe(delivery: Delivery): boolean;
  twilio(delivery: Delivery & { url: string }): boolean;
  sendgrid(delivery: Delivery & { timestamp: string | undefined }): boolean;
};

export type Vendors = Partial<Providers> & {
  account: Account;
  verify: Verify;
  /** For each provider that is not there, one sentence that says what to set. */
  missing: Partial<Record<keyof Providers, string>>;
};

const KEYS = {
  voice: 'RETELL_API_KEY',
  calendar: 'CALCOM_API_KEY',
  payments: 'STRIPE_API_KEY',
  sms: 'TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN',
  email: 'SENDGRID_API_KEY',
} as const satisfies Record<keyof Providers, string>;

/** Builds the five adapters of one account from its credentials alone. `timeoutMs` of each request is 10,000 unless given. */
export function createVendors(credentials: VendorCredentials, { timeoutMs }: { timeoutMs?: number } = {}): Vendors {
  const { account, retell, calcom, stripe, twilio, sendgrid } = credentials;
  const providers: Partial<Providers> = {
    ...(retell && { voice: createVoice({ ...retell, timeoutMs }) }),
    ...(calcom && { calendar: createCalendar({ ...calcom, timeoutMs }) }),
    ...(stripe && { payments: createPayments({ ...stripe, timeoutMs }) }),
    ...(twilio && { sms: createSms({ ...twilio, timeoutMs }) }),
    ...(sendgrid && { email: createEmail({ ...sendgrid, timeoutMs }) }),
  };
  const absent = Object.entries(KEYS).filter(([need]) => !(need in providers));
  return {
    ...providers,
    account,
    missing: Object.fromEntries(absent.map(([need, keys]) => [need, missingSentence(account, need, keys)])),
    verify: {
      retell: (delivery) => retell !== undefined && verifyRetell({ ...delivery, apiKey: retell.apiKey }),
      calcom: (delivery) => calcom?.webhookSecret !== undefined && verifyCalcom({ ...delivery, secret: calcom.webhookSecret }),
      stripe: (delivery) => stripe?.webhookSecret !== undefined && verifyStripe({ ...delivery, secret: stripe.webhookSecret }),
      twilio: (delivery) => twilio !== undefined && verifyTwilio({ ...delivery, authToken: twilio.authToken }),
      sendgrid: (delivery) =>
        sendgrid?.webhookPublicKey !== undefined && verifySendGrid({ ...delivery, publicKey: sendgrid.webhookPublicKey }),
    },
  };
}

const missingSentence = (account: Account, need: string, keys: string) =>
  `The ${account} account has no ${need}: set ${account === 'sandbox' ? keys.replace(/\b(?=[A-Z]+_)/g, 'SANDBOX_') : keys}.`;

/** A provider that must be there. Throws an `Error` that says what to set. */
export function requireVendor<Need extends keyof Providers>(vendors: Vendors, need: Need): Providers[Need] {
  const provider = vendors[need];
  if (provider) return provider as Providers[Need];
  throw new Error(vendors.missing[need] ?? `The ${vendors.account} account has no ${need}.`);
}

/** The settings this folder reads; `config` fits. */
export type VendorSettings = { readonly [Key in SettingKey]?: string | undefined };
type SettingKey =
  | `${'' | 'SANDBOX_'}${'RETELL_API_KEY' | 'CALCOM_API_KEY' | 'CALCOM_WEBHOOK_SECRET' | 'STRIPE_API_KEY' | 'STRIPE_WEBHOOK_SECRET'}`
  | `${'' | 'SANDBOX_'}${'TWILIO_ACCOUNT_SID' | 'TWILIO_AUTH_TOKEN' | 'SENDGRID_API_KEY' | 'SENDGRID_WEBHOOK_PUBLIC_KEY'}`
  | `${'RETELL' | 'CALCOM' | 'STRIPE' | 'TWILIO' | 'SENDGRID'}_BASE_URL`
  | 'SANDBOX_URL';

/** One account's credentials out of the environment. The sandbox answers below one address: Stripe at its root, the others below a prefix. */
export function vendorCredentials(account: Account, settings: VendorSettings): VendorCredentials {
  const isSandbox = account === 'sandbox';
  const prefix = isSandbox ? 'SANDBOX_' : '';
  const sandbox = settings.SANDBOX_URL?.replace(/\/$/, '');
  const base = (live: string | undefined, path: string) => {
    const baseUrl = isSandbox ? sandbox && `${sandbox}${path}` : live;
    return baseUrl ? { baseUrl } : {};
  };
  if (isSandbox && !sandbox) return { account }; // sandbox keys must never travel to a real vendor
  const retell = settings[`${prefix}RETELL_API_KEY`];
  const calcom = settings[`${prefix}CALCOM_API_KEY`];
  const stripe = settings[`${prefix}STRIPE_API_KEY`];
  const accountSid = settings[`${prefix}TWILIO_ACCOUNT_SID`];
  const authToken = settings[`${prefix}TWILIO_AUTH_TOKEN`];
  const sendgrid = settings[`${prefix}SENDGRID_API_KEY`];
  return {
    account,
    ...(retell && { retell: { apiKey: retell, ...base(settings.RETELL_BASE_URL, '/retell') } }),
    ...(calcom && {
      calcom: { apiKey: calcom, webhookSecret: settings[`${prefix}CALCOM_WEBHOOK_SECRET`], ...base(settings.CALCOM_BASE_URL, '/cal') },
    }),
    ...(stripe && {
      stripe: { apiKey: stripe, webhookSecret: settings[`${prefix}STRIPE_WEBHOOK_SECRET`], ...base(settings.STRIPE_BASE_URL, '') },
    }),
    ...(accountSid && authToken && { twilio: { accountSid, authToken, ...base(settings.TWILIO_BASE_URL, '/twilio') } }),
    ...(sendgrid && {
      sendgrid: {
        apiKey: sendgrid,
        webhookPublicKey: settings[`${prefix}SENDGRID_WEBHOOK_PUBLIC_KEY`],
        ...base(settings.SENDGRID_BASE_URL, '/sendgrid'),
      },
    }),
  };
}
