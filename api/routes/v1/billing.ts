import { z } from 'zod';
import { many, notFound, ok, pageOf, paging, refused, since } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { MODES } from '#domain/lead.ts';
import { billingSummary, findInvoice, listInvoices, milestonesOf, usageOf } from '#stores/billing-reads.ts';

const { page, pageSize } = paging;
/** Live money unless the rehearsals' is asked for. */
const mode = z.enum(MODES).default('live');
const OfMode = z.strictObject({ mode });
const UsageQuery = z.strictObject({ mode, from: since.optional(), to: since.optional() });
const InvoiceQuery = z.strictObject({
  page,
  pageSize,
  mode: z.enum(MODES).optional(),
  kind: many(z.enum(['milestone', 'usage', 'subscription', 'top_up'])),
  status: many(z.enum(['draft', 'open', 'paid', 'void', 'uncollectible'])),
  from: since.optional(),
  to: since.optional(),
});

/** Milestones, invoices and usage. */
export const billingRoutes = ({ db, payments, payingNow }: ApiDeps): Route[] => [
  route('GET /billing/milestones', {
    access: 'milestones.read',
    query: OfMode,
    handle: async ({ caller, query }) => ok(await db.withClient(caller.clientId, (tx) => milestonesOf(tx, caller.clientId, query.mode))),
  }),
  route('GET /billing/invoices', {
    access: 'invoices.read',
    query: InvoiceQuery,
    handle: async ({ caller, query }) => {
      const { data, total } = await db.withClient(caller.clientId, (tx) => listInvoices(tx, caller.clientId, query));
      return ok(pageOf(data, query, total));
    },
  }),
  route('GET /billing/invoices/:id', {
    access: 'invoices.read',
    handle: async ({ caller, id }) => {
      const invoice = await db.withClient(caller.clientId, (tx) => findInvoice(tx, caller.clientId, id));
      return invoice ? ok(invoice) : notFound();
    },
  }),
  route('GET /billing/invoices/:id/pdf', {
    access: 'invoices.read',
    handle: async ({ caller, id }) => {
      const invoice = await db.withClient(caller.clientId, (tx) => findInvoice(tx, caller.clientId, id));
      if (!invoice) return notFound();
      if (!invoice.finalizedAt || !invoice.pdfUrl) return refused(409, 'not_finalized', 'This invoice has no document yet.');
      const bytes = await payments.pdf({ mode: invoice.mode, url: invoice.pdfUrl });
      if (!bytes) return refused(502, 'document_unavailable', 'The document cannot be fetched right now.');
      return { kind: 'file', contentType: 'application/pdf', fileName: `invoice-${invoice.number ?? invoice.id}.pdf`, bytes };
    },
  }),
  route('GET /billing/summary', {
    access: 'billing.read',
    query: OfMode,
    handle: async ({ caller: { clientId }, query: { mode } }) => {
      const [summary, paymentMethod] = await Promise.all([
        db.withClient(clientId, (tx) => billingSummary(tx, clientId, mode)),
        payingNow({ clientId, mode }),
      ]);
      return ok({ ...summary, paymentMethod });
    },
  }),
  route('GET /billing/usage', {
    access: 'usage.read',
    query: UsageQuery,
    handle: async ({ caller, query }) => ok(await db.withClient(caller.clientId, (tx) => usageOf(tx, caller.clientId, query))),
  }),
];
