import { z } from 'zod';
import { mayChangeView, maySeeView, strangeParts, type ViewAsker, viewQuery } from '#domain/lead-list.ts';
import { Prisma, type Tx } from '../client.ts';

/** A list of leads as somebody keeps it. `query` is that of the address `/leads`. */
export type SavedView = {
  id: string;
  name: string;
  query: string;
  isShared: boolean;
  createdById: string;
  createdAt: Date;
  updatedAt: Date;
};

const name = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .refine((text) => !/\p{Cc}/u.test(text), 'must be one line');
const query = z
  .string()
  .max(4_000)
  .transform((text, context) => {
    const params = new URLSearchParams(text);
    const strange = strangeParts(params);
    const kept = strange.length === 0 ? viewQuery(params) : null;
    if (kept !== null) return kept;
    context.addIssue({ code: 'custom', message: strange.length > 0 ? `cannot keep ${strange.join(', ')}` : 'is too long' });
    return z.NEVER;
  });

/** A view as people and programs may give it. */
export const NewView = z.strictObject({ name, query, isShared: z.boolean().default(false) });
export type NewView = z.output<typeof NewView>;
/** A change; what is left out stays. */
export const ViewChange = z.strictObject({ name: name.optional(), query: query.optional(), isShared: z.boolean().optional() });
export type ViewChange = z.output<typeof ViewChange>;

export type ViewSaved =
  | { kind: 'ok'; view: SavedView }
  | { kind: 'missing' }
  | { kind: 'not_yours' }
  | { kind: 'name_taken' }
  | { kind: 'too_many' };

const MOST = 50;
const COLUMNS = Prisma.raw(
  'id, name, query, is_shared AS "isShared", created_by_id AS "createdById", created_at AS "createdAt", updated_at AS "updatedAt"',
);

/** The views a person finds: their own and those shared with everybody of the client, the oldest first. */
export const savedViews = (tx: Tx, clientId: string, userId: string): Promise<SavedView[]> =>
  tx.$queryRaw<SavedView[]>`
    SELECT ${COLUMNS} FROM saved_view WHERE client_id = ${clientId}::uuid AND (created_by_id = ${userId}::uuid OR is_shared) ORDER BY created_at, id LIMIT 200`;

/** Keeps a view under a name that this person has not used yet. */
export async function createView(tx: Tx, clientId: string, userId: string, wanted: NewView): Promise<ViewSaved> {
  if ((await tx.savedView.count({ where: { clientId, createdById: userId } })) >= MOST) return { kind: 'too_many' };
  const [view] = await tx.$queryRaw<SavedView[]>`
    INSERT INTO saved_view (client_id, name, query, is_shared, created_by_id)
    VALUES (${clientId}::uuid, ${wanted.name}, ${wanted.query}, ${wanted.isShared}, ${userId}::uuid)
    ON CONFLICT (client_id, created_by_id, lower(name)) DO NOTHING RETURNING ${COLUMNS}`;
  return view ? { kind: 'ok', view } : { kind: 'name_taken' };
}

/** The view, under its lock, if this person may change it. */
async function own(
  tx: Tx,
  clientId: string,
  asker: ViewAsker,
  id: string,
): Promise<Exclude<ViewSaved, { kind: 'name_taken' | 'too_many' }>> {
  const [view] = await tx.$queryRaw<SavedView[]>`
    SELECT ${COLUMNS} FROM saved_view WHERE client_id = ${clientId}::uuid AND id = ${id}::uuid FOR UPDATE`;
  if (!view || !maySeeView(view, asker)) return { kind: 'missing' };
  return mayChangeView(view, asker) ? { kind: 'ok', view } : { kind: 'not_yours' };
}

/** Changes what is given of a view. */
export async function changeView(tx: Tx, clientId: string, asker: ViewAsker, id: string, change: ViewChange): Promise<ViewSaved> {
  const found = await own(tx, clientId, asker, id);
  if (found.kind !== 'ok') return found;
  const next = { ...found.view, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) };
  const [view] = await tx.$queryRaw<SavedView[]>`
    UPDATE saved_view v SET name = ${next.name}, query = ${next.query}, is_shared = ${next.isShared}, updated_at = now()
    WHERE v.client_id = ${clientId}::uuid AND v.id = ${id}::uuid AND NOT EXISTS (
      SELECT 1 FROM saved_view o WHERE o.client_id = v.client_id AND o.created_by_id = v.created_by_id AND lower(o.name) = lower(${next.name}) AND o.id <> v.id)
    RETURNING ${COLUMNS}`;
  return view ? { kind: 'ok', view } : { kind: 'name_taken' };
}

/** Forgets a view; the leads it showed stay as they are. */
export async function deleteView(tx: Tx, clientId: string, asker: ViewAsker, id: string): Promise<ViewSaved> {
  const found = await own(tx, clientId, asker, id);
  if (found.kind === 'ok') await tx.savedView.delete({ where: { clientId_id: { clientId, id } } });
  return found;
}
