import type { Mode } from '#domain/lead.ts';
import { towardNext } from '#domain/milestones.ts';
import { Prisma, type Tx } from '../client.ts';

export type Milestone = {
  id: string;
  milestoneNumber: number;
  shownCount: number;
  amountCents: number;
  status: string;
  reachedAt: Date;
  paidAt: Date | null;
  invoiceId: string | null;
};
export type Milestones = {
  milestones: Milestone[];
  shownCount: number;
  milestoneSize: number;
  amountCents: number;
  remainingToNext: number;
  /** The milestone that is worked toward. */
  next: { number: number; at: number };
  paidCents: number;
  openCents: number;
};

/** Milestones of one mode, newest first, with the count and what is left to the next. */
export async function milestonesOf(tx: Tx, clientId: string, mode: Mode): Promise<Milestones> {
  const client = await tx.client.findUniqueOrThrow({
    where: { id: clientId },
    select: { shownCount: true, rehearsalShownCount: true, milestoneSize: true, milestoneAmountCents: true },
  });
  const milestones = await tx.milestone.findMany({
    where: { clientId, mode },
    orderBy: { milestoneNumber: 'desc' },
    select: {
      id: true,
      milestoneNumber: true,
      shownCount: true,
      amountCents: true,
      status: true,
      reachedAt: true,
      paidAt: true,
      invoiceId: true,
    },
  });
  const shownCount = mode === 'live' ? client.shownCount : client.rehearsalShownCount;
  const sum = (status: string) => milestones.filter((each) => each.status === status).reduce((cents, each) => cents + each.amountCents, 0);
  return {
    milestones,
    shownCount,
    milestoneSize: client.milestoneSize,
    amountCents: client.milestoneAmountCents,
    remainingToNext: client.milestoneSize - (shownCount % client.milestoneSize),
    next: towardNext({ shown: shownCount, size: client.milestoneSize, highest: milestones[0]?.milestoneNumber ?? 0 }),
    paidCents: sum('paid'),
    openCents: sum('pending'),
  };
}

export type Invoice = {
  id: string;
  mode: Mode;
  kind: string;
  number: string | null;
  status: string;
  amountDueCents: number;
  amountPaidCents: number;
  currency: string;
  periodMonth: string | null;
  description: string;
  lineItems: { description: string; amountCents: number }[];
  hostedUrl: string | null;
  pdfUrl: string | null;
  dueAt: Date | null;
  finalizedAt: Date | null;
  paidAt: Date | null;
  createdAt: Date;
  milestone: { id: string; milestoneNumber: number; shownCount: number } | null;
};
export type InvoiceQuery = {
  mode?: Mode | undefined;
  kind?: string[] | undefined;
  status?: string[] | undefined;
  /** Only open ones whose last payment failed; false leaves just these out. */
  failed?: boolean | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  page: number;
  pageSize: number;
};

const COLUMNS =
  Prisma.raw(`i.id, i.mode, i.kind, i.number, i.status, i.amount_due_cents AS "amountDueCents", i.amount_paid_cents AS "amountPaidCents", i.currency,
  i.period_month AS "periodMonth", i.description, i.line_items AS "lineItems", i.hosted_url AS "hostedUrl", i.pdf_url AS "pdfUrl", i.due_at AS "dueAt",
  i.finalized_at AS "finalizedAt", i.paid_at AS "paidAt", i.created_at AS "createdAt",
  (SELECT jsonb_build_object('id', m.id, 'milestoneNumber', m.milestone_number, 'shownCount', m.shown_count)
   FROM milestone m WHERE m.client_id = i.client_id AND m.invoice_id = i.id) AS milestone`);

const FAILED = Prisma.sql`i.status = 'open' AND i.last_payment_error IS NOT NULL`;

