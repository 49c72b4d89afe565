import { randomUUID } from 'node:crypto';
import type { Tx } from '#prisma/client.ts';
import { addComment, type CommentSaved, editComment, LONGEST_COMMENT, turnComment } from '#stores/comments.ts';
import type { KeptAnswer } from './lead-keep.server.ts';
import { idOf, notFound } from './member.server.ts';

/** What people do with comments on a lead's page. */
export const COMMENT_VERBS = ['comment', 'comment-edit', 'comment-delete', 'comment-restore'] as const;
export type CommentVerb = (typeof COMMENT_VERBS)[number];

/** `nextKey`: the comment is written, and the next is another one. */
export type CommentAnswer = KeptAnswer & { nextKey?: string };
type Ask = {
  read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  clientId: string;
  leadId: string;
  userId: string;
  /** Whether comments of others may be taken away. */
  mayManage: boolean;
};

/** Writes, changes, takes away or brings back a comment. The form's `comment` is its id, chosen with the form: sent twice, it is one comment. */
export async function keepComment(verb: CommentVerb, form: FormData, { read, leadId, ...who }: Ask): Promise<CommentAnswer> {
  const id = idOf(String(form.get('comment') ?? ''));
  const body = String(form.get('body') ?? '')
    .replaceAll('\r\n', '\n')
    .trim();
  if (verb === 'comment' || verb === 'comment-edit') {
    if (body === '') return { kind: 'refused', text: 'Write what colleagues should know.' };
    if (body.length > LONGEST_COMMENT) return { kind: 'refused', text: 'At most 4,000 characters.' };
  }
  switch (verb) {
    case 'comment': {
      const added = await read((tx) => addComment(tx, who.clientId, { id, leadId, authorId: who.userId, body }));
      if (!added) throw notFound();
      return { kind: 'ok', text: 'Comment added.', undo: { verb: 'comment-delete', comment: id }, nextKey: randomUUID() };
    }
    case 'comment-edit':
      return said(await read((tx) => editComment(tx, who, id, body)), 'Comment changed.');
    case 'comment-delete': {
      const undo = { verb: 'comment-restore', comment: id };
      return said(await read((tx) => turnComment(tx, who, id, 'delete')), 'Comment deleted.', undo);
    }
    case 'comment-restore':
      return said(await read((tx) => turnComment(tx, who, id, 'restore')), 'The comment is back.');
    default:
      return verb satisfies never;
  }
}

function said(saved: CommentSaved, text: string, undo?: Record<string, string>): CommentAnswer {
  if (saved.kind === 'ok') return { kind: 'ok', text, ...(undo && { undo }) };
  return saved.kind === 'missing'
    ? { kind: 'refused', text: 'That comment is not there any more. Nothing was changed.' }
    : { kind: 'refused', text: 'Somebody else wrote that comment. Nothing was changed.' };
}
