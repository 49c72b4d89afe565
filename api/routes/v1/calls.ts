import { z } from 'zod';
import { many, notFound, ok, pageOf, paging, since } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { CALL_OUTCOMES, CALL_STATUSES, MODES } from '#domain/lead.ts';
import { findCall, listCalls, transcriptOf } from '#stores/history.ts';

const { page, pageSize } = paging;
const ListQuery = z.strictObject({
  page,
  pageSize,
  leadId: z.uuid().optional(),
  campaignId: z.uuid().optional(),
  mode: z.enum(MODES).optional(),
  direction: z.enum(['outbound', 'inbound', 'web']).optional(),
  status: many(z.enum(CALL_STATUSES)),
  outcome: many(z.enum(CALL_OUTCOMES)),
  from: since.optional(),
  to: since.optional(),
});

/** Calls and what was said in them. */
export const callRoutes = ({ db }: ApiDeps): Route[] => [
  route('GET /calls', {
    access: 'calls.read',
    query: ListQuery,
    handle: async ({ caller, query }) => {
      const { data, total } = await db.withClient(caller.clientId, (tx) => listCalls(tx, caller.clientId, query));
      return ok(pageOf(data, query, total));
    },
  }),
  route('GET /calls/:id', {
    access: 'calls.read',
    handle: async ({ caller, id }) => {
      const call = await db.withClient(caller.clientId, (tx) => findCall(tx, caller.clientId, id));
      return call ? ok(call) : notFound();
    },
  }),
  route('GET /calls/:id/transcript', {
    access: 'calls.read',
    handle: async ({ caller, id }) => {
      const lines = await db.withClient(caller.clientId, (tx) => transcriptOf(tx, caller.clientId, id));
      return lines ? ok({ callId: id, lines }) : notFound();
    },
  }),
];
