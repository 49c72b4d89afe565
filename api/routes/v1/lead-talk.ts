import { notFound, ok } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { markHandled, markUnhandled } from '#stores/replies.ts';

/** What people do about what a lead wrote. */
export const leadTalkRoutes = ({ db }: ApiDeps): Route[] => [
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
