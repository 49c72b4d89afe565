import { z } from 'zod';
import { type Answer, accepted, notFound, ok, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Caller, type Route, route } from '#api/route.ts';
import { BULK_RIGHTS } from '#auth/bulk-rights.ts';
import { may } from '#auth/permissions.ts';
import { BULK_VERBS, bulkLacks } from '#domain/bulk.ts';
import { refusalWords } from '#domain/gate-words.ts';
import type { Tx } from '#prisma/client.ts';
import { isMember } from '#stores/accounts.ts';
import { type BulkView, bulkSkipped, cancelBulk, draftBulk, findBulk, startBulk } from '#stores/bulk.ts';
import { exportLeads } from '#stores/lead-export.ts';
import { type Asked, callNow, sendLinkNow } from '#stores/lead-verbs.ts';
import { findLead } from '#stores/leads.ts';
import { BulkFilter, ExportQuery, filterOf } from './leads-query.ts';

const MOST_IDS = 5_000;
const SHOWN_LEFT = 100;

const Bulk = z
  .strictObject({
    verb: z.enum(BULK_VERBS),
    ids: z.array(z.uuid()).min(1).max(MOST_IDS).optional(),
    filter: BulkFilter.optional(),
    tag: z.string().trim().optional(),
    note: z.string().trim().max(500).optional(),
    /** Whom `assign` gives the leads to; null means nobody. */
    ownerId: z.uuid().nullish(),
    /** How many leads the caller expects, where the deed must not reach more by a slip. */
    count: z.number().int().min(0).optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), { path: ['ids'], message: 'give either ids or filter' })
  .refine(({ verb, ownerId }) => verb !== 'assign' || ownerId !== undefined, { path: ['ownerId'], message: 'one of your people, or null' });

/** What is done to leads by hand: one at a time, or many in the background. */
export const leadDeedRoutes = ({ db, bulk }: ApiDeps): Route[] => {
  const ask =
    (deed: (tx: Tx, ask: { clientId: string; leadId: string; by: string }) => Promise<Asked>) =>
    ({ caller: { clientId, user }, id }: { caller: Caller; id: string }) =>
      db.withClient(clientId, async (tx) => askedAnswer(tx, clientId, id, await deed(tx, { clientId, leadId: id, by: user.name })));
  return [
    route('GET /leads/export.csv', {
      access: 'leads.write',
      query: ExportQuery,
      handle: async ({ caller, query: { columns, ...filter } }) => ({
        kind: 'stream',
        contentType: 'text/csv; charset=utf-8',
        fileName: `leads-${new Date().toISOString().slice(0, 10)}.csv`,
        pieces: exportLeads(db, caller.clientId, { filter: filterOf(filter) }, columns ?? null),
      }),
    }),
    route('POST /leads/bulk', {
      access: 'leads.write',
      body: Bulk,
      handle: async ({ caller, body: { verb, ids, filter, tag, note, ownerId, count } }) => {
        const { clientId, user, role } = caller;
        const permission = BULK_RIGHTS[verb];
        if (!may(role, permission)) return refused(403, 'insufficient_role', `This needs another role than ${role}.`, { permission });
        const answer = await db.withClient(clientId, async (tx): Promise<Answer | BulkView> => {
          if (verb === 'assign' && ownerId && !(await isMember(tx, clientId, ownerId)))
            return refused(422, 'unknown_member', 'Nobody of this client has that id.');
          const which = ids ? { ids } : { filter: filterOf(filter ?? {}), address: '' };
          const id = await draftBulk(tx, clientId, { verb, userId: user.id, which });
          const job = id && (await findBulk(tx, clientId, id));
          if (!job) return refused(422, 'nobody', 'No lead of yours is meant.');
          const lack = bulkLacks(verb, job.total, { tag: tag ?? '', typed: count === undefined ? '' : String(count) });
          if (lack === 'tag') return refused(422, 'validation_failed', 'Some fields are not as they should be.', [TAG]);
          const isOther = count !== undefined && count !== job.total;
          if (lack === 'number' || isOther)
            return refused(422, 'count_differs', `${job.total} leads are meant. Say so in “count” to go on; nothing was begun.`, {
              total: job.total,
            });
          await startBulk(tx, clientId, job.id, { ...(tag && { tag }), ...(note && { note }), ...(ownerId && { ownerId }) });
          return (await findBulk(tx, clientId, job.id)) ?? notFound();
        });
        if ('kind' in answer) return answer;
        bulk.run(clientId, answer.id);
        return accepted(shown(answer));
      },
    }),
    route('GET /leads/bulk/:id', {
      access: 'leads.read',
      handle: async ({ caller: { clientId }, id }) => {
        const found = await db.withClient(clientId, async (tx) => {
          const job = await findBulk(tx, clientId, id);
          return job && { job, left: await bulkSkipped(tx, clientId, id, null, SHOWN_LEFT) };
        });
        if (!found) return notFound();
        if (found.job.status === 'running') bulk.run(clientId, id); // takes up what another process may have left
        return ok({ ...shown(found.job), left: found.left.map((lead) => ({ leadId: lead.id, result: lead.result })) });
      },
    }),
    route('POST /leads/bulk/:id/cancel', {
      access: 'leads.write',
      handle: async ({ caller: { clientId }, id }) => {
        const job = await db.withClient(clientId, async (tx) => {
          await cancelBulk(tx, clientId, id);
          return findBulk(tx, clientId, id);
        });
        return job ? ok(shown(job)) : notFound();
      },
    }),
    route('POST /leads/:id/call', { access: 'leads.write', handle: ask(callNow) }),
    route('POST /leads/:id/send-link', { access: 'leads.write', handle: ask(sendLinkNow) }),
  ];
};

const TAG = { path: 'tag', code: 'custom', message: 'a tag of 1 to 50 characters, on one line' };

/** The page's address of a filter is of no use to a program. */
const shown = ({ filter: _, ...job }: BulkView) => job;

/** The lead as it stands after the deed; refused with the gate's own reasons, and from when on it is possible. */
async function askedAnswer(tx: Tx, clientId: string, id: string, asked: Asked): Promise<Answer> {
  const lead = await findLead(tx, clientId, id);
  if (!lead || asked.kind === 'unknown') return notFound();
  if (asked.kind === 'ok') return accepted(lead);
  return refused(409, 'not_now', refusalWords(asked.codes, lead.phase), { codes: asked.codes, at: asked.at });
}
