import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto';
import Stripe from 'stripe';
import twilio from 'twilio';
import { twilioForm } from './twilio-events.ts';

/**
 * Each check is over the exact bytes received, gives true or false and throws nothing: a malformed signature is a wrong one.
 * `now` is in epoch milliseconds.
 */
type Signed = { rawBody: Uint8Array; signature: string | undefined; now?: number };

const FIVE_MINUTES_MS = 5 * 60_000;
const TEN_MINUTES_MS = 10 * 60_000;

/** Header `x-retell-signature`; the key is the API key. Within five minutes either way. The SDK's own check is asynchronous, and one not awaited accepts everything. */
export function verifyRetell({ rawBody, signature = '', apiKey, now = Date.now() }: Signed & { apiKey: string }): boolean {
  const [, writtenAt = '', digest = ''] = /^v=(\d{10,15}),d=([0-9a-f]{64})$/i.exec(signature) ?? [];
  if (!apiKey || !digest || !(Math.abs(now - Number(writtenAt)) <= FIVE_MINUTES_MS)) return false;
  const expected = createHmac('sha256', apiKey).update(rawBody).update(writtenAt).digest();
  return timingSafeEqual(Buffer.from(digest, 'hex'), expected);
}

/** Header `x-cal-signature-256`. It has no time: only dedupe stops a replay. Unsigned webhooks carry a literal and never pass. */
export function verifyCalcom({ rawBody, signature = '', secret }: Signed & { secret: string }): boolean {
  if (!secret || !/^[0-9a-f]{64}$/.test(signature)) return false;
  const expected = createHmac('sha256', secret).update(rawBody).digest();
  return timingSafeEqual(Buffer.from(signature, 'hex'), expected);
}

/** Header `stripe-signature`; the whole `whsec_…` text is the key. The library checks age only, so the future is refused here. */
export function verifyStripe({ rawBody, signature = '', secret, now = Date.now() }: Signed & { secret: string }): boolean {
  const writtenAt = Number(/(?:^|,)t=(\d{9,11})(?:,|$)/.exec(signature)?.[1]) * 1000;
  if (!secret || !(Math.abs(now - writtenAt) <= FIVE_MINUTES_MS)) return false;
  // the signature alone: a body that is genuine and cannot be read is another matter
  return quietly(() =>
    Boolean(Stripe.webhooks.signature?.verifyHeader(Buffer.from(rawBody), signature, secret, FIVE_MINUTES_MS / 1000, undefined, now)),
  );
}

/** Header `x-twilio-signature`. `url` is the public one as configured at Twilio, with its query, never built from `Host`. */
export function verifyTwilio({ rawBody, signature = '', authToken, url }: Signed & { authToken: string; url: string }): boolean {
  if (!authToken || !signature) return false;
  const form = twilioForm(rawBody);
  const params = new Map([...form.keys()].map((name) => [name, form.getAll(name)]));
  const plain = Object.fromEntries([...params].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
  return quietly(() => twilio.validateRequest(authToken, signature, url, plain));
}

/** Headers `x-twilio-email-event-webhook-signature` and `-timestamp`; at most ten minutes old and five ahead. `publicKey` is base64 SPKI. */
export function verifySendGrid(signed: Signed & { timestamp: string | undefined; publicKey: string }): boolean {
  const { rawBody, signature = '', timestamp = '', publicKey, now = Date.now() } = signed;
  const bytes = Buffer.from(signature, 'base64');
  if (!/^\d{9,11}$/.test(timestamp) || !signature || bytes.toString('base64') !== signature) return false;
  const age = now - Number(timestamp) * 1000;
  if (!(age <= TEN_MINUTES_MS && age >= -FIVE_MINUTES_MS)) return false;
  return quietly(() => {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    return verify('sha256', Buffer.concat([Buffer.from(timestamp), rawBody]), key, bytes);
  });
}

/** The libraries throw on some malformed headers, keys and bodies; to a caller that is one more wrong signature. */
function quietly(check: () => boolean): boolean {
  try {
    return check();
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
