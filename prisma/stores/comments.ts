import type { Tx } from '../client.ts';
import { tellPages } from './tell-pages.ts';

/** What a colleague wrote about a lead; times are on the lead's clock. */
export type Comment = { id: string; leadId: string; authorId: string; body: string; createdAt: Date; editedAt: Date | null };
/** Whose deed it is; `mayManage`: also on what others wrote. */
type Who = { clientId: string; userId: string; mayManage: boolean };
export type CommentSaved = { kind: 'ok'; comment: Comment } | { kind: 'missing' } | { kind: 'not-yours' };

export const LONGEST_COMMENT = 4_000;

const columns = `id, lead_id AS "leadId", author_id AS "authorId", body, created_at AS "createdAt", edited_at AS "editedAt"`;

/** Comments on a lead, newest first; null without such a lead. */
export async function listComments(tx: Tx, clientId: string, leadId: string): Promise<Comment[] | null> {
  if ((await tx.lead.count({ where: { clientId, id: leadId } })) === 0) return null;
  return tx.$queryRawUnsafe<Comment[]>(
    `SELECT ${columns} FROM comment WHERE client_id = $1::uuid AND lead_id = $2::uuid AND deleted_at IS NULL ORDER BY created_at DESC, id LIMIT 500`,
    clientId,
    leadId,
  );
}

/** Adds a comment; the same id a second time adds nothing. Null without such a lead. */
export async function addComment(
  tx: Tx,
  clientId: string,
  { id, leadId, authorId, body }: Pick<Comment, 'id' | 'leadId' | 'authorId' | 'body'>,
): Promise<Comment | null> {
  const added = await tx.$executeRaw`
    INSERT INTO comment (client_id, id, lead_id, author_id, body, created_at)
    SELECT client_id, ${id}::uuid, id, ${authorId}::uuid, ${body}, clock_timestamp() + clock_offset * interval '1 millisecond'
    FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid
    ON CONFLICT DO NOTHING`;
  if (added > 0) await tellPages(tx, clientId, leadId);
  const comment = await findComment(tx, clientId, id);
  return comment?.leadId === leadId ? comment : null;
}

/** Writes a comment anew: its author alone may. */
export function editComment(tx: Tx, { mayManage: _, ...who }: Who, id: string, body: string): Promise<CommentSaved> {
  return change(tx, { ...who, mayManage: false }, id, async (comment) => {
    if (comment.isDeleted) return false;
    await tx.$executeRaw`
      UPDATE comment SET body = ${body}, edited_at = clock_timestamp() + l.clock_offset * interval '1 millisecond' FROM lead l
      WHERE comment.client_id = ${who.clientId}::uuid AND comment.id = ${id}::uuid AND l.client_id = comment.client_id AND l.id = comment.lead_id
        AND comment.body <> ${body}`;
    return true;
  });
}

/** Takes a comment away, or brings it back: its author, or whoever manages those of others. Doing it again changes nothing. */
export const turnComment = (tx: Tx, who: Who, id: string, deed: 'delete' | 'restore'): Promise<CommentSaved> =>
  change(tx, who, id, async () => {
    await tx.$executeRaw`
      UPDATE comment SET deleted_at = CASE WHEN ${deed === 'delete'} THEN coalesce(deleted_at, clock_timestamp()) END
      WHERE client_id = ${who.clientId}::uuid AND id = ${id}::uuid`;
    return true;
  });

type Standing = Comment & { isDeleted: boolean };

async function change(tx: Tx, who: Who, id: string, work: (comment: Standing) => Promise<boolean>): Promise<CommentSaved> {
  const [comment] = await tx.$queryRawUnsafe<Standing[]>(
    `SELECT ${columns}, deleted_at IS NOT NULL AS "isDeleted" FROM comment WHERE client_id = $1::uuid AND id = $2::uuid FOR UPDATE`,
    who.clientId,
    id,
  );
  if (!comment) return { kind: 'missing' };
  if (comment.authorId !== who.userId && !who.mayManage) return comment.isDeleted ? { kind: 'missing' } : { kind: 'not-yours' };
  if (!(await work(comment))) return { kind: 'missing' };
  await tellPages(tx, who.clientId, comment.leadId);
  return { kind: 'ok', comment: (await findComment(tx, who.clientId, id)) ?? comment };
}

async function findComment(tx: Tx, clientId: string, id: string): Promise<Comment | null> {
  const [row] = await tx.$queryRawUnsafe<Comment[]>(
    `SELECT ${columns} FROM comment WHERE client_id = $1::uuid AND id = $2::uuid`,
    clientId,
    id,
  );
  return row ?? null;
}
