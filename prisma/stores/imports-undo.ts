import type { Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { announceCampaign } from './campaigns.ts';
import { tellImport } from './imports-rows.ts';

/** What taking an import back would do: leads it removes, and those it leaves, by why. */
export type Undoing = {
  removes: number;
  leaves: { called: number; booked: number; written: number; changed: number };
  isRunning: boolean;
};
export type Undone = { kind: 'missing' } | { kind: 'running' } | ({ kind: 'ok' } & Pick<Undoing, 'removes' | 'leaves'>);

type Target = { campaignId: string; mode: Mode; isRunning: boolean; isActive: boolean };

async function targetOf(tx: Tx, clientId: string, importId: string): Promise<Target | null> {
  const [row] = await tx.$queryRaw<Target[]>`
    SELECT j.campaign_id AS "campaignId", c.mode, j.status IN ('pending', 'running') AS "isRunning", c.status = 'active' AS "isActive"
    FROM import_job j JOIN campaign c ON c.client_id = j.client_id AND c.id = j.campaign_id
    WHERE j.client_id = ${clientId}::uuid AND j.id = ${importId}::uuid AND NOT j.dry_run`;
  return row ?? null;
}

const of = (table: string) => Prisma.raw(`EXISTS (SELECT 1 FROM ${table} t WHERE t.client_id = l.client_id AND t.lead_id = l.id)`);
const CALLED = Prisma.sql`(l.dials > 0 OR l.calling_id IS NOT NULL OR ${of('call')})`;
/** Nothing has happened to it since it was imported: not even a fact its workflow would have to be told. */
const UNTOUCHED = Prisma.sql`l.seq = 0 AND NOT ${CALLED} AND NOT ${of('appointment')} AND NOT ${of('message')}`;
const mine = (clientId: string, importId: string, { campaignId }: Target) =>
  Prisma.sql`l.client_id = ${clientId}::uuid AND l.campaign_id = ${campaignId}::uuid AND l.import_job_id = ${importId}::uuid`;

async function count(tx: Tx, clientId: string, importId: string, target: Target): Promise<Undoing> {
  const [row] = await tx.$queryRaw<{ removes: number; called: number; booked: number; written: number; changed: number }[]>`
    SELECT count(*) FILTER (WHERE why = 'none')::int AS removes, count(*) FILTER (WHERE why = 'called')::int AS called,
      count(*) FILTER (WHERE why = 'booked')::int AS booked, count(*) FILTER (WHERE why = 'written')::int AS written,
      count(*) FILTER (WHERE why = 'changed')::int AS changed
    FROM (SELECT CASE WHEN ${UNTOUCHED} THEN 'none' WHEN ${CALLED} THEN 'called' WHEN ${of('appointment')} THEN 'booked'
                      WHEN ${of('message')} THEN 'written' ELSE 'changed' END AS why
          FROM lead l WHERE ${mine(clientId, importId, target)}) each`;
  const { removes = 0, called = 0, booked = 0, written = 0, changed = 0 } = row ?? {};
  return { removes, leaves: { called, booked, written, changed }, isRunning: target.isRunning };
}

/** What `undoImport` would do now; null when this client has no such import. */
export async function undoingOf(tx: Tx, clientId: string, importId: string): Promise<Undoing | null> {
  const target = await targetOf(tx, clientId, importId);
  return target && count(tx, clientId, importId, target);
}

/**
 * Removes exactly the leads of an import that were neither dialled nor written to nor booked nor changed since. Their rows are held before
 * they are looked at, so that a dial permitted meanwhile keeps its lead. Repeating it removes nothing more.
 */
export async function undoImport(tx: Tx, clientId: string, importId: string): Promise<Undone> {
  const target = await targetOf(tx, clientId, importId);
  if (!target) return { kind: 'missing' };
  if (target.isRunning) return { kind: 'running' };
  const { campaignId, mode } = target;
  await tx.$executeRaw`SET LOCAL statement_timeout = '100s'`; // one statement over every lead of a large import
  await tx.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(${`campaign ${campaignId}`}, 11))) held`;
  await tx.$executeRaw`
    SELECT count(*) FROM (SELECT 1 FROM lead l WHERE ${mine(clientId, importId, target)} AND l.seq = 0 AND l.dials = 0 FOR UPDATE) held`;
  const removes = await tx.$executeRaw`DELETE FROM lead l WHERE ${mine(clientId, importId, target)} AND ${UNTOUCHED}`;
  const { leaves } = await count(tx, clientId, importId, target);
  if (removes > 0) {
    await tellImport(tx, clientId, importId, { mode, type: 'import.undone', payload: { campaignId, removed: removes } });
    if (target.isActive) await announceCampaign(tx, { clientId, campaignId, type: 'campaign.woken', payload: { reason: 'import undone' } });
  }
  return { kind: 'ok', removes, leaves };
}
