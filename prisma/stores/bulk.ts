import { type BulkResult, type BulkStatus, type BulkVerb, isNoted } from '#domain/bulk.ts';
import { type Db, Prisma, type Tx } from '../client.ts';
import { doToLeads } from './bulk-deeds.ts';
import { type LeadFilter, leadConditions } from './lead-filter.ts';

/** A bulk action as its page shows it. */
export type BulkView = {
  id: string;
  verb: BulkVerb;
  tag: string | null;
  note: string | null;
  /** Whom the leads are given to, null for nobody; only `assign` has it. */
  ownerId: string | null;
  /** The list's address where everything it showed was meant; empty for leads that were picked one by one. */
  filter: string;
  status: BulkStatus;
  total: number;
  done: number;
  skipped: number;
  createdById: string;
  createdAt: string;
  finishedAt: string | null;
};

/** Which leads are meant: picked ones, all that a filter finds, or those that an earlier action changed. */
export type Meant = { ids: readonly string[] } | { filter: LeadFilter; address: string } | { changedBy: string };

const COLUMNS = Prisma.raw(
  'id, verb, tag, note, owner_id AS "ownerId", filter, status, total, done, skipped, created_by_id AS "createdById", created_at AS "createdAt", finished_at AS "finishedAt"',
);
type Row = Omit<BulkView, 'createdAt' | 'finishedAt'> & { createdAt: Date; finishedAt: Date | null };
const viewOf = (row: Row): BulkView => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

async function meant(tx: Tx, clientId: string, which: Meant): Promise<Prisma.Sql> {
  if ('ids' in which) return Prisma.sql`SELECT l.id FROM lead l WHERE l.client_id = ${clientId}::uuid AND l.id = ANY(${which.ids}::uuid[])`;
  if ('changedBy' in which)
    return Prisma.sql`SELECT lead_id FROM bulk_job_lead WHERE client_id = ${clientId}::uuid AND job_id = ${which.changedBy}::uuid AND result = 'done'`;
  return Prisma.sql`SELECT l.id FROM lead l WHERE ${Prisma.join((await leadConditions(tx, clientId, which.filter)).where, ' AND ')}`;
}

/** Notes what is to be done to whom, exactly; nothing is done yet. Null when nobody is meant. Drafts that nobody confirmed go after a day. */
export async function draftBulk(
  tx: Tx,
  clientId: string,
  { verb, userId, tag = null, which }: { verb: BulkVerb; userId: string; tag?: string | null; which: Meant },
): Promise<string | null> {
  await tx.$executeRaw`SET LOCAL statement_timeout = '100s'`; // one statement over every lead of a large client
  await tx.$executeRaw`DELETE FROM bulk_job WHERE client_id = ${clientId}::uuid AND status = 'draft' AND created_at < now() - interval '1 day'`;
  const filter = 'address' in which ? which.address : '';
  const { id } = await tx.bulkJob.create({ data: { clientId, verb, tag, filter, createdById: userId } });
  const total = await tx.$executeRaw`
    INSERT INTO bulk_job_lead (client_id, job_id, lead_id) SELECT ${clientId}::uuid, ${id}::uuid, m.id FROM (${await meant(tx, clientId, which)}) m(id)`;
  if (total > 0) await tx.bulkJob.update({ where: { clientId_id: { clientId, id } }, data: { total } });
  else await tx.bulkJob.delete({ where: { clientId_id: { clientId, id } } });
  return total > 0 ? id : null;
}

/** One action, null when this client has none of that id. */
export async function findBulk(tx: Tx, clientId: string, id: string): Promise<BulkView | null> {
  const [row] = await tx.$queryRaw<Row[]>`SELECT ${COLUMNS} FROM bulk_job WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid`;
  return row ? viewOf(row) : null;
}

