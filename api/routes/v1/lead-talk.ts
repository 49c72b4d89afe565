import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { created, notFound, nothing, ok, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Caller, type Route, route } from '#api/route.ts';
import { may } from '#auth/permissions.ts';
import { addComment, type CommentSaved, editComment, LONGEST_COMMENT, listComments, turnComment } from '#stores/comments.ts';
import { markHandled, markUnhandled } from '#stores/replies.ts';

const Written = z.strictObject({ body: z.string().trim().min(1).max(LONGEST_COMMENT) });

/** What people do about what a lead wrote, and what they write to each other about it. */
export const leadTalkRoutes = ({ db }: ApiDeps): Route[] => [
  route('GET /leads/:id/comments', {
    access: 'leads.read',
    handle: async ({ caller: { clientId }, id }) => {
      const comments = await db.withClient(clientId, (tx) => listComments(tx, clientId, id));
      return comments ? ok({ data: comments }) : notFound();
    },
  }),
  route('POST /leads/:id/comments', {
    access: 'leads.write',
    body: Written,
    handle: async ({ caller: { clientId, user }, id, body: { body } }) => {
      const comment = { id: randomUUID(), leadId: id, authorId: user.id, body };
      const added = await db.withClient(clientId, (tx) => addComment(tx, clientId, comment));
      return added ? created(added) : notFound();
    },
  }),
  route('PUT /comments/:id', {
    access: 'leads.write',
    body: Written,
    handle: async ({ caller, id, body: { body } }) => {
      const saved = await db.withClient(caller.clientId, (tx) => editComment(tx, whoIs(caller), id, body));
      return saved.kind === 'ok' ? ok(saved.comment) : notSaved(saved);
    },
  }),
  route('DELETE /comments/:id', {
    access: 'leads.write',
    handle: async ({ caller, id }) => {
      const saved = await db.withClient(caller.clientId, (tx) => turnComment(tx, whoIs(caller), id, 'delete'));
      return saved.kind === 'ok' ? nothing() : notSaved(saved);
    },
  }),
  route('POST /leads/:id/replies/:replyId/handled', {
    access: 'leads.write',
    handle: async ({ caller: { clientId, user }, id, params }) => {
      const reply = { clientId, leadId: id, messageId: params['replyId'] ?? '', userId: user.id };
      const handled = await db.withClient(clientId, (tx) => markHandled(tx, reply));
      return handled ? ok(handled) : notFound();
    },
  }),
  route('DELETE /leads/:id/replies/:replyId/handled', {
    access: 'leads.write',
    handle: async ({ caller: { clientId }, id, params }) => {
      const reply = { clientId, leadId: id, messageId: params['replyId'] ?? '' };
      const waiting = await db.withClient(clientId, (tx) => markUnhandled(tx, reply));
      return waiting ? ok(waiting) : notFound();
    },
  }),
];

const whoIs = ({ clientId, user, role }: Caller) => ({ clientId, userId: user.id, mayManage: may(role, 'comments.manage') });

const notSaved = ({ kind }: Exclude<CommentSaved, { kind: 'ok' }>) =>
  kind === 'missing' ? notFound() : refused(403, 'not_yours', 'Somebody else wrote this comment.');
