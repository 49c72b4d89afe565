import { z } from 'zod';
import { ok, pageOf, paging } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { failedEvents, replayEvents } from '#stores/inbox-failed.ts';

const { page, pageSize } = paging;
const vendor = z.enum(['retell', 'calcom', 'stripe', 'twilio', 'sendgrid']);

/** Vendors' events that could not be taken in, over all clients: what a person looks at, mends the cause of, and replays. */
export const eventRoutes = ({ db }: ApiDeps): Route[] => [
  route('GET /admin/failed-events', {
    access: 'events.replay',
    query: z.strictObject({ page, pageSize, vendor: vendor.optional() }),
    handle: async ({ query }) => {
      const { data, total } = await db.asRelay(({ tx }) => failedEvents(tx, query));
      return ok(pageOf(data, query, total));
    },
  }),
  route('POST /admin/failed-events/replay', {
    access: 'events.replay',
    body: z.strictObject({
      ids: z
        .array(z.string().regex(/^\d{1,18}$/, 'must be the id of an event'))
        .min(1)
        .max(1_000)
        .optional(),
      vendor: vendor.optional(),
    }),
    handle: async ({ body, caller, log }) => {
      const replayed = await db.asRelay(({ tx }) => replayEvents(tx, body));
      log.info({ replayed, ...body, by: caller.user.id }, 'failed events are tried again');
      return ok({ replayed });
    },
  }),
];
