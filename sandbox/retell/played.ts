import { leadNow, paceOf } from '../behaviour/clock.ts';
import type { Person } from '../behaviour/people.ts';
import type { Change } from '../state.ts';
import { task, type World } from '../world.ts';
import { analysisMs, type CallRecord, callHooks, callThing, isOver, newCallId } from './call.ts';
import type { createPhoneCall } from './order.ts';
import { writeScript } from './script.ts';
import { bookSlot, offeredSlots, withBooking, withoutBooking } from './tools.ts';

/** How long a phone rings for its person, and how long a talk waits for what they say. */
const RINGS_MS = 30_000;
const TALKS_MS = 120_000;

/** What a person may do with a talk that is under way, in the order of the page. */
export const TALKS = {
  interested: 'Ask for the link',
  question: 'Ask what it costs',
  refuses: 'Not interested',
  'stop-calling': '“Stop calling me”',
  'wrong-number': 'Wrong number',
  'hangs-up': 'Hang up',
} as const;
export type Talk = keyof typeof TALKS;

type Begun = { change: Change; result: CallRecord };
type Order = (typeof createPhoneCall)['_output'];

/** A call to somebody whom a person plays: it rings until they decide, or nobody picked up. */
export function beginRinging(world: World, person: Person, order: Order): Begun {
  const now = Date.now();
  const callId = newCallId();
  const wait = task(world, 'ring-out', person.phone, RINGS_MS, { callId });
  const call: CallRecord = {
    ...{ callId, direction: 'outbound', from: order.from_number, to: order.to_number },
    ...{ agentId: order.override_agent_id ?? 'agent_sandbox', agentVersion: Number(order.override_agent_version) || 1 },
    ...(order.metadata && { metadata: order.metadata }),
    ...(order.retell_llm_dynamic_variables && { variables: order.retell_llm_dynamic_variables }),
    ...{ registeredAt: now, connectedAt: null, endedAt: null, analyzedAt: null },
    ...{ script: writeScript('no-answer', person, 'seconds', world.knobs.seed, person.dials) },
    played: { ringsUntil: now + RINGS_MS, waitId: wait.id, offered: [] },
  };
  person.dials++;
  return { change: { things: [callThing(call)], tasks: [wait] }, result: call };
}

/** Registers what happens to a played call when nobody decides anything. */
export function playPersons(world: World): void {
  world.queue.on('ring-out', async ({ phone, body }) => {
    if (phone) await endPlayed(world, phone, (body as { callId: string }).callId, 'ringing', 'no-answer');
  });
  world.queue.on('talk-out', async ({ phone, body }) => {
    if (phone) await endPlayed(world, phone, (body as { callId: string }).callId, 'talking', 'hangs-up');
  });
}

/** The played call of a number that is not over, or null. */
export async function playedCall(world: World, phone: string): Promise<CallRecord | null> {
  const [newest] = await world.state.list('call', { phone, limit: 1 });
  const call = newest?.body as CallRecord | undefined;
  return call?.played && !isOver(call, Date.now()) ? call : null;
}

const stateOf = (call: CallRecord) => (call.connectedAt === null ? 'ringing' : 'talking');

/** Picks up. */
export const pickUp = (world: World, phone: string): Promise<void> =>
  change(world, phone, 'ringing', async (call) => {
    const wait = task(world, 'talk-out', phone, TALKS_MS, { callId: call.callId });
    const talking = { ...call, connectedAt: Date.now(), played: { ringsUntil: 0, waitId: wait.id, offered: [] } };
    return { things: [callThing(talking)], tasks: [...callHooks(world, talking, 'start'), wait], done: waitOf(call) };
  });

/** Does not pick up: presses the call away, or lets the machine answer. */
export const turnAway = (world: World, phone: string, how: 'declines' | 'voicemail'): Promise<void> =>
  change(world, phone, 'ringing', async (call, person) => ended(world, call, person, how));

/** Says one of the things a lead may say, which ends the talk. */
export const say = (world: World, phone: string, what: Talk): Promise<void> =>
  change(world, phone, 'talking', async (call, person) => ended(world, call, person, what));

/** Asks to be called again in so many minutes of the lead's time; 0: on Tuesday at ten. */
export const askCallback = (world: World, phone: string, minutes: number): Promise<void> =>
  change(world, phone, 'talking', async (call, person) => {
    const at = minutes > 0 ? new Date(leadNow(person) + minutes * 60_000).toISOString() : null;
    return ended(world, call, person, 'callback', (script) =>
      at ? { ...script, analysis: { ...script.analysis, custom: { ...script.analysis.custom, callback_at: at } } } : script,
    );
  });

/** Asks for an appointment: the agent looks up what is free, and the talk goes on with that. */
export async function askForTimes(world: World, phone: string): Promise<void> {
  const call = await playedCall(world, phone);
  if (!call || stateOf(call) !== 'talking') return;
  const offered = (await offeredSlots(world, call)).slice(0, 6);
  await change(world, phone, 'talking', async (current, person) =>
    offered.length > 0
      ? { things: [callThing({ ...current, played: { ringsUntil: 0, waitId: current.played?.waitId ?? 0, offered } })] }
      : ended(world, current, person, 'books', (script) => withoutBooking({ ...current, script })),
  );
}

/** Takes one of the times on offer, which ends the talk, booked or not. */
export async function takeTime(world: World, phone: string, start: string): Promise<void> {
  const call = await playedCall(world, phone);
  const slot = call?.played?.offered.find((one) => one.start === start);
  const person = await world.people.find(phone);
  if (!call || !slot || !person || stateOf(call) !== 'talking') return;
  const isBooked = await bookSlot(world, call, person, slot.start);
  await change(world, phone, 'talking', async (current, someone) =>
    ended(world, current, someone, 'books', (script) =>
      isBooked ? withBooking({ ...current, script }, slot) : withoutBooking({ ...current, script }),
    ),
  );
}

const endPlayed = (
  world: World,
  phone: string,
  callId: string,
  when: 'ringing' | 'talking',
  play: 'no-answer' | 'hangs-up',
): Promise<void> => change(world, phone, when, async (call, person) => (call.callId === callId ? ended(world, call, person, play) : {}));

/** Changes the played call of a number while nobody else does, if it is still at that point; a late press changes nothing. */
const change = (
  world: World,
  phone: string,
  when: 'ringing' | 'talking',
  deed: (call: CallRecord, person: Person) => Promise<Change>,
): Promise<void> =>
  world.people.meet(phone, async (person) => {
    const call = await playedCall(world, phone);
    return { change: call && stateOf(call) === when ? await deed(call, person) : {}, result: undefined };
  });

/** The end of the wait, which is off once somebody has decided. */
const waitOf = (call: CallRecord): number[] => (call.played ? [call.played.waitId] : []);

type Script = CallRecord['script'];
type Plays = Parameters<typeof writeScript>[0];

function ended(world: World, call: CallRecord, person: Person, play: Plays, more: (script: Script) => Script = (script) => script): Change {
  const now = Date.now();
  const script = more(writeScript(play, person, paceOf(person), world.knobs.seed, person.dials));
  const connectedAt = call.connectedAt ?? (script.isConnected ? now : null);
  const over: CallRecord = { ...call, script, connectedAt, endedAt: now, analyzedAt: now + analysisMs(paceOf(person)) };
  return { things: [callThing(over)], tasks: callHooks(world, over, call.connectedAt === null ? 'start' : 'end'), done: waitOf(call) };
}
