import twilio from 'twilio';
import { z } from 'zod';
import {
  fromNetwork,
  fromStatus,
  isVendorError,
  parseRetryAfter,
  type RefusalCode,
  VendorBusy,
  type VendorError,
  VendorUnclear,
} from './errors.ts';
import { readAnswer } from './reading.ts';
import { type SmsStatus, smsStatus } from './twilio-events.ts';

export * from './twilio-events.ts';

export type SendSms = {
  /** Our key; it comes back as `?k=` of every status callback. */
  key: string;
  to: string;
  from: string;
  body: string;
  /** Public address of our status route; a `k` is added. */
  statusCallbackUrl: string;
};
export type SentSms = { vendorId: string; status: SmsStatus; errorCode?: number };

/** Text messages. Methods throw `VendorRefused`, `VendorBusy` or `VendorUnclear`. */
export type SmsProvider = {
  /** Sends once. There is no idempotency key at the vendor: a second `send` is a second message. */
  send(message: SendSms): Promise<SentSms>;
  /** A message with exactly these numbers and this text, made since an instant (on the vendor's clock), or null. One just made may not be listed yet. */
  find(query: { to: string; from: string; body: string; sentAfterAt: string }): Promise<SentSms | null>;
  get(vendorId: string): Promise<SentSms>;
};

export type SmsOptions = { accountSid: string; authToken: string; baseUrl?: string; timeoutMs?: number };

type TwilioRequest = Parameters<InstanceType<typeof twilio.RequestClient>['request']>[0];

/** Twilio's SDK has no base URL and drops response headers from its errors, so both are done here. */
class Requests extends twilio.RequestClient {
  readonly #base?: string;
  constructor(timeoutMs: number, base?: string) {
    super({ timeout: timeoutMs, keepAlive: true, maxSockets: 50 });
    this.#base = base;
    this.axios.interceptors.request.use((config) => ({ ...config, signal: AbortSignal.timeout(timeoutMs) })); // the SDK's own timer ends with each byte received
  }

  override async request<T>(request: TwilioRequest) {
    const response = await super.request<T>({ ...request, uri: addressOf(request.uri, this.#base) } as never);
    if (response.statusCode !== 429) return response;
    const retryAfter: unknown = response.headers?.['retry-after'];
    throw new VendorBusy({
      vendor: 'twilio',
      code: 'rate_limited',
      status: 429,
      message: 'too many requests',
      retryAfterSeconds: typeof retryAfter === 'string' ? parseRetryAfter(retryAfter) : undefined,
    });
  }
}

/** Where a request goes: `https://api.twilio.com/…` becomes `<base>/api/…`, or `<base>/…` at one of Twilio's own regional hosts. */
export function addressOf(uri: string, base: string | undefined): string {
  if (!base) return uri;
  const { hostname, pathname, search } = new URL(uri);
  const isTwilio = /(^|\.)twilio\.com$/.test(new URL(base).hostname);
  return `${base.replace(/\/$/, '')}${isTwilio ? '' : `/${hostname.split('.')[0]}`}${pathname}${search}`;
}

/** Twilio behind our type. `timeoutMs` (10,000) covers each request whole; see `addressOf` for `baseUrl`. */
export function createSms({ accountSid, authToken, baseUrl, timeoutMs = 10_000 }: SmsOptions): SmsProvider {
  const client = twilio(accountSid, authToken, { httpClient: new Requests(timeoutMs, baseUrl) });

  const ask = async <T extends z.ZodType>(schema: T, request: () => Promise<unknown>): Promise<z.output<T>> => {
    try {
      return readAnswer('twilio', schema, await request());
    } catch (error) {
      throw isVendorError(error) ? error : toVendorError(error);
    }
  };

  return {
    async send({ key, to, from, body, statusCallbackUrl }) {
      const statusCallback = new URL(statusCallbackUrl);
      statusCallback.searchParams.set('k', key);
      return toSent(await ask(messageAnswer, () => client.messages.create({ to, from, body, statusCallback: statusCallback.href })));
    },

    async find({ to, from, body, sentAfterAt }) {
      // no filter by date: a message still queued has no date of sending and would stay out of the list
      const listed = await ask(z.array(listedMessage), () => client.messages.list({ to, from, limit: 100, pageSize: 100 }));
      const ours = listed.find(
        (message) => message.body === body && message.from === from && message.dateCreated >= Date.parse(sentAfterAt) - SECOND_MS,
      );
      return ours ? toSent(ours) : null;
    },

    async get(vendorId) {
      return toSent(await ask(messageAnswer, () => client.messages(vendorId).fetch()));
    },
  };
}

/** Their dates have no fractions. How far the clocks may differ is for the caller, who knows when it asked. */
const SECOND_MS = 1_000;

const messageAnswer = z.object({ sid: z.string().min(1), status: z.string().min(1), errorCode: z.number().nullish() });
const listedMessage = messageAnswer.extend({
  body: z.string(),
  from: z.string(),
  dateCreated: z.date().transform((date) => date.getTime()),
});

const toSent = ({ sid, status, errorCode }: z.output<typeof messageAnswer>): SentSms => ({
  vendorId: sid,
  status: smsStatus(status),
  ...(errorCode && { errorCode }),
});

const CODES = new Map<unknown, RefusalCode>([
  [20003, 'unauthorized'],
  [21211, 'invalid_number'],
  [21614, 'invalid_number'],
  [21610, 'opted_out'],
  [21635, 'landline'],
  [21408, 'no_route'],
  [21606, 'no_route'],
  [21608, 'no_route'],
  [21612, 'no_route'],
  [21617, 'too_long'],
]);

const restError = z.object({
  status: z.number(),
  code: z.unknown().optional(),
  message: z.string().nullish(),
  title: z.string().nullish(),
});

function toVendorError(error: unknown): VendorError {
  const answered = restError.safeParse(error);
  if (!answered.success || (error as Error).name === 'AxiosError') return fromNetwork('twilio', error);
  const { status, code, message, title } = answered.data;
  const text = message ?? title ?? 'no message';
  if (status < 300) return new VendorUnclear({ vendor: 'twilio', code: 'unreadable', status, message: text });
  const own = CODES.get(code);
  return fromStatus({
    vendor: 'twilio',
    status,
    message: `${typeof code === 'number' ? `${code} ` : ''}${text}`,
    ...(own && { code: own }),
  });
}
