import { z } from 'zod';
import { notFound, ok, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';

/** What staff may do to a rehearsal that nobody can do to the real world: move its clock. */
export const rehearsalRoutes = ({ rehearsals }: ApiDeps): Route[] => [
  route('POST /rehearsals/leads/:id/fast-forward', {
    access: 'rehearsals.drive',
    body: z.strictObject({ to: z.enum(['next', 'end']).default('next') }),
    handle: async ({ caller, id, body }) => {
      const answer = await rehearsals.fastForward({ clientId: caller.clientId, leadId: id, to: body.to });
      switch (answer.kind) {
        case 'missing':
          return notFound();
        case 'not-a-rehearsal':
          return refused(409, 'not_a_rehearsal', 'Only a rehearsed lead has a clock that can be moved.');
        case 'busy':
          return refused(409, 'busy', 'Something about this lead is under way; try again in a moment.', { with: answer.with });
        case 'moved':
        case 'nothing-ahead':
          return ok({ steps: answer.kind === 'moved' ? answer.steps : 0, leadNow: answer.leadNow, phase: answer.phase });
        default:
          return answer satisfies never;
      }
    },
  }),
  route('POST /rehearsals/months/close', {
    access: 'rehearsals.drive',
    body: z.strictObject({ asOf: z.iso.datetime({ offset: true }) }),
    handle: async ({ caller, body }) =>
      ok(await rehearsals.closeMonth({ clientId: caller.clientId, asOf: new Date(body.asOf).toISOString() })),
  }),
];
