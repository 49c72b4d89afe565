import type { Mode } from '#domain/lead.ts';
import { Prisma, type Tx } from '../client.ts';
import { NOT_INVOICED } from './usage.ts';

export type InvoicedCall = {
  id: string;
  at: string;
  zone: string | null;
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  phone: string;
  seconds: number;
  costCents: number;
};
export type InvoicedCalls = { calls: InvoicedCall[]; total: number; seconds: number; costCents: number };

const SHOWN = 200;

/** The calls a usage invoice is made of, newest first, up to 200 of them, with the sums over all. */
export const callsOfInvoice = (tx: Tx, clientId: string, invoiceId: string): Promise<InvoicedCalls> =>
  callsBehind(tx, Prisma.sql`u.client_id = ${clientId}::uuid AND u.invoice_id = ${invoiceId}::uuid`);

/** The calls of one mode that are to be invoiced and are on no invoice yet, likewise. */
export const callsToInvoice = (tx: Tx, clientId: string, mode: Mode): Promise<InvoicedCalls> =>
  callsBehind(tx, Prisma.sql`u.client_id = ${clientId}::uuid AND u.mode = ${mode} AND ${NOT_INVOICED}`);

async function callsBehind(tx: Tx, which: Prisma.Sql): Promise<InvoicedCalls> {
  const rows = await tx.$queryRaw<(Omit<InvoicedCall, 'at'> & { at: Date; total: number; allSeconds: number; allCents: number })[]>`
    SELECT k.id, coalesce(k.started_at, k.created_at) AS at, l.timezone AS zone, l.id AS "leadId", l.first_name AS "firstName", l.last_name AS "lastName",
      coalesce(l.phone, k.to_number) AS phone, u.seconds, u.cost_cents AS "costCents", count(*) OVER ()::int AS total,
      (sum(u.seconds) OVER ())::int AS "allSeconds", (sum(u.cost_cents) OVER ())::int AS "allCents"
    FROM usage_record u JOIN call k ON k.client_id = u.client_id AND k.id = u.call_id LEFT JOIN lead l ON l.client_id = k.client_id AND l.id = k.lead_id
    WHERE ${which} ORDER BY at DESC, k.id LIMIT ${SHOWN}`;
  const [first] = rows;
  return {
    calls: rows.map(({ at, total: _total, allSeconds: _seconds, allCents: _cents, ...row }) => ({ ...row, at: at.toISOString() })),
    ...{ total: first?.total ?? 0, seconds: first?.allSeconds ?? 0, costCents: first?.allCents ?? 0 },
  };
}
