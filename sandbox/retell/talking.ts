import { chance } from '../behaviour/chance.ts';
import { paceOf } from '../behaviour/clock.ts';
import type { Person } from '../behaviour/people.ts';
import { hookUrl } from '../outgoing.ts';
import type { Task } from '../state.ts';
import type { World } from '../world.ts';
import { analysisMs, type CallRecord, callHooks, callThing } from './call.ts';
import { ringUs } from './dialling.ts';
import { bookSlot, type OfferedSlot, offeredSlots, TOOL_TIMEOUT_MS, withBooking, withoutBooking } from './tools.ts';

/** Registers what happens during and around calls: the agent's tools, proof calls, the hello of an inbound call. */
export function playCalls(world: World): void {
  world.queue.on('talk', (task) => talk(world, task));
  world.queue.on('ring-us', (task) => ringAbout(world, task));
  world.queue.on('inbound-hello', (task) => sayHello(world, task));
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

async function bookInCall(world: World, call: CallRecord, person: Person): Promise<OfferedSlot | null> {
  const slots = await offeredSlots(world, call);
  const first = Math.floor(chance(world.knobs.seed, 'slot', person.phone, person.dials) * Math.min(3, slots.length));
  for (const slot of slots.slice(first, first + 2)) {
    const booked = await bookSlot(world, call, person, slot.start);
    if (booked === null) return null; // it may have worked; a second try could book twice
    if (booked) return slot;
  }
  return null;
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
  await world.outgoing.ask(hook, TOOL_TIMEOUT_MS).catch(() => undefined); // the number's own agent answers then
}
