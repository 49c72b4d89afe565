/** The five vendors by the name of their product, as they stand in the ledger and the inbox. */
export type VendorName = 'retell' | 'calcom' | 'stripe' | 'twilio' | 'sendgrid';

/** Why a vendor said no. One union for all vendors, so that a rule can be written once. */
export type RefusalCode =
  | 'invalid_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'payment_required'
  | 'card_declined'
  | 'invalid_number'
  | 'landline'
  | 'opted_out'
  | 'no_route'
  | 'too_long'
  | 'slot_taken'
  | 'key_reused'
  | 'not_editable'
  | 'nothing_to_bill';

export type BusyCode = 'rate_limited' | 'unreachable';
export type UnclearCode = 'timeout' | 'aborted' | 'connection_lost' | 'conflict' | 'server_error' | 'unreadable' | 'unexpected_answer';

type Details = { vendor: VendorName; message: string; status?: number };

/** The vendor documents this answer as "not done" and asking again would not help: the ledger writes `failed`. */
export class VendorRefused extends Error {
  override readonly name = 'VendorRefused';
  readonly kind = 'refused';
  readonly vendor: VendorName;
  readonly code: RefusalCode;
  readonly status?: number;
  constructor({ vendor, code, status, message }: Details & { code: RefusalCode }) {
    super(sentence(vendor, 'refused', code, status, message));
    this.vendor = vendor;
    this.code = code;
    this.status = status;
  }
}

