import { GATE_WORDS, type GateCode } from '#domain/gate-words.ts';
import type { CallEntry, DecisionEntry, FactEntry, MessageEntry, VerdictEntry } from '#stores/views-lead-timeline.ts';
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

const NOT_DONE: Record<string, string> = { call: 'Not called', sms: 'Not texted', email: 'Not e-mailed' };

/** What was not done, and why: `Not called: outside 09:00–20:00 in Denver`. */
export function decisionWords({ channel, codes, hours }: Pick<DecisionEntry, 'channel' | 'codes' | 'hours'>): string {
  const what = NOT_DONE[channel] ?? `Not done: ${sentence(channel).toLowerCase()}`;
  return `${what}: ${hours ? hoursWords(hours) : lowerFirst(codes.map(reasonWords).join(' ') || 'Refused.').replace(/\.$/, '')}`;
}

/** `outside 09:00–20:00 in Denver`. */
export const hoursWords = ({ zone, windows }: { zone: string; windows: string[] }): string =>
  windows.length > 0 ? `outside ${windows.join(' and ')} in ${placeOf(zone)}` : `no hours that day in ${placeOf(zone)}`;

const placeOf = (zone: string) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

const RULES: Partial<Record<GateCode, string>> = {
  outside_hours: 'Calling hours',
  daily_cap: 'Three contacts a day',
  dnc: 'Do-not-call list',
  sms_opt_out: 'STOP by text',
  email_opt_out: 'Unsubscribed',
  no_consent: 'Consent',
  attempts_used: 'Attempts',
  callbacks_used: 'Call-backs',
  campaign_paused: 'Campaign paused',
  campaign_ended: 'Campaign over',
  no_slot: 'Lines in use',
  call_open: 'One call at a time',
};

/** The rules behind a decision, by their names. */
export const ruleWords = (codes: readonly string[]): string => codes.map((code) => RULES[code as GateCode] ?? sentence(code)).join(', ');

/** How a verdict was found: each piece of evidence there was, the strongest first. */
export function evidenceWords({ clientConfirmed, leadConfirmed, proofSeconds }: VerdictEntry): string {
  const said = (who: string, yes: boolean | null) => (yes === null ? [] : [`${who} said ${yes ? 'yes' : 'no'}`]);
  const call = proofSeconds ? [`longest call around it ${proofSeconds} s`] : ['no call around it'];
  return [...said('client', clientConfirmed), ...said('lead', leadConfirmed), ...call].join(' · ');
}

/** A fact in a sentence; one whose words are not written yet is spelled out. */
export function factWords({ type, payload }: FactEntry): string {
  const reason = typeof payload['reason'] === 'string' ? payload['reason'] : '';
  const codes = Array.isArray(payload['codes']) ? payload['codes'].filter((c) => typeof c === 'string').map(reasonWords) : [];
  const because = reason || codes.join(' ');
  const by = typeof payload['by'] === 'string' ? payload['by'] : 'Somebody';
  const step = stepWords(String(payload['step'] ?? '')).toLowerCase();
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
    case 'lead.call_asked':
      return `${by} asked to call now`;
    case 'lead.link_asked':
      return `${by} sent the booking link`;
    case 'lead.step_skipped':
      return `${by} took a step out of the plan: ${step}`;
    case 'lead.step_restored':
      return `${by} put a step back into the plan: ${step}`;
    case 'lead.permit_expired':
      return 'A call was allowed but not placed in time; it is tried again';
    default:
      return sentence(type);
  }
}
