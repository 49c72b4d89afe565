import { GATE_WORDS, type GateCode } from '#domain/gate-words.ts';
import type { CallEntry, DecisionEntry, FactEntry, MessageEntry } from '#stores/views-lead-timeline.ts';
import { outcomeWords, sentence, skipWords, stepWords } from './steps.ts';

/** The gate's reason as a sentence. */
export const reasonWords = (code: string): string =>
  Object.hasOwn(GATE_WORDS, code) ? GATE_WORDS[code as GateCode] : `${sentence(code)}.`;

/** A call in a sentence. */
export function callWords(call: CallEntry): string {
  const who = call.direction === 'inbound' ? 'The lead called us' : call.isCallback ? 'Called back as asked' : `Call ${call.attempt ?? 1}`;
  if (call.status === 'pending' || call.status === 'queued' || call.status === 'ringing') return `${who}: being placed`;
  if (call.status === 'in_progress') return `${who}: talking now`;
  return `${who}: ${call.outcome ? outcomeWords(call.outcome).toLowerCase() : sentence(call.status).toLowerCase()}`;
}

/** A message in a sentence: also one that was not sent, and why. */
export function messageWords(message: MessageEntry): string {
  const channel = message.channel === 'email' ? 'E-mail' : 'Text';
  if (message.direction === 'inbound') return `${channel} from the lead`;
  const what = stepWords(message.what).toLowerCase();
  if (message.status === 'skipped')
    return `Not sent: ${what} by ${channel.toLowerCase()}${message.skipReason ? `, because ${skipWords(message.skipReason)}` : ''}`;
  return `${channel}: ${what}`;
}

const PURPOSES: Record<string, string> = { call: 'Call', sms: 'Text', email: 'E-mail' };

/** Why something was not done, and when it is tried again. */
export function decisionWords({ channel, answer }: DecisionEntry): string {
  const what = PURPOSES[channel] ?? sentence(channel);
  return answer === 'never' ? `${what} not made` : `${what} put off`;
}

/** A fact in a sentence; one whose words are not written yet is spelled out. */
export function factWords({ type, payload }: FactEntry): string {
  const reason = typeof payload['reason'] === 'string' ? payload['reason'] : '';
  const codes = Array.isArray(payload['codes']) ? payload['codes'].filter((c) => typeof c === 'string').map(reasonWords) : [];
  const because = reason || codes.join(' ');
  switch (type) {
    case 'lead.moved':
      return 'The appointment was moved';
    case 'lead.cancelled':
      return `The appointment was cancelled${reason ? `: ${reason}` : ''}`;
    case 'lead.linked':
      return 'A booking was linked to this lead';
    case 'lead.overturned':
      return 'Staff turned the verdict';
    case 'lead.barred':
      return `Put on the do-not-call list${because ? `: ${because}` : ''}`;
    case 'lead.ended':
      return `Nothing more is done${because ? `: ${because}` : ''}`;
    case 'lead.back_to_reach':
      return `Back to calling${because ? `: ${because}` : ''}`;
    case 'lead.needs_attention':
      return 'This lead needs a person: its plan has no next decision';
    case 'lead.message_put_off':
      return `A message was put off${because ? `: ${because}` : ''}`;
    case 'lead.permit_expired':
      return 'A call was allowed but not placed in time; it is tried again';
    default:
      return sentence(type);
  }
}