/** Surely not done, and worth another try later: the ledger goes back to `planned`. `retryAfterSeconds` is the vendor's wish, at most 3,600. */
export class VendorBusy extends Error {
  override readonly name = 'VendorBusy';
  readonly kind = 'busy';
  readonly vendor: VendorName;
  readonly code: BusyCode;
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  constructor({ vendor, code, status, message, retryAfterSeconds }: Details & { code: BusyCode; retryAfterSeconds?: number }) {
    super(sentence(vendor, 'is busy', code, status, message));
    this.vendor = vendor;
    this.code = code;
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The deed may have happened: the ledger stays `started` and is settled by looking it up, never by asking again. */
export class VendorUnclear extends Error {
  override readonly name = 'VendorUnclear';
  readonly kind = 'unclear';
  readonly vendor: VendorName;
  readonly code: UnclearCode;
  readonly status?: number;
  constructor({ vendor, code, status, message }: Details & { code: UnclearCode }) {
    super(sentence(vendor, 'left it unclear', code, status, message));
    this.vendor = vendor;
    this.code = code;
    this.status = status;
  }
}

export type VendorError = VendorRefused | VendorBusy | VendorUnclear;

/** Whether an error is one of the three kinds an adapter throws. Everything else is a bug of ours. */
export const isVendorError = (error: unknown): error is VendorError =>
  error instanceof VendorRefused || error instanceof VendorBusy || error instanceof VendorUnclear;

/** A webhook body that passed its signature and still cannot be read: poison for the relay, never a reason to stop it. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly vendor: VendorName;
  constructor(vendor: VendorName, message: string) {
    super(`${vendor}: ${withoutSecrets(message)}`);
    this.vendor = vendor;
  }
}

const MAX_RETRY_AFTER_SECONDS = 3_600;

/** Seconds to wait from a `Retry-After` header, given as seconds or as an HTTP date; between 0 and 3,600, undefined if it says nothing. */
export function parseRetryAfter(header: string | null | undefined, now = Date.now()): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  if (!Number.isFinite(seconds)) return undefined;
  return Math.min(Math.max(Math.ceil(seconds), 0), MAX_RETRY_AFTER_SECONDS);
}

const REFUSING = new Map<number, RefusalCode>([
  [400, 'invalid_request'],
  [401, 'unauthorized'],
  [402, 'payment_required'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [405, 'invalid_request'],
  [406, 'invalid_request'],
  [410, 'not_found'],
  [411, 'invalid_request'],
  [413, 'too_long'],
  [414, 'invalid_request'],
  [415, 'invalid_request'],
  [422, 'invalid_request'],
  [428, 'invalid_request'],
  [431, 'invalid_request'],
  [451, 'forbidden'],
]);

type HttpAnswer = {
  vendor: VendorName;
  status: number;
  message: string;
  /** The vendor's own reason, already translated; used only where the status means a refusal. */
  code?: RefusalCode;
  retryAfter?: string | null;
};

/** What an HTTP status other than 2xx says about the deed. A status nobody documents counts as unclear. */
export function fromStatus({ vendor, status, message, code, retryAfter }: HttpAnswer): VendorError {
  if (status === 429)
    return new VendorBusy({ vendor, code: 'rate_limited', status, message, retryAfterSeconds: parseRetryAfter(retryAfter) });
  const refusal = REFUSING.get(status);
  if (refusal) return new VendorRefused({ vendor, code: code ?? refusal, status, message });
  if (status === 408) return new VendorUnclear({ vendor, code: 'timeout', status, message });
  if (status === 409) return new VendorUnclear({ vendor, code: 'conflict', status, message });
  return new VendorUnclear({ vendor, code: status >= 500 ? 'server_error' : 'unexpected_answer', status, message });
}

/**
 * What a failure without an answer says about the deed: a connection that was never made is busy, anything later is unclear.
 * The error itself is not kept: those of axios carry our credentials in their request headers.
 */
export function fromNetwork(vendor: VendorName, error: unknown): VendorBusy | VendorUnclear {
  const chain = causes(error);
  const message = [...new Set(chain.map((cause) => cause.code ?? cause.message))].filter(Boolean).join(', ');
  if (chain.some(neverConnected)) return new VendorBusy({ vendor, code: 'unreachable', message });
  if (
    chain.some(
      ({ name, code }) =>
        name === 'TimeoutError' || /^(ETIMEDOUT|ECONNABORTED|ERR_CANCELED|UND_ERR_(HEADERS|BODY)_TIMEOUT)$/.test(code ?? ''),
    )
  )
    return new VendorUnclear({ vendor, code: 'timeout', message });
  if (chain.some(({ name, constructorName }) => /Timeout/.test(constructorName) || name === 'TimeoutError'))
    return new VendorUnclear({ vendor, code: 'timeout', message });
  if (chain.some(({ name, constructorName }) => name === 'AbortError' || /Abort/.test(constructorName)))
    return new VendorUnclear({ vendor, code: 'aborted', message });
  if (chain.some(({ name }) => name === 'SyntaxError'))
    return new VendorUnclear({ vendor, code: 'unreadable', message: 'the answer is not JSON' });
  return new VendorUnclear({ vendor, code: 'connection_lost', message });
}

type Cause = { name: string; constructorName: string; message: string; code?: string; syscall?: string };

const CERTIFICATE = /^(CERT_|DEPTH_ZERO_|UNABLE_TO_|SELF_SIGNED_|ERR_TLS_CERT_ALTNAME)/;

/** A failure of the system call `connect` or of the name look-up comes before the first byte of the request. */
const neverConnected = ({ code = '', syscall = '' }: Cause) =>
  syscall === 'connect' ||
  syscall.startsWith('getaddrinfo') ||
  code === 'UND_ERR_CONNECT_TIMEOUT' ||
  code === 'ECONNREFUSED' ||
  CERTIFICATE.test(code);

/** The error, what caused it, and so on: fetch and the SDKs wrap the system's error up to three times. */
function causes(error: unknown, depth = 0): Cause[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const { code, syscall, detail, errors } = error as Error & { code?: unknown; syscall?: unknown; detail?: unknown; errors?: unknown };
  const own: Cause = {
    name: error.name,
    constructorName: error.constructor.name,
    message: error.message,
    code: typeof code === 'string' ? code : undefined,
    syscall: typeof syscall === 'string' ? syscall : undefined,
  };
  const inner = [error.cause, detail, ...(Array.isArray(errors) ? errors.slice(0, 3) : [])];
  return [own, ...inner.flatMap((cause) => causes(cause, depth + 1))];
}

const SECRETS = [
  /\bBearer\s+\S+/gi,
  /\bBasic\s+[A-Za-z0-9+/=]{8,}/g,
  /\b(sk|rk|pk)_(live|test)_[\w*]+/g,
  /\bwhsec_\w+/g,
  /\bSG\.[\w.-]+/g,
  /\b(key|cal)_[\w]{6,}/g,
  /\b(?=\w*\d)[0-9a-f]{32,}\b/gi,
];

/** Vendor text made fit for logs and pages: no keys, no e-mail addresses, phones as `+1***2671`, at most 300 characters. */
export function withoutSecrets(text: string): string {
  const bare = SECRETS.reduce((rest, pattern) => rest.replace(pattern, '[hidden]'), text)
    .replace(/[^\s@<>"']+@[^\s@<>"']+/g, '[address]')
    .replace(/\+?1?\d{6,10}(\d{4})\b/g, '+1***$1')
    .replace(/\p{Cc}+/gu, ' ');
  return bare.length > 300 ? `${bare.slice(0, 299)}…` : bare;
}

const sentence = (vendor: VendorName, what: string, code: string, status: number | undefined, message: string) =>
  `${vendor} ${what} (${code}${status ? `, ${status}` : ''}): ${withoutSecrets(message)}`;
