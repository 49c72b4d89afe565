import pg from 'pg';

/** One document the twins keep: a call, a text, a booking, an invoice, a person. `key` is our own effect key where there is one. */
export type Thing = { kind: string; id: string; key: string | null; phone: string | null; at: number; body: object };

/** Something still to be done at `dueAt` (ms). `onLeadClock` tasks move when the lead is fast-forwarded. */
export type Task = { id: number; kind: string; phone: string | null; dueAt: number; onLeadClock: boolean; body: object };

/** What one deed writes, all or nothing. */
export type Change = { things?: Thing[]; tasks?: Task[]; done?: number[] };

const tables = `
CREATE TABLE IF NOT EXISTS thing (
  kind text NOT NULL, id text NOT NULL, key text, phone text, at bigint NOT NULL, body json NOT NULL, PRIMARY KEY (kind, id));
CREATE INDEX IF NOT EXISTS thing_key ON thing (kind, key) WHERE key IS NOT NULL;
CREATE INDEX IF NOT EXISTS thing_phone ON thing (phone, kind, at) WHERE phone IS NOT NULL;
CREATE INDEX IF NOT EXISTS thing_at ON thing (kind, at);
CREATE TABLE IF NOT EXISTS task (
  id bigint PRIMARY KEY, kind text NOT NULL, phone text, due_at bigint NOT NULL, on_lead_clock boolean NOT NULL, body json NOT NULL);
CREATE INDEX IF NOT EXISTS task_due ON task (due_at);
CREATE INDEX IF NOT EXISTS task_phone ON task (phone) WHERE phone IS NOT NULL;
CREATE TABLE IF NOT EXISTS slot (
  event_type int NOT NULL, start_at bigint NOT NULL, host int NOT NULL, uid text NOT NULL, PRIMARY KEY (event_type, start_at, host));
CREATE INDEX IF NOT EXISTS slot_uid ON slot (uid);
ALTER TABLE task SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 2000);
`;

/** One statement a batch: it is atomic by itself and costs one round trip. */
const writeBatch = `
WITH written AS (
  INSERT INTO thing (kind, id, key, phone, at, body)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[]::json[])
  ON CONFLICT (kind, id) DO UPDATE SET key = excluded.key, phone = excluded.phone, at = excluded.at, body = excluded.body),
planned AS (
  INSERT INTO task (id, kind, phone, due_at, on_lead_clock, body)
  SELECT * FROM unnest($7::bigint[], $8::text[], $9::text[], $10::bigint[], $11::boolean[], $12::text[]::json[])
  ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, body = excluded.body)
DELETE FROM task WHERE id = ANY($13::bigint[])`;

type Waiting = { change: Change; resolve: () => void; reject: (error: unknown) => void };
type ThingRow = { kind: string; id: string; key: string | null; phone: string | null; at: string; body: object };
type TaskRow = { id: string; kind: string; phone: string | null; due_at: string; on_lead_clock: boolean; body: object };

/** The sandbox's memory in Postgres. Changes that come together are written together; a change is kept once `commit` has returned. */
export type State = Awaited<ReturnType<typeof openState>>;

