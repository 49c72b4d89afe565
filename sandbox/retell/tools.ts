import { emailOf, type Person } from '../behaviour/people.ts';
import { hookUrl } from '../outgoing.ts';
import type { World } from '../world.ts';
import { type CallRecord, callObject } from './call.ts';

/** A tool that takes longer is gone on without. */
export const TOOL_TIMEOUT_MS = 2_000;
type Slots = { slots?: { start?: unknown; label?: unknown }[] };
type Booked = { booked?: unknown; uid?: unknown; start?: unknown; say?: unknown };
/** A time the agent has on offer, as it says it. */
export type OfferedSlot = { start: string; label: string };

async function callTool<T>(world: World, call: CallRecord, name: string, path: string, args: object): Promise<T | null> {
  const body = JSON.stringify({ name, call: callObject(world, call, Date.now()), args });
  const hook = { vendor: 'retell' as const, event: name, url: hookUrl(world.settings, `retell/tools/${path}`), body };
  try {
    const reply = await world.outgoing.ask(hook, TOOL_TIMEOUT_MS);
    return reply.status >= 200 && reply.status < 300 ? (JSON.parse(reply.text) as T) : null;
  } catch {
    return null; // no answer in time, or none that can be read: the agent goes on without the tool
  }
}

/** The times that the product's own tool offers in this call; none where it does not answer. */
export async function offeredSlots(world: World, call: CallRecord): Promise<OfferedSlot[]> {
  const answer = await callTool<Slots>(world, call, 'check_slots', 'check-slots', {});
  return (answer?.slots ?? []).flatMap(({ start, label }) =>
    typeof start === 'string' ? [{ start, label: typeof label === 'string' ? label : start }] : [],
  );
}

/** Books a time by the product's own tool; null where no answer came, so that nobody knows. */
export async function bookSlot(world: World, call: CallRecord, person: Person, start: string): Promise<boolean | null> {
  const args = { start, name: person.name, email: person.email ?? emailOf(person.phone) };
  const result = await callTool<Booked>(world, call, 'book', 'book', args);
  return result === null ? null : result.booked === true;
}

/** How a talk went in which this time was taken. */
export function withBooking(call: CallRecord, { start, label }: OfferedSlot): CallRecord['script'] {
  const { script } = call;
  const lines: typeof script.lines = [
    ...script.lines,
    ['agent', `I have ${label}.`],
    ['user', 'That works for me.'],
    ['agent', 'Booked. See you!'],
  ];
  return { ...script, lines, analysis: { ...script.analysis, summary: `Booked an appointment for ${start}.` } };
}

/** How a talk went that was to end in a booking and did not. */
export function withoutBooking(call: CallRecord): CallRecord['script'] {
  const { script } = call;
  const summary = 'Wants to come, but no slot could be booked in the call; a link was promised.';
  const custom = { ...script.analysis.custom, outcome: 'interested', summary };
  return { ...script, lines: [...script.lines, ['agent', 'I will send you a link.']], analysis: { ...script.analysis, summary, custom } };
}
