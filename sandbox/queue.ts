import { Heap } from 'heap-js';
import type { State, Task } from './state.ts';

const horizonMs = 10 * 60_000;
const sweepMs = 60_000;
const flushMs = 25;
const giveUpMs = 10 * 60_000;

/** What carries out one kind of task. A thrown error means: try again later. */
export type Doer = (task: Task) => Promise<void>;

/** The wait before try n + 1: quick at first, so that a receiver that blinked is told soon, then every 15 s. */
export const backoffMs = (tries: number): number => Math.min(15_000, 250 * 2 ** tries);

/**
 * The timer wheel: tasks due within ten minutes wait in memory, sorted by time, and every task stands in Postgres until it is done, so
 * that a killed sandbox goes on where it was. A failing task is tried again for ten minutes, then dropped and counted.
 */
export function createQueue(state: State, { now, concurrency = 48 }: { now: () => number; concurrency?: number }) {
  const doers = new Map<string, Doer>();
  const known = new Map<number, { task: Task; tries: number; since: number }>();
  const heap = new Heap<{ dueAt: number; id: number }>(bySoonest);
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  let sweeper: NodeJS.Timeout | undefined;
  let flusher: NodeJS.Timeout | undefined;
  const finished: number[] = [];
  let isOpen = false;
  const counts = { done: 0, retried: 0, dropped: 0 };
  const inFlight = new Set<number>();
  let doneNow = new Set<number>(); // done, though a sweep that began earlier may still have read them
  let doneBefore = new Set<number>();

  function add(tasks: Task[]) {
    for (const task of tasks) {
      const current = known.get(task.id);
      if ((current && current.task.dueAt === task.dueAt) || doneNow.has(task.id) || doneBefore.has(task.id)) continue;
      if (!current && task.dueAt > now() + horizonMs) continue; // the sweep takes it up in time
      known.set(task.id, { task, tries: 0, since: task.dueAt });
      heap.push({ dueAt: task.dueAt, id: task.id });
    }
    arm();
  }

  function arm() {
    const first = heap.peek();
    if (!isOpen || running >= concurrency || !first) return;
    clearTimeout(timer);
    timer = setTimeout(run, Math.min(Math.max(0, first.dueAt - now()), 30_000));
  }

  function run() {
    for (let next = heap.peek(); isOpen && running < concurrency && next && next.dueAt <= now(); next = heap.peek()) {
      heap.pop();
      const entry = known.get(next.id);
      if (entry && !inFlight.has(next.id)) void perform(entry);
    }
    arm();
  }

  async function perform(entry: { task: Task; tries: number; since: number }) {
    const { task } = entry;
    running++;
    inFlight.add(task.id);
    try {
      const doer = doers.get(task.kind);
      if (!doer) throw new Error(`nobody does ${task.kind}`);
      await doer(task);
      finish(task, 'done');
    } catch {
      // any failure of the receiver means the same: later again
      entry.tries++;
      if (now() - entry.since > giveUpMs) finish(task, 'dropped');
      else {
        counts.retried++;
        heap.push({ dueAt: now() + backoffMs(entry.tries), id: task.id });
      }
    } finally {
      running--;
      inFlight.delete(task.id);
      arm();
    }
  }

  function finish(task: Task, how: 'done' | 'dropped') {
    if (known.get(task.id)?.task === task) known.delete(task.id);
    counts[how]++;
    doneNow.add(task.id);
    finished.push(task.id);
    flusher ??= setTimeout(flush, flushMs);
  }

  /** Forgets what is done, many at a time. What a kill leaves over is done once more after the restart, as vendors do. */
  async function flush() {
    flusher = undefined;
    const done = finished.splice(0);
    if (done.length === 0) return;
    await state.commit({ done }).catch(() => {
      finished.push(...done);
      flusher ??= setTimeout(flush, 1_000); // the database is away for a moment
    });
  }

  async function sweep() {
    [doneBefore, doneNow] = [doneNow, new Set()];
    add(await state.tasksDue(now() + horizonMs));
  }

  state.onTasks(add);
  return {
    counts,
    on: (kind: string, doer: Doer) => void doers.set(kind, doer),
    /** Takes up what an earlier run left behind and begins. */
    async start() {
      isOpen = true;
      await sweep();
      sweeper = setInterval(() => void sweep().catch(() => undefined), sweepMs);
    },
    /** Ends after what is being done; the rest stays in Postgres. */
    async stop() {
      isOpen = false;
      clearTimeout(timer);
      clearInterval(sweeper);
      while (running > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await flush();
      clearTimeout(flusher);
    },
    forget() {
      heap.clear();
      known.clear();
    },
    /** Moves the lead-clock tasks of a phone by so many ms (earlier is negative). */
    async shift(phone: string, byMs: number) {
      const tasks = (await state.tasksOf(phone)).filter((task) => task.onLeadClock && !inFlight.has(task.id));
      if (tasks.length === 0) return;
      await state.commit({ tasks: tasks.map((task) => ({ ...task, dueAt: Math.max(now(), task.dueAt + byMs) })) });
    },
  };
}
const bySoonest = (a: { dueAt: number; id: number }, b: { dueAt: number; id: number }) => a.dueAt - b.dueAt || a.id - b.id;

/** The queue of everything still to be done. */
export type Queue = ReturnType<typeof createQueue>;