/** Opens the database and makes its tables where they are missing. */
export async function openState(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 6, application_name: 'callvia-sandbox' });
  pool.on('error', () => undefined); // an idle connection that broke is replaced by the pool; the next query tells
  await pool.query(`BEGIN; SELECT pg_advisory_xact_lock(4000); ${tables} COMMIT;`); // two starts at once take turns

  const waiting: Waiting[] = [];
  let isWriting = false;
  let lastId = 0;
  const listeners: ((tasks: Task[]) => void)[] = [];

  async function write(batch: Waiting[]) {
    const things = new Map<string, Thing>(); // the newest of each wins: one statement may not touch a row twice
    const tasks = new Map<number, Task>();
    const done: number[] = [];
    for (const { change } of batch) {
      for (const thing of change.things ?? []) things.set(`${thing.kind} ${thing.id}`, thing);
      for (const task of change.tasks ?? []) tasks.set(task.id, task);
      if (change.done) done.push(...change.done);
    }
    const t = [...things.values()];
    const k = [...tasks.values()];
    await pool.query({
      name: 'write-batch',
      text: writeBatch,
      values: [
        ...[t.map((x) => x.kind), t.map((x) => x.id), t.map((x) => x.key), t.map((x) => x.phone), t.map((x) => Math.round(x.at))],
        t.map((x) => JSON.stringify(x.body)),
        ...[k.map((x) => x.id), k.map((x) => x.kind), k.map((x) => x.phone), k.map((x) => Math.round(x.dueAt))],
        ...[k.map((x) => x.onLeadClock), k.map((x) => JSON.stringify(x.body))],
        done,
      ],
    });
    if (k.length > 0) for (const listener of listeners) listener(k);
  }

  async function drain() {
    if (isWriting) return;
    isWriting = true;
    await new Promise(setImmediate); // what arrives in the same turn goes along
    while (waiting.length > 0) {
      const batch = waiting.splice(0, 500);
      try {
        await write(batch);
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isWriting = false;
  }

  const toThing = (row: ThingRow): Thing => ({ ...row, at: Number(row.at) });
  const toTask = (row: TaskRow): Task => ({
    ...{ id: Number(row.id), kind: row.kind, phone: row.phone, dueAt: Number(row.due_at) },
    ...{ onLeadClock: row.on_lead_clock, body: row.body },
  });

  return {
    pool,
    /** A number that rises for ever, over restarts too. */
    nextId(): number {
      lastId = Math.max(lastId + 1, Date.now() * 1000);
      return lastId;
    },
    /** Writes the change together with whatever else is waiting; throws where the database refuses it. */
    commit(change: Change): Promise<void> {
      return new Promise((resolve, reject) => {
        waiting.push({ change, resolve, reject });
        void drain();
      });
    },
    /** Told of every task once it is kept. */
    onTasks: (listener: (tasks: Task[]) => void) => void listeners.push(listener),
    async find<T extends object>(kind: string, id: string): Promise<T | null> {
      const { rows } = await pool.query({ name: 'find', text: 'SELECT body FROM thing WHERE kind = $1 AND id = $2', values: [kind, id] });
      return rows[0]?.body ?? null;
    },
    async findMany<T extends object>(kind: string, ids: string[]): Promise<T[]> {
      const text = 'SELECT body FROM thing WHERE kind = $1 AND id = ANY($2)';
      return (await pool.query({ name: 'find-many', text, values: [kind, ids] })).rows.map((row) => row.body);
    },
    async findByKey<T extends object>(kind: string, key: string, limit = 50): Promise<T[]> {
      const text = 'SELECT body FROM thing WHERE kind = $1 AND key = $2 ORDER BY at DESC LIMIT $3';
      return (await pool.query({ name: 'find-by-key', text, values: [kind, key, limit] })).rows.map((row) => row.body);
    },
    /** Newest first. */
    async list(
      kind: string,
      { phone, limit = 100, offset = 0 }: { phone?: string; limit?: number; offset?: number } = {},
    ): Promise<Thing[]> {
      const text = `SELECT * FROM thing WHERE kind = $1 ${phone ? 'AND phone = $4' : ''} ORDER BY at DESC, id DESC LIMIT $2 OFFSET $3`;
      const { rows } = await pool.query<ThingRow>(text, phone ? [kind, limit, offset, phone] : [kind, limit, offset]);
      return rows.map(toThing);
    },
    async tasksDue(before: number): Promise<Task[]> {
      return (await pool.query<TaskRow>('SELECT * FROM task WHERE due_at <= $1 ORDER BY due_at LIMIT 50000', [before])).rows.map(toTask);
    },
    async tasksOf(phone: string | null): Promise<Task[]> {
      const text = `SELECT * FROM task WHERE $1::text IS NULL OR phone = $1 ORDER BY due_at LIMIT 1000`;
      return (await pool.query<TaskRow>(text, [phone])).rows.map(toTask);
    },
    async wipe(): Promise<void> {
      await pool.query('TRUNCATE thing, task, slot');
    },
    async close(): Promise<void> {
      while (isWriting || waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await pool.end();
    },
  };
}
