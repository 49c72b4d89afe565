import { leadNow } from './behaviour/clock.ts';
import type { Hook } from './outgoing.ts';
import { type CallRecord, isOver } from './retell/call.ts';
import type { World } from './world.ts';

const soonMs = 30_000;

/**
 * What is still to come, of one phone or of all: webhooks not delivered, deeds people are about to do, live calls. `quiet` means that
 * nothing of it happens within 30 s; `later` are deeds bound to the lead's clock, with their instant on it.
 */
export async function pending(world: World, phone: string | null): Promise<object> {
  const now = Date.now();
  const person = phone ? await world.people.find(phone) : null;
  const offset = person?.offsetMs ?? 0;
  const tasks = await world.state.tasksOf(phone);
  const soon = tasks.filter(({ dueAt }) => dueAt <= now + soonMs);
  const recent = await world.state.list('call', { limit: 200, ...(phone && { phone }) });
  const inbound = await world.state.list('inbound-call', { limit: 50, ...(phone && { phone }) });
  const live = [...recent, ...inbound].map(({ body }) => body as CallRecord).filter((call) => !isOver(call, now));
  const shown = tasks.slice(0, 200).map(({ kind, body, dueAt }) => {
    const name = kind === 'hook' ? `${(body as Hook).vendor} ${(body as Hook).event}` : kind;
    return { what: name, dueAt: new Date(dueAt).toISOString(), leadAt: new Date(dueAt + offset).toISOString() };
  });
  const count = (list: typeof tasks, isHook: boolean) => list.filter(({ kind }) => (kind === 'hook') === isHook).length;
  return {
    ...{ quiet: soon.length === 0 && live.length === 0, webhooks: count(soon, true), actions: count(soon, false), calls: live.length },
    ...{ later: tasks.length - soon.length, tasks: shown },
    ...(person && { leadNow: new Date(leadNow(person)).toISOString(), will: person.will }),
  };
}
