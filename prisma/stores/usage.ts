import { finishedMonths, monthName, usageInvoiceTotal, usageLines } from '#domain/invoice.ts';
import type { Mode } from '#domain/lead.ts';
import { type Db, Prisma, type Tx } from '../client.ts';
import { askForInvoice } from './invoices.ts';

/** Usage `u` that is to come onto an invoice and is on none yet. */
export const NOT_INVOICED = Prisma.sql`u.settlement = 'invoice' AND u.invoice_id IS NULL`;

type Record = { callId: string; seconds: number; rateCents: number; costCents: number; periodMonth: string };

/**
 * Puts the open usage of a client onto one invoice, records and invoice in one transaction, before Stripe is asked. Null when there is nothing
 * to charge or this period has its invoice already.
 */
async function billUsage(
  tx: Tx,
  period: { clientId: string; mode: Mode; key: string; month: string; description: string; campaignId?: string },
): Promise<string | null> {
  const { clientId, mode, key, month, campaignId } = period;
  await tx.$queryRaw`SELECT 1 FROM client WHERE id = ${clientId}::uuid FOR UPDATE`;
  const billed = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM invoice WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND kind = 'usage' AND period_key = ${key}`;
  if (billed.length > 0) return null;
  const records = await tx.$queryRaw<Record[]>`
    SELECT u.call_id AS "callId", u.seconds, u.rate_cents AS "rateCents", u.cost_cents AS "costCents", u.period_month AS "periodMonth"
    FROM usage_record u JOIN call c ON c.client_id = u.client_id AND c.id = u.call_id
    WHERE u.client_id = ${clientId}::uuid AND u.mode = ${mode} AND ${NOT_INVOICED}
      AND (CASE WHEN ${campaignId ?? null}::uuid IS NULL THEN u.period_month <= ${month} ELSE c.campaign_id = ${campaignId ?? null}::uuid END)
    ORDER BY u.call_id FOR UPDATE OF u`;
  const amountCents = usageInvoiceTotal(records);
  if (amountCents === 0) return null;
  const lines = usageLines(records, month).map(({ description, amountCents: cents }) => ({ description, amountCents: cents }));
  const invoiceId = await askForInvoice(tx, {
    clientId,
    mode,
    kind: 'usage',
    amountCents,
    description: period.description,
    lines,
    periodMonth: month,
    periodKey: key,
  });
  const ids = records.map(({ callId }) => callId);
  await tx.$executeRaw`
    UPDATE usage_record SET invoice_id = ${invoiceId}::uuid, late = period_month < ${month} WHERE client_id = ${clientId}::uuid AND call_id = ANY(${ids}::uuid[])`;
  return invoiceId;
}

/** The usage invoice of a rehearsal that is over: all its calls, at once. */
export async function closeRehearsal(tx: Tx, clientId: string, campaignId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ name: string; month: string }[]>`
    SELECT p.name, to_char(now() AT TIME ZONE k.timezone, 'YYYY-MM') AS month FROM campaign p JOIN client k ON k.id = p.client_id WHERE p.client_id = ${clientId}::uuid AND p.id = ${campaignId}::uuid AND p.mode = 'rehearsal'`;
  if (!row) return null;
  const description = `Calls of the rehearsal “${row.name}”`;
  return billUsage(tx, { clientId, mode: 'rehearsal', key: `campaign:${campaignId}`, month: row.month, description, campaignId });
}

/**
 * One usage invoice for every client, mode and finished month that has none, as of an instant (ISO 8601); `only` narrows it to the books of one
 * client in one mode. Level-triggered: repeating it changes nothing. Returns how many were made.
 */
export async function billMonths(db: Db, asOf: string, only: { clientId?: string; mode?: Mode } = {}): Promise<number> {
  const open = await db.asRelay(
    ({ tx }) => tx.$queryRaw<{ clientId: string; mode: Mode; timezone: string; since: Date }[]>`
      SELECT u.client_id AS "clientId", u.mode, k.timezone, to_timestamp(min(u.period_month) || '-15', 'YYYY-MM-DD') AS since
      FROM usage_record u JOIN client k ON k.id = u.client_id
      WHERE ${NOT_INVOICED}
        AND (${only.clientId ?? null}::uuid IS NULL OR u.client_id = ${only.clientId ?? null}::uuid)
        AND (${only.mode ?? null}::text IS NULL OR u.mode = ${only.mode ?? null}) GROUP BY 1, 2, 3`,
  );
  let made = 0;
  for (const { clientId, mode, timezone, since } of open) {
    for (const month of finishedMonths({ since: since.toISOString(), asOf, zone: timezone })) {
      const invoiceId = await db.withClient(clientId, (tx) =>
        billUsage(tx, { clientId, mode, key: month, month, description: `Calls of ${monthName(month)}` }),
      );
      if (invoiceId) made++;
    }
  }
  return made;
}
