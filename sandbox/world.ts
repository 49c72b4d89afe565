import type { Limits } from './answer.ts';
import type { Mix } from './behaviour/mix.ts';
import type { People } from './behaviour/people.ts';
import type { ClientLogin } from './client.ts';
import type { Faults } from './faults.ts';
import type { Hook, Outgoing } from './outgoing.ts';
import type { Queue } from './queue.ts';
import type { Settings } from './settings.ts';
import type { State, Task } from './state.ts';

/** What can be changed while the sandbox runs; kept over restarts. */
export type Knobs = { mix: Mix; seed: string; limits: Limits; concurrencyLimit: number; client?: ClientLogin | null };

/** The parts every twin works with. */
export type World = {
  settings: Settings;
  state: State;
  queue: Queue;
  people: People;
  faults: Faults;
  outgoing: Outgoing;
  knobs: Knobs;
};

/** A task for the queue, due in so many ms. */
export function task(world: Pick<World, 'state'>, kind: string, phone: string | null, inMs: number, body: object): Task {
  return { id: world.state.nextId(), kind, phone, dueAt: Date.now() + inMs, onLeadClock: false, body };
}

/** A webhook for the queue, due in so many ms. */
export const hookTask = (world: Pick<World, 'state'>, phone: string | null, inMs: number, hook: Hook): Task =>
  task(world, 'hook', phone, inMs, hook);

/** A task due at an instant of the lead's own clock. */
export function leadTask(
  world: Pick<World, 'state'>,
  kind: string,
  lead: { phone: string; offsetMs: number },
  atMs: number,
  body: object,
): Task {
  return { id: world.state.nextId(), kind, phone: lead.phone, dueAt: atMs - lead.offsetMs, onLeadClock: true, body };
}
