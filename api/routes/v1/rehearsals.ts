import { z } from 'zod';
import { notFound, ok, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';

/** What staff may do to a rehearsal that nobody can do to the real world: move its clock. */
export const rehearsalRoutes = ({ db, rehearsals }: ApiDeps): Route[] => [
  route('POST /rehearsals/leads/:id/fast-forward', {
    access: 'rehearsals.drive',
    body: z.strictObject({ to: z.enum(['next', 'end']).default('next') }),
    handle: async ({ caller, id, body }) => {
      const { clientId } = caller;
      const lead = await db.withClient(clientId, (tx) =>
        tx.lead.findUnique({ where: { clientId_id: { clientId, id } }, select: { mode: true } }),
      );
      if (!lead) return notFound();
      if (lead.mode !== 'rehearsal') return refused(409, 'not_a_rehearsal', 'Only a rehearsed lead has a clock that can be moved.');
      return ok(await rehearsals.fastForward({ clientId, leadId: id, to: body.to }));
    },
  }),
  route('POST /rehearsals/months/close', {
    access: 'rehearsals.drive',
    body: z.strictObject({ asOf: z.iso.datetime({ offset: true }) }),
    handle: async ({ caller, body }) =>
      ok(await rehearsals.closeMonth({ clientId: caller.clientId, asOf: new Date(body.asOf).toISOString() })),
  }),
];
