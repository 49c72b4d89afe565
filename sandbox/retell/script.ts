import { between, chance } from '../behaviour/chance.ts';
import { callbackAt } from '../behaviour/clock.ts';
import { emailOf, type Pace, type Person } from '../behaviour/people.ts';
import type { Play } from '../behaviour/will.ts';

type Line = [role: 'agent' | 'user', text: string];
/** What the analysis will say of a call; `outcome` absent where it found none. */
export type Analysis = { summary: string; sentiment: string; successful: boolean; inVoicemail: boolean; custom: Record<string, string> };
/** The course of one call, decided before it rings. */
export type Script = {
  isConnected: boolean;
  disconnection: string;
  durationMs: number | null;
  ringMs: number;
  talkMs: number;
  lines: Line[];
  analysis: Analysis;
};

type Scene = { reason: string; seconds?: [number, number]; lines: Line[]; outcome?: string; summary: string; sentiment?: string };

const hello = (person: Person): Line => ['agent', `Hi ${person.name.split(' ')[0]}, this is the assistant. Do you have a minute?`];

const scenes: Record<Exclude<Play, 'played'>, (person: Person) => Scene> = {
  'no-answer': () => ({ reason: 'dial_no_answer', lines: [], outcome: 'no_answer', summary: 'Nobody picked up.' }),
  busy: () => ({ reason: 'dial_busy', lines: [], outcome: 'no_answer', summary: 'The line was busy.' }),
  declines: () => ({ reason: 'user_declined', lines: [], outcome: 'no_answer', summary: 'The call was declined.' }),
  invalid: () => ({ reason: 'invalid_destination', lines: [], outcome: 'unknown', summary: 'The number does not exist.' }),
  voicemail: () => ({
    ...{ reason: 'voicemail_reached', seconds: [8, 25], outcome: 'voicemail', summary: 'An answering machine picked up.' },
    lines: [['user', 'You have reached the voicemail. Please leave a message after the tone.']],
  }),
  refuses: (person) => ({
    ...{ reason: 'user_hangup', seconds: [20, 40], outcome: 'not_interested', summary: 'Not interested.', sentiment: 'Negative' },
    lines: [hello(person), ['user', 'No thanks, I am not interested.'], ['agent', 'Understood. Have a good day.']],
  }),
  'stop-calling': (person) => ({
    ...{
      reason: 'user_hangup',
      seconds: [10, 20],
      outcome: 'not_interested',
      summary: 'Asked not to be called again.',
      sentiment: 'Negative',
    },
    lines: [hello(person), ['user', 'Stop calling me. Take me off your list.']],
  }),
  'wrong-number': (person) => ({
    ...{ reason: 'user_hangup', seconds: [8, 15], outcome: 'wrong_number', summary: 'Somebody else has this number.' },
    lines: [hello(person), ['user', 'There is nobody of that name here, you have the wrong number.']],
  }),
  callback: (person) => ({
    ...{
      reason: 'agent_hangup',
      seconds: [40, 70],
      outcome: 'callback_requested',
      summary: 'Asked to be called back.',
      sentiment: 'Neutral',
    },
    lines: [hello(person), ['user', 'I am at work. Call me on Tuesday at ten.'], ['agent', 'I will. Until then.']],
  }),
  interested: (person) => ({
    ...{ reason: 'agent_hangup', seconds: [60, 110], outcome: 'interested', summary: 'Interested, wants the link.', sentiment: 'Positive' },
    lines: [hello(person), ['user', 'Sounds good, send me a link and I will pick a time.'], ['agent', 'On its way.']],
  }),
  question: (person) => ({
    ...{ reason: 'user_hangup', seconds: [45, 80], outcome: 'question_answered', summary: 'Asked about the price.', sentiment: 'Neutral' },
    lines: [hello(person), ['user', 'What does it cost?'], ['agent', 'The first visit is free.'], ['user', 'Good to know. Bye.']],
  }),
  'hangs-up': (person) => ({ reason: 'user_hangup', seconds: [3, 6], lines: [hello(person)], summary: 'The lead hung up at once.' }),
  books: (person) => ({
    ...{ reason: 'agent_hangup', seconds: [95, 180], outcome: 'appointment_set', summary: 'Booked an appointment.', sentiment: 'Positive' },
    lines: [hello(person), ['user', 'Yes, I would like to come by.'], ['agent', 'Let me look what is free.']],
  }),
};

const wallMs: Record<Pace, { ring: [number, number]; talk: [number, number] }> = {
  instant: { ring: [20, 60], talk: [20, 60] },
  seconds: { ring: [300, 1000], talk: [1000, 3000] },
  true: { ring: [1000, 3000], talk: [2000, 8000] },
};

/** The course of call number `attempt` with this person; the same seed, number and attempt give the same course. */
export function writeScript(play: Exclude<Play, 'played'>, person: Person, pace: Pace, seed: string, attempt: number): Script {
  const scene = scenes[play](person);
  const drawn = (what: string) => chance(seed, what, person.phone, attempt);
  const spoken = scene.seconds && between(scene.seconds[0] * 1000, scene.seconds[1] * 1000, drawn('duration'));
  const custom: Record<string, string> = { summary: scene.summary };
  if (scene.outcome) custom.outcome = scene.outcome;
  if (play === 'callback') custom.callback_at = callbackAt(person);
  if (play === 'books' || play === 'interested') custom.lead_email = person.email ?? emailOf(person.phone);
  return {
    isConnected: spoken !== undefined,
    disconnection: scene.reason,
    durationMs: spoken ?? null,
    ringMs: between(...wallMs[pace].ring, drawn('ring')),
    talkMs: spoken === undefined ? 0 : between(...wallMs[pace].talk, drawn('talk')),
    lines: scene.lines,
    analysis: {
      summary: scene.summary,
      sentiment: scene.sentiment ?? 'Unknown',
      successful: scene.sentiment === 'Positive',
      inVoicemail: play === 'voicemail',
      custom,
    },
  };
}