/** A page of invoices, newest first. */
export async function listInvoices(tx: Tx, clientId: string, query: InvoiceQuery): Promise<{ data: Invoice[]; total: number }> {
  const where = [Prisma.sql`i.client_id = ${clientId}::uuid`];
  if (query.mode) where.push(Prisma.sql`i.mode = ${query.mode}`);
  if (query.kind) where.push(Prisma.sql`i.kind = ANY(${query.kind})`);
  if (query.status) where.push(Prisma.sql`i.status = ANY(${query.status})`);
  if (query.failed === true) where.push(FAILED);
  if (query.failed === false) where.push(Prisma.sql`NOT (${FAILED})`);
  if (query.from) where.push(Prisma.sql`i.created_at >= ${query.from}`);
  if (query.to) where.push(Prisma.sql`i.created_at < ${query.to}`);
  const from = Prisma.sql`FROM invoice i WHERE ${Prisma.join(where, ' AND ')}`;
  const data = await tx.$queryRaw<
    Invoice[]
  >`SELECT ${COLUMNS} ${from} ORDER BY i.created_at DESC, i.id LIMIT ${query.pageSize} OFFSET ${(query.page - 1) * query.pageSize}`;
  const [count] = await tx.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n ${from}`;
  return { data, total: count?.n ?? 0 };
}

/** One invoice with its lines and milestone; null when this client has none of that id. */
export async function findInvoice(tx: Tx, clientId: string, id: string): Promise<Invoice | null> {
  const [row] = await tx.$queryRaw<
    Invoice[]
  >`SELECT ${COLUMNS} FROM invoice i WHERE i.client_id = ${clientId}::uuid AND i.id = ${id}::uuid`;
  return row ?? null;
}

export type UsageTotals = { calls: number; seconds: number; minutes: number; costCents: number };
export type Usage = UsageTotals & {
  bySettlement: (UsageTotals & { settlement: string })[];
  byCampaign: (UsageTotals & { campaignId: string | null; name: string | null })[];
  byAgent: (UsageTotals & { agentId: string | null; name: string | null })[];
};
export type UsageQuery = { mode: Mode; from?: Date | undefined; to?: Date | undefined };

const TOTALS =
  Prisma.raw(`count(*)::int AS calls, coalesce(sum(u.seconds), 0)::int AS seconds, round(coalesce(sum(u.seconds), 0) / 60.0, 2)::float8 AS minutes,
  coalesce(sum(u.cost_cents), 0)::int AS "costCents"`);

/** What calls cost between two instants, in all and by settlement, campaign and agent. */
export async function usageOf(tx: Tx, clientId: string, { mode, from, to }: UsageQuery): Promise<Usage> {
  const rows = Prisma.sql`FROM usage_record u JOIN call c ON c.client_id = u.client_id AND c.id = u.call_id
    LEFT JOIN campaign p ON p.client_id = c.client_id AND p.id = c.campaign_id LEFT JOIN agent a ON a.client_id = p.client_id AND a.id = p.agent_id
    WHERE u.client_id = ${clientId}::uuid AND u.mode = ${mode}
      AND (${from ?? null}::timestamptz IS NULL OR u.created_at >= ${from ?? null}::timestamptz) AND (${to ?? null}::timestamptz IS NULL OR u.created_at < ${to ?? null}::timestamptz)`;
  const [all] = await tx.$queryRaw<UsageTotals[]>`SELECT ${TOTALS} ${rows}`;
  return {
    ...(all ?? { calls: 0, seconds: 0, minutes: 0, costCents: 0 }),
    bySettlement: await tx.$queryRaw`SELECT u.settlement, ${TOTALS} ${rows} GROUP BY 1 ORDER BY 1`,
    byCampaign: await tx.$queryRaw`SELECT p.id AS "campaignId", p.name, ${TOTALS} ${rows} GROUP BY 1, 2 ORDER BY 2 LIMIT 500`,
    byAgent: await tx.$queryRaw`SELECT a.id AS "agentId", a.name, ${TOTALS} ${rows} GROUP BY 1, 2 ORDER BY 2 LIMIT 500`,
  };
}

export type BillingSummary = {
  mode: Mode;
  period: { month: string; startsAt: Date; endsAt: Date };
  usage: UsageTotals;
  unbilledCents: number;
  milestonesReached: number;
  openCents: number;
  paidCents: number;
  nextBillingAt: Date;
  plan: {
    subscriptionPlan: string;
    subscriptionStatus: string;
    usageBilling: string;
    usageRateCents: number;
    milestoneEnabled: boolean;
    milestoneSize: number;
    milestoneAmountCents: number;
  };
  quota: { maxConcurrentCalls: number };
  hasCustomer: boolean;
};

/** The current month of one mode, in the client's zone, with what is open and what the plan says. */
export async function billingSummary(tx: Tx, clientId: string, mode: Mode): Promise<BillingSummary> {
  const client = await tx.client.findUniqueOrThrow({ where: { id: clientId } });
  const [period] = await tx.$queryRaw<BillingSummary['period'][]>`
    SELECT to_char(m.start, 'YYYY-MM') AS month, m.start AT TIME ZONE ${client.timezone} AS "startsAt", (m.start + interval '1 month') AT TIME ZONE ${client.timezone} AS "endsAt"
    FROM (SELECT date_trunc('month', now() AT TIME ZONE ${client.timezone}) AS start) m`;
  if (!period) throw new Error('the month could not be read');
  const [usage] = await tx.$queryRaw<UsageTotals[]>`
    SELECT ${TOTALS} FROM usage_record u WHERE u.client_id = ${clientId}::uuid AND u.mode = ${mode} AND u.period_month = ${period.month}`;
  const [money] = await tx.$queryRaw<{ openCents: number; paidCents: number; unbilledCents: number; milestonesReached: number }[]>`
    SELECT (SELECT coalesce(sum(amount_due_cents - amount_paid_cents), 0)::int FROM invoice WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND status IN ('draft', 'open')) AS "openCents",
           (SELECT coalesce(sum(amount_paid_cents), 0)::int FROM invoice WHERE client_id = ${clientId}::uuid AND mode = ${mode}) AS "paidCents",
           (SELECT coalesce(sum(cost_cents), 0)::int FROM usage_record WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND settlement = 'invoice' AND invoice_id IS NULL) AS "unbilledCents",
           (SELECT count(*)::int FROM milestone WHERE client_id = ${clientId}::uuid AND mode = ${mode}) AS "milestonesReached"`;
  const { subscriptionPlan, subscriptionStatus, usageBilling, usageRateCents, milestoneEnabled, milestoneSize, milestoneAmountCents } =
    client;
  return {
    mode,
    period,
    usage: usage ?? { calls: 0, seconds: 0, minutes: 0, costCents: 0 },
    ...(money ?? { openCents: 0, paidCents: 0, unbilledCents: 0, milestonesReached: 0 }),
    nextBillingAt: period.endsAt,
    plan: { subscriptionPlan, subscriptionStatus, usageBilling, usageRateCents, milestoneEnabled, milestoneSize, milestoneAmountCents },
    quota: { maxConcurrentCalls: client.maxConcurrentCalls },
    hasCustomer: (mode === 'live' ? client.stripeCustomerId : client.rehearsalCustomerId) !== null,
  };
}
