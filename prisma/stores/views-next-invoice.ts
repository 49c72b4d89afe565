import { type BilledUsage, type ComingInvoice, comingInvoices, monthBounds } from '#domain/invoice.ts';
import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';
import { NOT_INVOICED } from './usage.ts';

/** `issueAt`: the end of its month. A rehearsal that is not over has an invoice of its own, made as soon as it is. */
export type NextInvoice = ComingInvoice & { issueAt: string; rehearsal: { id: string; name: string } | null };

type Open = Required<BilledUsage> & { campaignId: string | null; name: string | null };

/** What the invoices of usage that are yet to be made would hold as of now; those of rehearsals under way first. */
export async function nextInvoices(tx: Tx, clientId: string, mode: Mode): Promise<NextInvoice[]> {
  const [client] = await tx.$queryRaw<{ zone: string; current: string; invoiced: string[] }[]>`
    SELECT k.timezone AS zone, to_char(now() AT TIME ZONE k.timezone, 'YYYY-MM') AS current,
      ARRAY(SELECT period_key FROM invoice WHERE client_id = k.id AND mode = ${mode} AND kind = 'usage' AND period_key IS NOT NULL) AS invoiced
    FROM client k WHERE k.id = ${clientId}::uuid`;
  if (!client) throw new Error(`Client ${clientId} is not there to be invoiced.`);
  const { zone, current, invoiced } = client;
  const usage = await tx.$queryRaw<Open[]>`
    SELECT p.id AS "campaignId", p.name, u.period_month AS "periodMonth", u.rate_cents AS "rateCents", count(*)::int AS calls,
      sum(u.seconds)::int AS seconds, sum(u.cost_cents)::int AS "costCents"
    FROM usage_record u JOIN call k ON k.client_id = u.client_id AND k.id = u.call_id
    LEFT JOIN campaign p ON p.client_id = k.client_id AND p.id = k.campaign_id AND p.mode = 'rehearsal' AND p.status IN ('active', 'paused')
    WHERE u.client_id = ${clientId}::uuid AND u.mode = ${mode} AND ${NOT_INVOICED}
    GROUP BY 1, 2, 3, 4 ORDER BY 2, 1, 3, 4`;
  const of = (rehearsal: NextInvoice['rehearsal']) =>
    comingInvoices(
      usage.filter(({ campaignId }) => campaignId === (rehearsal?.id ?? null)),
      { current, invoiced },
    ).map((invoice) => ({ ...invoice, issueAt: monthBounds(invoice.month, zone).endAt, rehearsal }));
  const rehearsals = new Map(usage.flatMap(({ campaignId: id, name }) => (id ? [[id, { id, name: name ?? '' }] as const] : [])));
  return [...[...rehearsals.values()].flatMap(of), ...of(null)];
}