/** The newest actions that were begun. */
export async function latestBulk(tx: Tx, clientId: string, limit = 50): Promise<BulkView[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT ${COLUMNS} FROM bulk_job WHERE client_id = ${clientId}::uuid AND status <> 'draft' ORDER BY created_at DESC LIMIT ${limit}`;
  return rows.map(viewOf);
}

/** Begins a draft, once. False when it was begun before or is not there. */
export async function startBulk(
  tx: Tx,
  clientId: string,
  id: string,
  given: { tag?: string; note?: string; ownerId?: string } = {},
): Promise<boolean> {
  const started = await tx.$executeRaw`
    UPDATE bulk_job SET status = 'running', tag = coalesce(${given.tag ?? null}, tag), note = coalesce(${given.note ?? null}, note),
      owner_id = ${given.ownerId ?? null}::uuid
    WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid AND status = 'draft'`;
  return started > 0;
}

/** Ends an action where it stands; what was done stays done. */
export async function cancelBulk(tx: Tx, clientId: string, id: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE bulk_job SET status = 'cancelled', finished_at = clock_timestamp()
    WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid AND status IN ('draft', 'running')`;
}

/** Leads that were left as they were, and why, behind the given one. */
export async function bulkSkipped(tx: Tx, clientId: string, jobId: string, after: string | null, limit: number) {
  return tx.$queryRaw<{ id: string; result: BulkResult; name: string; phone: string | null }[]>`
    SELECT b.lead_id AS id, b.result, coalesce(concat_ws(' ', l.first_name, l.last_name), '') AS name, l.phone
    FROM bulk_job_lead b LEFT JOIN lead l ON l.client_id = b.client_id AND l.id = b.lead_id
    WHERE b.client_id = ${clientId}::uuid AND b.job_id = ${jobId}::uuid AND b.result <> 'done' AND (${after}::uuid IS NULL OR b.lead_id > ${after}::uuid)
    ORDER BY b.lead_id LIMIT ${limit}`;
}

/** How many leads are taken in hand at once: of those that go by one statement, and of those that go one by one. */
const CHUNK = { together: 1_000, singly: 25 };
/** A runner that was not heard of for so long is gone, and another may go on. */
const SILENCE_SECONDS = 20;

/**
 * Does the next few leads of a running action. Every deed may be repeated without harm, so an action that was cut short goes on where its
 * results end. `rest`: nothing more to do here, or somebody else is at it.
 */
export async function runBulkChunk(
  db: Db,
  { clientId, id, runner }: { clientId: string; id: string; runner: string },
): Promise<'more' | 'rest'> {
  const work = await db.withClient(clientId, async (tx) => {
    const [job] = await tx.$queryRaw<Row[]>`
      UPDATE bulk_job SET runner = ${runner}::uuid, touched_at = clock_timestamp()
      WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid AND status = 'running'
        AND (runner IS NULL OR runner = ${runner}::uuid OR touched_at < clock_timestamp() - make_interval(secs => ${SILENCE_SECONDS}))
      RETURNING ${COLUMNS}`;
    if (!job) return null;
    const count = isNoted(job.verb) ? CHUNK.together : CHUNK.singly;
    const leads = await tx.$queryRaw<{ id: string }[]>`
      SELECT lead_id AS id FROM bulk_job_lead WHERE client_id = ${clientId}::uuid AND job_id = ${id}::uuid AND result IS NULL ORDER BY lead_id LIMIT ${count}`;
    return { job, ids: leads.map((lead) => lead.id) };
  });
  if (!work) return 'rest';
  const { job, ids } = work;
  const results = ids.length > 0 ? await doToLeads(db, { ...job, clientId, userId: job.createdById }, ids) : new Map<string, BulkResult>();
  const said = ids.map((lead) => results.get(lead) ?? 'missing');
  await db.withClient(clientId, async (tx) => {
    await tx.$executeRaw`
      UPDATE bulk_job_lead b SET result = r.result FROM unnest(${ids}::uuid[], ${said}::text[]) AS r(id, result)
      WHERE b.client_id = ${clientId}::uuid AND b.job_id = ${id}::uuid AND b.lead_id = r.id AND b.result IS NULL`;
    const done = said.filter((result) => result === 'done').length;
    await tx.$executeRaw`
      UPDATE bulk_job SET done = done + ${done}, skipped = skipped + ${said.length - done}, touched_at = clock_timestamp(),
        status = CASE WHEN status = 'running' AND ${ids.length === 0} THEN 'completed' ELSE status END,
        finished_at = CASE WHEN status = 'running' AND ${ids.length === 0} THEN clock_timestamp() ELSE finished_at END
      WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid`;
  });
  return ids.length > 0 ? 'more' : 'rest';
}
