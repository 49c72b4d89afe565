import { randomBytes } from 'node:crypto';
import type { Pace } from '../behaviour/people.ts';
import { hookUrl } from '../outgoing.ts';
import type { Task, Thing } from '../state.ts';
import { hookTask, type World } from '../world.ts';
import type { Script } from './script.ts';

/** A call as kept: its whole course with the wall times (ms) of each turn, so that no turn needs a write. */
export type CallRecord = {
  callId: string;
  direction: 'outbound' | 'inbound';
  from: string;
  to: string;
  agentId: string;
  agentVersion: number;
  metadata?: Record<string, unknown>;
  variables?: Record<string, string>;
  registeredAt: number;
  connectedAt: number | null;
  /** Null while it is not known when the talk will end, as a tool is still at work. */
  endedAt: number | null;
  analyzedAt: number | null;
  script: Script;
  /** A person decides how this call goes: until when it rings, the times they were offered in it, and the task that ends the wait for them. */
  played?: { ringsUntil: number; waitId: number; offered: { start: string; label: string }[] };
};

export const newCallId = () => `call_${randomBytes(14).toString('hex')}`;

/** How long the analysis takes after the end, in ms. */
export const analysisMs = (pace: Pace): number => (pace === 'instant' ? 10 : 250);

/** The row of a call. */
export const callThing = (call: CallRecord): Thing => ({
  ...{ kind: call.direction === 'inbound' ? 'inbound-call' : 'call', id: call.callId, at: call.registeredAt, body: call },
  key: typeof call.metadata?.call_key === 'string' ? call.metadata.call_key : null,
  phone: call.direction === 'inbound' ? call.from : call.to,
});

const words = (text: string, from: number) =>
  text.split(' ').map((word, i) => ({ word, start: from + i * 0.3, end: from + i * 0.3 + 0.25 }));

/** A call as the vendor would show it at this moment (ms), with its analysis only where it is due and wanted. */
export function callObject(
  { settings }: Pick<World, 'settings'>,
  call: CallRecord,
  now: number,
  { withTranscript = true }: { withTranscript?: boolean } = {},
): Record<string, unknown> {
  const { script } = call;
  const object: Record<string, unknown> = {
    call_id: call.callId,
    call_type: 'phone_call',
    agent_id: call.agentId,
    agent_version: call.agentVersion,
    agent_name: 'Callvia sandbox agent',
    direction: call.direction,
    from_number: call.from,
    to_number: call.to,
    call_status: 'registered',
    telephony_identifier: { twilio_call_sid: `CA${call.callId.slice(5)}` },
  };
  if (call.metadata) object.metadata = call.metadata;
  if (call.variables) object.retell_llm_dynamic_variables = call.variables;
  if (call.connectedAt !== null && now >= call.connectedAt) {
    object.call_status = 'ongoing';
    object.start_timestamp = call.connectedAt;
  }
  if (call.endedAt === null || now < call.endedAt) return object;
  object.call_status = script.isConnected ? 'ended' : 'not_connected';
  object.disconnection_reason = script.disconnection;
  if (script.isConnected) {
    const seconds = Math.ceil((script.durationMs ?? 0) / 1000);
    object.end_timestamp = call.endedAt;
    object.duration_ms = script.durationMs;
    object.recording_url = `${settings.publicUrl}/recordings/${call.callId}.wav`;
    object.public_log_url = `https://recordings.sandbox.invalid/${call.callId}.log`;
    object.collected_dynamic_variables = {};
    object.call_cost = {
      combined_cost: Math.round(seconds * 15) / 100,
      total_duration_seconds: seconds,
      total_duration_unit_price: 0.15,
      product_costs: [{ product: 'voice', cost: Math.round(seconds * 7) / 100, unit_price: 0.07 }],
    };
    if (withTranscript) {
      object.transcript = script.lines.map(([role, text]) => `${role === 'agent' ? 'Agent' : 'User'}: ${text}\n`).join('');
      object.transcript_object = script.lines.map(([role, content], i) => ({ role, content, words: words(content, i * 4) }));
    }
  }
  if (call.analyzedAt !== null && now >= call.analyzedAt) object.call_analysis = analysisOf(script);
  return object;
}

const analysisOf = ({ analysis }: Script) => ({
  in_voicemail: analysis.inVoicemail,
  user_sentiment: analysis.sentiment,
  call_successful: analysis.successful,
  call_summary: analysis.summary,
  custom_analysis_data: analysis.custom,
});

/** Whether the call is over for the vendor. */
export const isOver = (call: CallRecord, now: number): boolean => call.endedAt !== null && now >= call.endedAt;

/** The webhooks of a call from `started` on or from its end on, each at its own time. An unconnected call never started. */
export function callHooks(world: World, call: CallRecord, from: 'start' | 'end'): Task[] {
  const phone = call.direction === 'inbound' ? call.from : call.to;
  const at = (event: string, due: number) => {
    const object = callObject(world, call, due);
    if (event === 'call_ended') delete object.call_analysis;
    const body = JSON.stringify({ event, call: object });
    return hookTask(world, phone, due - Date.now(), { vendor: 'retell', event, url: hookUrl(world.settings, 'retell'), body });
  };
  const tasks: Task[] = [];
  if (from === 'start' && call.connectedAt !== null) tasks.push(at('call_started', call.connectedAt));
  if (call.endedAt !== null) tasks.push(at('call_ended', call.endedAt));
  if (call.analyzedAt !== null) tasks.push(at('call_analyzed', call.analyzedAt));
  return tasks;
}
