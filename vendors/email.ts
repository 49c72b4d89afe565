import { Client } from '@sendgrid/client';
import { z } from 'zod';
import { fromNetwork, fromStatus, type VendorError, VendorUnclear } from './errors.ts';
import { oneLine } from './reading.ts';

export * from './sendgrid-events.ts';

export type SendEmail = {
  /** Our key; it comes back as `send_key` in every event. */
  key: string;
  to: string;
  toName?: string;
  fromEmail: string;
  fromName: string;
  replyTo?: string;
  subject: string;
  text: string;
  html: string;
  /** Kinds, never personal data: the vendor stores them as such. */
  categories: string[];
  /** Takes one POST without a page in between (RFC 8058). */
  unsubscribeUrl?: string;
};

/** Mail. Throws `VendorRefused`, `VendorBusy` or `VendorUnclear`; there is no look-up, only events that carry `send_key`. */
export type EmailProvider = { send(mail: SendEmail): Promise<{ vendorId: string }> };

export type EmailOptions = { apiKey: string; baseUrl?: string; timeoutMs?: number };

type MailRequest = ReturnType<Client['createRequest']>;

/** The vendor's client knows no deadline for a whole answer, follows redirects and obeys proxy variables even on loopback. */
class Requests extends Client {
  readonly #timeoutMs: number;
  constructor({ apiKey, baseUrl, timeoutMs }: { apiKey: string; baseUrl?: string; timeoutMs: number }) {
    super();
    this.#timeoutMs = timeoutMs;
    this.setApiKey(apiKey); // resets the base URL, so it comes first
    if (baseUrl) this.setDefaultRequest('baseUrl', baseUrl);
  }

  override createRequest(data: MailRequest): MailRequest {
    const limits = { timeout: this.#timeoutMs, signal: AbortSignal.timeout(this.#timeoutMs), maxRedirects: 0, proxy: false };
    return { ...super.createRequest(data), ...limits } as MailRequest;
  }
}

/** SendGrid behind our type. `timeoutMs` (10,000) covers each request whole. */
export function createEmail({ apiKey, baseUrl, timeoutMs = 10_000 }: EmailOptions): EmailProvider {
  const client = new Requests({ apiKey, baseUrl, timeoutMs });
  return {
    async send(mail) {
      const response = await client.request({ method: 'POST', url: '/v3/mail/send', body: mailBody(mail) }).then(
        ([answer]) => answer,
        (error: unknown) => {
          throw toVendorError(error);
        },
      );
      const vendorId = z.object({ 'x-message-id': z.string().min(1) }).safeParse({ ...response.headers }).data?.['x-message-id'];
      if (response.statusCode === 202 && vendorId) return { vendorId };
      throw new VendorUnclear({
        vendor: 'sendgrid',
        code: 'unreadable',
        status: response.statusCode,
        message: 'accepted without a message id',
      });
    },
  };
}

/** The wire form, written here: the mail service of the SDK would copy the mail's headers into the request's own. */
function mailBody({ key, to, toName, fromEmail, fromName, replyTo, subject, text, html, categories, unsubscribeUrl }: SendEmail) {
  return {
    from: { email: fromEmail, name: oneLine(fromName) },
    subject: oneLine(subject),
    personalizations: [{ to: [{ email: to, ...(toName && { name: oneLine(toName) }) }] }],
    content: [
      { type: 'text/plain', value: text },
      { type: 'text/html', value: html },
    ],
    ...(replyTo && { reply_to: { email: replyTo } }),
    ...(unsubscribeUrl && {
      headers: { 'List-Unsubscribe': `<${new URL(unsubscribeUrl).href}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    }),
    categories: [...new Set(categories)].slice(0, 10),
    custom_args: { send_key: key },
    tracking_settings: { click_tracking: { enable: true, enable_text: false } },
  };
}

const refusal = z.object({
  code: z.number(),
  message: z.string().nullish(),
  response: z.object({ body: z.unknown().optional(), headers: z.unknown().optional() }).optional(),
});
const errorBody = z.object({ errors: z.array(z.object({ message: z.string(), field: z.string().nullish() })).min(1) });
const retryHeaders = z.object({ 'retry-after': z.string().optional(), 'x-ratelimit-reset': z.string().optional() });

function toVendorError(error: unknown): VendorError {
  const answered = refusal.safeParse(error);
  if (!answered.success) return fromNetwork('sendgrid', error);
  const { code: status, message, response } = answered.data;
  const told = errorBody.safeParse(response?.body).data?.errors[0];
  const headers = retryHeaders.safeParse({ ...(response?.headers ?? {}) }).data;
  return fromStatus({
    vendor: 'sendgrid',
    status,
    message: told ? `${told.field ? `${told.field}: ` : ''}${told.message}` : (message ?? 'no message'),
    retryAfter: headers?.['retry-after'] ?? untilReset(headers?.['x-ratelimit-reset']),
  });
}

/** The limit's reset is told in epoch seconds. */
const untilReset = (reset: string | undefined) =>
  reset && /^\d{9,11}$/.test(reset) ? new Date(Number(reset) * 1000).toUTCString() : undefined;
