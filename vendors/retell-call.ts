import { createHash } from 'node:crypto';
import { z } from 'zod';
import { instant, instantOfMs, lenient, metadata, parseJson, readAnswer, readEvent, said } from './reading.ts';

export type CallStatus = 'registered' | 'ongoing' | 'ended' | 'not_connected' | 'error';
export type TranscriptLine = { speaker: 'agent' | 'user' | 'tool' | 'system'; message: string; startMs?: number; endMs?: number };
/** What the agent's post-call analysis says. It only proposes: rules and the gate decide. */
export type CallAnalysis = {
  summary?: string;
  sentiment?: string;
  inVoicemail?: boolean;
  outcome?: string;
  callbackAt?: string;
  leadEmail?: string;
};
/** A call as Retell tells it, in our words. `fromNumber` and `toNumber` are empty for a web call; `costCents` is rounded to whole cents. */
export type VoiceCall = {
  vendorId: string;
  /** Our own key, from `metadata.call_key`; absent on inbound calls. */
  key?: string;
  agentId?: string;
  status: CallStatus;
  direction: 'inbound' | 'outbound' | 'web';
  fromNumber: string;
  toNumber: string;
  startedAt?: string;
  endedAt?: string;
  durationMs?: number;
  disconnectionReason?: string;
  transcript?: TranscriptLine[];
  recordingUrl?: string;
  costCents?: number;
  analysis?: CallAnalysis;
  metadata: Record<string, string>;
};

const SPEAKERS = new Map<string, TranscriptLine['speaker']>([
  ['agent', 'agent'],
  ['user', 'user'],
  ['transfer_target', 'user'],
  ['tool_call_invocation', 'tool'],
  ['tool_call_result', 'tool'],
]);

const seconds = z.number().min(0).max(86_400);
const spokenWord = z.object({ start: lenient(seconds), end: lenient(seconds) });
const line = z
  .object({ role: z.string(), content: lenient(said(20_000)), words: z.unknown().optional() })
  .transform(({ role, content, words }): TranscriptLine => {
    const startMs = ms(wordAt(words, 0)?.start);
    const endMs = ms(wordAt(words, -1)?.end);
    return present({ speaker: SPEAKERS.get(role) ?? 'system', message: content ?? '', startMs, endMs });
  });

/** Only the first and the last word are read: an hour's call has ten thousand. */
const wordAt = (words: unknown, at: number) => (Array.isArray(words) ? spokenWord.safeParse(words.at(at)).data : undefined);
const ms = (value: number | undefined) => (value === undefined ? undefined : Math.round(value * 1000));

const custom = z.object({
  outcome: lenient(said(100)),
  callback_at: lenient(instant),
  lead_email: lenient(z.string().trim().toLowerCase().max(254).pipe(z.email())),
  summary: lenient(said(2_000)),
});

const analysis = z
  .object({
    call_summary: lenient(said(2_000)),
    user_sentiment: lenient(said(40)),
    in_voicemail: lenient(z.boolean()),
    custom_analysis_data: lenient(custom),
  })
  .transform(
    ({ call_summary, user_sentiment, in_voicemail, custom_analysis_data: own }): CallAnalysis =>
      present({
        summary: own?.summary || call_summary,
        sentiment: user_sentiment,
        inVoicemail: in_voicemail,
        outcome: own?.outcome?.trim().toLowerCase() || undefined,
        callbackAt: own?.callback_at,
        leadEmail: own?.lead_email,
      }),
  );

