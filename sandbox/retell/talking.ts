import { chance } from '../behaviour/chance.ts';
import { paceOf } from '../behaviour/clock.ts';
import { emailOf, type Person } from '../behaviour/people.ts';
import { hookUrl } from '../outgoing.ts';
import type { Task } from '../state.ts';
import type { World } from '../world.ts';
import { type CallRecord, callHooks, callObject, callThing } from './call.ts';
import { analysisMs, ringUs } from './dialling.ts';

const toolTimeoutMs = 2_000;
type Slots = { slots?: { start?: unknown; label?: unknown }[] };
type Booked = { booked?: unknown; uid?: unknown; start?: unknown; say?: unknown };

/** Registers what happens during and around calls: the agent's tools, proof calls, the hello of an inbound call. */
export function playCalls(world: World): void {
  world.queue.on('talk', (task) => talk(world, task));
  world.queue.on('ring-us', (task) => ringAbout(world, task));
  world.queue.on('inbound-hello', (task) => sayHello(world, task));
}

async function callTool<T>(world: World, call: CallRecord, name: string, path: string, args: object): Promise<T | null> {
  const body = JSON.stringify({ name, call: callObject(call, Date.now()), args });
  const hook = { vendor: 'retell' as const, event: name, url: hookUrl(world.settings, `retell/tools/${path}`), body };
  try {
    const reply = await world.outgoing.ask(hook, toolTimeoutMs);
    return reply.status >= 200 && reply.status < 300 ? (JSON.parse(reply.text) as T) : null;
  } catch {
    return null; // no answer in time, or none that can be read: the agent goes on without the tool
  }
}

/** The talk in which somebody wants to book: look for slots, take one, and end by what came of it. */
async function talk(world: World, { body }: Task): Promise<void> {
  const { callId } = body as { callId: string };
  const call = await world.state.find<CallRecord>('call', callId);
  if (!call || call.endedAt !== null) return;
  const person = (await world.people.find(call.to)) ?? null;
  const booked = person && (await bookInCall(world, call, person));
  await world.people.meet(call.to, async (someone) => {
    const endedAt = Date.now() + (paceOf(someone) === 'instant' ? 10 : call.script.talkMs / 2);
    const script = booked ? withBooking(call, booked) : withoutBooking(call);
    const ended: CallRecord = { ...call, script, endedAt, analyzedAt: endedAt + analysisMs(paceOf(someone)) };
    return { change: { things: [callThing(ended)], tasks: callHooks(world, ended, 'end') }, result: undefined };
  });
}

async function bookInCall(world: World, call: CallRecord, person: Person): Promise<{ start: string; label: string } | null> {
  const answer = await callTool<Slots>(world, call, 'check_slots', 'check-slots', {});
  const slots = (answer?.slots ?? []).filter((slot): slot is { start: string; label?: unknown } => typeof slot?.start === 'string');
  const first = Math.floor(chance(world.knobs.seed, 'slot', person.phone, person.dials) * Math.min(3, slots.length));
  for (const slot of slots.slice(first, first + 2)) {
    const args = { start: slot.start, name: person.name, email: person.email ?? emailOf(person.phone) };
    const result = await callTool<Booked>(world, call, 'book', 'book', args);
    if (result === null) return null; // it may have worked; a second try could book twice
    if (result.booked === true) return { start: slot.start, label: typeof slot.label === 'string' ? slot.label : slot.start };
  }
  return null;
}

function withBooking(call: CallRecord, { start, label }: { start: string; label: string }): CallRecord['script'] {
  const { script } = call;
  const lines: typeof script.lines = [
    ...script.lines,
    ['agent', `I have ${label}.`],
    ['user', 'That works for me.'],
    ['agent', 'Booked. See you!'],
  ];
  return { ...script, lines, analysis: { ...script.analysis, summary: `Booked an appointment for ${start}.` } };
}

function withoutBooking(call: CallRecord): CallRecord['script'] {
  const { script } = call;
  const summary = 'Wants to come, but no slot could be booked in the call; a link was promised.';
  const custom = { ...script.analysis.custom, outcome: 'interested', summary };
  return { ...script, lines: [...script.lines, ['agent', 'I will send you a link.']], analysis: { ...script.analysis, summary, custom } };
}

/** The call a lead makes around the appointment, once per appointment. */
async function ringAbout(world: World, { phone, body }: Task): Promise<void> {
  const { uid, durationMs } = body as { uid: string; durationMs: number };
  if (!phone) return;
  const to = await world.people.meet(phone, async (person) => {
    const isDue = person.booking?.uid === uid && person.ourNumber !== null && !person.did.includes(`rang:${uid}`);
    if (isDue) person.did.push(`rang:${uid}`);
    return { change: {}, result: isDue ? person.ourNumber : null };
  });
  if (to) await ringUs(world, { from: phone, to, durationMs });
}

async function sayHello(world: World, { body }: Task): Promise<void> {
  const call = await world.state.find<CallRecord>('inbound-call', (body as { callId: string }).callId);
  if (!call) return;
  const about = { call_id: call.callId, agent_id: call.agentId, from_number: call.from, to_number: call.to };
  const text = JSON.stringify({ event: 'call_inbound', call_inbound: about });
  const hook = { vendor: 'retell' as const, event: 'call_inbound', url: hookUrl(world.settings, 'retell'), body: text };
  await world.outgoing.ask(hook, toolTimeoutMs).catch(() => undefined); // the number's own agent answers then
}
