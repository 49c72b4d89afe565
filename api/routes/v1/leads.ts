import { z } from 'zod';
import { type Answer, created, notFound, nothing, ok, pageOf, paging, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { LeadChange, NewLead } from '#stores/lead-fields.ts';
import { leadTimeline } from '#stores/lead-timeline.ts';
import { createLead, deleteLead, findLead, type LeadSaved, listLeads, updateLead } from '#stores/leads.ts';
import { liftDnc, markDnc } from '#stores/opt-outs.ts';
import { filterOf, ListQuery } from './leads-query.ts';

const TimelineQuery = z.strictObject({ page: paging.page, pageSize: paging.pageSize });
const Reason = z.strictObject({
  reason: z.enum(['manual', 'not_interested', 'complaint', 'wrong_number']).default('manual'),
  note: z.string().trim().max(500).optional(),
});
const Note = z.strictObject({ note: z.string().trim().min(1).max(500) });

/** Leads: reading, keeping and barring them. */
export const leadRoutes = ({ db }: ApiDeps): Route[] => [
  route('GET /leads', {
    access: 'leads.read',
    query: ListQuery,
    handle: async ({ caller, query }) => {
      if (query.page * query.pageSize > 10_000) return refused(422, 'page_too_far', 'Pages end at 10,000 rows: follow nextCursor instead.');
      const { data, total, nextCursor } = await db.withClient(caller.clientId, (tx) => listLeads(tx, caller.clientId, filterOf(query)));
      return ok(pageOf(data, query, total, nextCursor));
    },
  }),
  route('POST /leads', {
    access: 'leads.write',
    body: NewLead,
    handle: ({ caller, body }) =>
      db.withClient(caller.clientId, async (tx) => {
        const saved = await createLead(tx, caller.clientId, body);
        return saved.kind === 'ok' ? created(await findLead(tx, caller.clientId, saved.id)) : notSaved(saved);
      }),
  }),
  route('GET /leads/:id', {
    access: 'leads.read',
    handle: async ({ caller, id }) => {
      const lead = await db.withClient(caller.clientId, (tx) => findLead(tx, caller.clientId, id));
      return lead ? ok(lead) : notFound();
    },
  }),
  route('PUT /leads/:id', {
    access: 'leads.write',
    body: LeadChange,
    handle: ({ caller, id, body }) =>
      db.withClient(caller.clientId, async (tx) => {
        const saved = await updateLead(tx, caller.clientId, id, body);
        return saved.kind === 'ok' ? ok(await findLead(tx, caller.clientId, id)) : notSaved(saved);
      }),
  }),
  route('DELETE /leads/:id', {
    access: 'leads.delete',
    handle: async ({ caller, id }) => {
      const answer = await db.withClient(caller.clientId, (tx) => deleteLead(tx, caller.clientId, id));
      if (answer.kind === 'ok') return nothing();
      return answer.kind === 'missing'
        ? notFound()
        : refused(409, 'in_use', 'This lead has calls, messages or appointments and cannot be deleted.');
    },
  }),
  route('GET /leads/:id/timeline', {
    access: 'leads.read',
    query: TimelineQuery,
    handle: async ({ caller, id, query }) => {
      const timeline = await db.withClient(caller.clientId, (tx) => leadTimeline(tx, caller.clientId, id, query));
      return timeline ? ok(pageOf(timeline.data, query, timeline.total)) : notFound();
    },
  }),
  route('POST /leads/:id/dnc', {
    access: 'dnc.add',
    body: Reason,
    handle: async ({ caller, id, body }) => {
      const answer = await markDnc(db, {
        clientId: caller.clientId,
        leadId: id,
        userId: caller.user.id,
        reason: body.reason,
        ...(body.note && { note: body.note }),
      });
      return answer.kind === 'ok' ? ok({ leads: answer.leads }) : notFound();
    },
  }),
  route('DELETE /leads/:id/dnc', {
    access: 'dnc.remove',
    body: Note,
    handle: async ({ caller, id, body, log }) => {
      const answer = await liftDnc(db, { clientId: caller.clientId, leadId: id });
      if (answer.kind !== 'ok') return notFound();
      log.info({ leadId: id, note: body.note }, 'do-not-contact entry lifted');
      return nothing();
    },
  }),
];

function notSaved(saved: Exclude<LeadSaved, { kind: 'ok' }>): Answer {
  switch (saved.kind) {
    case 'missing':
      return notFound();
    case 'unknown_campaign':
      return refused(422, 'unknown_campaign', 'There is no such campaign.');
    case 'campaign_closed':
      return refused(409, 'campaign_closed', `The campaign is ${saved.status}.`);
    case 'duplicate':
      return refused(409, 'duplicate', 'This number is in the campaign already.');
    case 'suppressed':
      return refused(409, 'suppressed', 'This number must not be contacted.');
    case 'already_called':
      return refused(409, 'already_called', 'The number of a lead that was called cannot change.');
    case 'unknown_member':
      return refused(422, 'unknown_member', 'Nobody of this client has that id.');
    case 'consent_on_record':
      return refused(409, 'consent_on_record', 'Consent is on record already, and stays as it was given.');
    case 'invalid_phone':
      return refused(422, saved.code, saved.message, [{ path: 'phone', code: saved.code, message: saved.message }]);
    default:
      return saved satisfies never;
  }
}