/** Only what decides anything is required; the rest is taken if it is there and well formed. */
const call = z
  .object({
    call_id: z.string().min(1).max(200),
    call_type: lenient(z.string()),
    agent_id: lenient(z.string()),
    call_status: z.enum(['registered', 'ongoing', 'ended', 'not_connected', 'error']),
    direction: lenient(z.enum(['inbound', 'outbound'])),
    from_number: lenient(said(50)),
    to_number: lenient(said(50)),
    start_timestamp: lenient(instantOfMs),
    end_timestamp: lenient(instantOfMs),
    duration_ms: lenient(z.number().min(0)),
    disconnection_reason: lenient(said(100)),
    transcript_object: lenient(z.array(line)),
    recording_url: lenient(z.url({ protocol: /^https?$/ })),
    call_cost: lenient(z.object({ combined_cost: z.number().min(0) })),
    call_analysis: lenient(analysis),
    metadata,
  })
  .transform(
    (told): VoiceCall =>
      present({
        vendorId: told.call_id,
        key: told.metadata.call_key,
        agentId: told.agent_id,
        status: told.call_status,
        direction: told.direction ?? (told.call_type === 'web_call' ? ('web' as const) : ('outbound' as const)),
        fromNumber: told.from_number ?? '',
        toNumber: told.to_number ?? '',
        startedAt: told.start_timestamp,
        endedAt: told.end_timestamp,
        durationMs: told.duration_ms,
        disconnectionReason: told.disconnection_reason,
        transcript: told.transcript_object,
        recordingUrl: told.recording_url,
        costCents: told.call_cost && Math.round(told.call_cost.combined_cost),
        analysis: told.call_analysis,
        metadata: told.metadata,
      }),
  );

/** Leaves out what is undefined, so that a field is either there with a value or not there at all. */
function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** A Retell call object (from an answer or a webhook) in our words. Throws `VendorUnclear` if it is not one. */
export const parseRetellCall = (json: unknown): VoiceCall => readAnswer('retell', call, json);

export type RetellEvent = { event: string; call: VoiceCall };

/** A call webhook: `call_started`, `call_ended`, `call_analyzed` and whatever Retell adds. Throws `UnreadableEvent`. */
export const parseRetellWebhook = (rawBody: Uint8Array | string): RetellEvent =>
  readEvent('retell', z.object({ event: z.string().min(1).max(100), call }), parseJson('retell', rawBody));

const glance = z.object({ event: z.string().min(1).max(100), call: z.object({ call_id: z.string().min(1).max(200) }) });

/** What a call webhook is about and its dedupe key, without reading the call: enough to keep it. Throws `UnreadableEvent`. */
export function glanceRetellWebhook(rawBody: Uint8Array | string): { event: string; vendorId: string; eventKey: string } {
  const { event, call } = readEvent('retell', glance, parseJson('retell', rawBody));
  return { event, vendorId: call.call_id, eventKey: retellEventKey({ event, call: { vendorId: call.call_id } }, rawBody) };
}

const inbound = z
  .object({
    event: z.literal('call_inbound'),
    call_inbound: z.object({ call_id: lenient(z.string()), agent_id: lenient(z.string()), from_number: said(50), to_number: said(50) }),
  })
  .transform(({ call_inbound: told }) => ({
    vendorId: told.call_id,
    agentId: told.agent_id,
    fromNumber: told.from_number,
    toNumber: told.to_number,
  }));

/** The question Retell asks before it answers an inbound call. Throws `UnreadableEvent`. */
export const parseRetellInbound = (rawBody: Uint8Array | string) => readEvent('retell', inbound, parseJson('retell', rawBody));

export type RetellFunctionCall = { name: string; call: VoiceCall; args: Record<string, unknown> };

const functionCall = z.object({ name: z.string().min(1).max(100), call, args: z.record(z.string(), z.unknown()).default({}) });

/** A custom function the agent calls while it talks. Its arguments come from a conversation: check them by a schema. Throws `UnreadableEvent`. */
export const parseRetellFunctionCall = (rawBody: Uint8Array | string): RetellFunctionCall =>
  readEvent('retell', functionCall, parseJson('retell', rawBody));

/** Dedupe key of a call webhook: an event comes once a call, but `transcript_updated` and `transfer_*` may repeat with another body. */
export function retellEventKey(
  { event, call }: { event: string; call: Pick<VoiceCall, 'vendorId'> },
  rawBody: Uint8Array | string,
): string {
  const key = `retell:${call.vendorId}:${event}`;
  if (!/^(transcript_|transfer_)/.test(event)) return key;
  return `${key}:${createHash('sha256').update(rawBody).digest('hex').slice(0, 16)}`;
}

/** Dedupe key of a custom function: the same call asking the same again. */
export function retellFunctionKey({ name, call, args }: RetellFunctionCall): string {
  const sorted = JSON.stringify(Object.entries(args).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `retell:${call.vendorId}:${name}:${createHash('sha256').update(sorted).digest('hex').slice(0, 16)}`;
}
