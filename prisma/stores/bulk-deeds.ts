import { type BulkResult, type BulkVerb, isNoted } from '#domain/bulk.ts';
import type { Db, Tx } from '../client.ts';
import { isMember } from './accounts.ts';
import { callNext } from './call-next.ts';
import { deleteLead } from './leads.ts';
import { markDnc } from './opt-outs.ts';
import { tellPages } from './tell-pages.ts';

export type Deed = { clientId: string; verb: BulkVerb; tag: string | null; note: string | null; ownerId: string | null; userId: string };
type Results = Map<string, BulkResult>;

const MOST_TAGS = 50;

/** Puts a tag on leads or takes it off, in one statement. */
async function moveTag(tx: Tx, { clientId, verb, tag }: Deed, ids: readonly string[]): Promise<Results> {
  const rows = await tx.$queryRaw<{ id: string; full: boolean; moved: boolean }[]>`
    WITH meant AS (
      SELECT id, cardinality(tags) >= ${MOST_TAGS} AS full, ${tag} = ANY(tags) AS has FROM lead WHERE client_id = ${clientId}::uuid AND id = ANY(${ids}::uuid[])
      ORDER BY id FOR UPDATE),
    moved AS (
      UPDATE lead l SET tags = CASE WHEN ${verb === 'tag'} THEN l.tags || ${tag}::text ELSE array_remove(l.tags, ${tag}) END, updated_at = now()
      FROM meant m WHERE l.client_id = ${clientId}::uuid AND l.id = m.id AND m.has <> ${verb === 'tag'} AND NOT (${verb === 'tag'} AND m.full) RETURNING l.id)
    SELECT m.id, m.full AND NOT m.has AS full, moved.id IS NOT NULL AS moved FROM meant m LEFT JOIN moved ON moved.id = m.id`;
  await tellOfMoved(tx, clientId, rows);
  return new Map(rows.map(({ id, full, moved }) => [id, moved ? 'done' : full && verb === 'tag' ? 'too_many_tags' : 'already']));
}

/** Gives leads to one of the client's people, or to nobody, in one statement. */
async function moveOwner(tx: Tx, { clientId, ownerId }: Deed, ids: readonly string[]): Promise<Results> {
  if (ownerId && !(await isMember(tx, clientId, ownerId))) return new Map(ids.map((id) => [id, 'unknown_member']));
  const rows = await tx.$queryRaw<{ id: string; moved: boolean }[]>`
    WITH meant AS (
      SELECT id, assigned_to_id FROM lead WHERE client_id = ${clientId}::uuid AND id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE),
    moved AS (
      UPDATE lead l SET assigned_to_id = ${ownerId}::uuid, updated_at = now()
      FROM meant m WHERE l.client_id = ${clientId}::uuid AND l.id = m.id AND m.assigned_to_id IS DISTINCT FROM ${ownerId}::uuid RETURNING l.id)
    SELECT m.id, moved.id IS NOT NULL AS moved FROM meant m LEFT JOIN moved ON moved.id = m.id`;
  await tellOfMoved(tx, clientId, rows);
  return new Map(rows.map(({ id, moved }) => [id, moved ? 'done' : 'already']));
}

/** One piece of news for them all: pages read whole lists, and a thousand leads would be a thousand rows. */
async function tellOfMoved(tx: Tx, clientId: string, rows: readonly { id: string; moved: boolean }[]): Promise<void> {
  const first = rows.find(({ moved }) => moved);
  if (first) await tellPages(tx, clientId, first.id);
}

/** One lead, by the store that does it to a single one: its own transaction, so that no two leads are ever locked at once. */
async function one(db: Db, { clientId, verb, note, userId }: Deed, id: string): Promise<BulkResult> {
  switch (verb) {
    case 'call':
      return db.withClient(clientId, (tx) => callNext(tx, clientId, id));
    case 'delete': {
      const { kind } = await db.withClient(clientId, (tx) => deleteLead(tx, clientId, id));
      return kind === 'ok' ? 'done' : kind;
    }
    case 'dnc': {
      const { kind } = await markDnc(db, { clientId, leadId: id, reason: 'manual', userId, ...(note ? { note } : {}) });
      return kind === 'ok' ? 'done' : 'missing';
    }
    default:
      throw new Error(`“${verb}” is not done lead by lead.`);
  }
}

/** Does it to these leads and says what came of it for each; whoever is not in the answer is no longer there. */
export async function doToLeads(db: Db, deed: Deed, ids: readonly string[]): Promise<Results> {
  if (isNoted(deed.verb)) return db.withClient(deed.clientId, (tx) => (deed.verb === 'assign' ? moveOwner : moveTag)(tx, deed, ids));
  const results: Results = new Map();
  for (const id of ids) results.set(id, await one(db, deed, id));
  return results;
}
