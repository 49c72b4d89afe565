import { z } from 'zod';
import { many, ok, pageOf, paging, since } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { MODES } from '#domain/lead.ts';
import { listMessages } from '#stores/history.ts';

const { page, pageSize } = paging;
const ListQuery = z.strictObject({
  page,
  pageSize,
  leadId: z.uuid().optional(),
  campaignId: z.uuid().optional(),
  mode: z.enum(MODES).optional(),
  channel: many(z.enum(['sms', 'email', 'chat'])),
  direction: z.enum(['outbound', 'inbound']).optional(),
  kind: many(z.string().max(50)),
  status: many(z.string().max(50)),
  from: since.optional(),
  to: since.optional(),
});

/** Texts and mails, those to come included. */
export const messageRoutes = ({ db }: ApiDeps): Route[] => [
  route('GET /messages', {
    access: 'messages.read',
    query: ListQuery,
    handle: async ({ caller, query }) => {
      const { data, total } = await db.withClient(caller.clientId, (tx) => listMessages(tx, caller.clientId, query));
      return ok(pageOf(data, query, total));
    },
  }),
];
