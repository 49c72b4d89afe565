import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { periodOf } from '#domain/period.ts';
import { type Db, Prisma, type Tx } from '#prisma/client.ts';
import { root } from '#scripts/lib/paths.mjs';
import { callPage } from '#stores/views-calls.ts';
import { needsPerson } from '#stores/views-needs.ts';
import { callsByDay, headlines, showsByWeek } from '#stores/views-overview.ts';
import { type Ask, runAsk } from './lists-asks.ts';

const ZONE = 'America/New_York';
const FOLDER = path.join(root, 'bench', 'plans');

/** A transaction that also explains every query it is asked. */
function explaining(tx: Tx, plans: string[]): Tx {
  const queryRaw = async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
    const sql = 'strings' in query ? query : Prisma.sql(query as TemplateStringsArray, ...values);
    const lines = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>(Prisma.sql`EXPLAIN (ANALYZE, BUFFERS) ${sql}`);
    plans.push([sql.sql.replace(/\s+/g, ' ').trim(), '', ...lines.map((line) => line['QUERY PLAN'])].join('\n'));
    return tx.$queryRaw(sql);
  };
  return new Proxy(tx, { get: (target, name) => (name === '$queryRaw' ? queryRaw : Reflect.get(target, name)) });
}

/** Runs what each page asks of Postgres as the app does, below row-level security, and keeps the plans as text. */
export async function savePlans(db: Db, clientId: string, asks: readonly Ask[]): Promise<void> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  for (const ask of asks) {
    const plans: string[] = [];
    await db.withClient(clientId, async (tx) => {
      const told = explaining(tx, plans);
      if (ask.filter) return void (await runAsk(told, clientId, ask));
      const period = periodOf({ period: '7d' }, { zone: ZONE, now: new Date().toISOString() });
      const last = periodOf({ period: 'today' }, { zone: ZONE, now: new Date().toISOString() }).from;
      await headlines(told, clientId, 'rehearsal', period);
      await callsByDay(told, clientId, { mode: 'rehearsal' }, { zone: ZONE, last, days: 14 });
      await showsByWeek(told, clientId, { mode: 'rehearsal' }, { zone: ZONE, last, weeks: 8 });
      const order = { column: 'created', direction: 'desc' } as const;
      await callPage(told, clientId, { filter: { mode: 'rehearsal' }, order, cursor: null, size: 10 });
      for (const mode of ['live', 'rehearsal'] as const) await needsPerson(told, clientId, mode);
    });
    const shown = plans.map((plan) => plan.replace(/('\{?[0-9a-f-]{36}[^']{200})[^']*'/g, "$1…'"));
    await writeFile(path.join(FOLDER, `${ask.name}.txt`), `${ask.path.replace(/[0-9a-f-]{36}/g, '<id>')}\n\n${shown.join('\n\n')}\n`);
  }
}
