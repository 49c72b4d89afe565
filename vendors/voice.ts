import Retell from 'retell-sdk';
import { z } from 'zod';
import { fromNetwork, fromStatus, type RefusalCode, type VendorError, VendorUnclear } from './errors.ts';
import { readAnswer } from './reading.ts';
import { parseRetellCall, type VoiceCall } from './retell-call.ts';

export * from './retell-call.ts';

export type PlaceCall = {
  /** Our key; it travels as `metadata.call_key` and is how a lost answer is found again. */
  key: string;
  from: string;
  to: string;
  agentId: string;
  agentVersion?: string;
  variables: Record<string, string>;
  metadata: Record<string, string>;
};

/** Calls made by a voice agent. Methods throw `VendorRefused`, `VendorBusy` or `VendorUnclear`. */
export type VoiceProvider = {
  /** Dials once. There is no idempotency key at the vendor: a second `placeCall` is a second call. */
  placeCall(call: PlaceCall): Promise<{ vendorId: string }>;
  /** The call that carries our key, or null. A call just made may not be listed yet. */
  findByKey(key: string): Promise<VoiceCall | null>;
  get(vendorId: string): Promise<VoiceCall>;
};

export type VoiceOptions = { apiKey: string; baseUrl?: string; timeoutMs?: number };

/** Retell behind our type. `timeoutMs` (10,000) covers the whole answer, body too: the SDK's own timer stops at the headers. */
export function createVoice({ apiKey, baseUrl, timeoutMs = 10_000 }: VoiceOptions): VoiceProvider {
  const retell = new Retell({
    apiKey,
    ...(baseUrl && { baseURL: baseUrl }),
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    fetchOptions: { redirect: 'manual' }, // a redirect followed would be a second dial
  });

  const ask = async <T>(request: (options: { signal: AbortSignal }) => PromiseLike<T>): Promise<T> => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await request({ signal });
    } catch (error) {
      throw toVendorError(signal.aborted ? signal.reason : error);
    }
  };

  return {
    async placeCall({ key, from, to, agentId, agentVersion, variables, metadata }) {
      const body = {
        from_number: from,
        to_number: to,
        override_agent_id: agentId,
        ...(agentVersion && { override_agent_version: agentVersion }),
        metadata: { ...metadata, call_key: key },
        retell_llm_dynamic_variables: variables,
      };
      const answer = await ask((options) => retell.call.createPhoneCall(body, options));
      return { vendorId: readAnswer('retell', created, answer).call_id };
    },

    async findByKey(key) {
      const filter_criteria = { metadata: [{ key: 'call_key', type: 'string' as const, op: 'eq' as const, value: key }] };
      const answer = await ask((options) => retell.call.list({ limit: 1, filter_criteria }, options));
      const [first] = readAnswer('retell', listed, answer).items;
      if (first === undefined) return null;
      const call = parseRetellCall(first);
      if (call.key === key) return call;
      // an ignored filter must not read as "no such call", which would allow a second dial
      throw new VendorUnclear({ vendor: 'retell', code: 'unexpected_answer', message: 'the list was not filtered by our key' });
    },

    async get(vendorId) {
      return parseRetellCall(await ask((options) => retell.call.retrieve(vendorId, options)));
    },
  };
}

const created = z.object({ call_id: z.string().min(1) });
const listed = z.object({ items: z.array(z.unknown()) });

function toVendorError(error: unknown): VendorError {
  if (!(error instanceof Retell.APIError) || error.status === undefined) return fromNetwork('retell', error);
  const status: number = error.status;
  return fromStatus({
    vendor: 'retell',
    status,
    message: error.message,
    code: refusalCode(status, error.message),
    retryAfter: error.headers?.get('retry-after'),
  });
}

/** Retell has no error codes: a number it cannot dial is told apart by the field it names. */
function refusalCode(status: number, message: string): RefusalCode | undefined {
  if ((status === 400 || status === 422) && /to_number|phone number|destination/i.test(message)) return 'invalid_number';
  return undefined;
}
