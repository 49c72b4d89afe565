import { z } from 'zod';
import { type Db, Prisma } from '#prisma/client.ts';
import { type Scope, TWICE, type Violation } from './report.ts';

const KINDS = { dials: ['retell', 'dial'], sms: ['twilio', 'sms'], emails: ['sendgrid', 'email'], bookings: ['calcom', 'book'] } as const;
const Effects = z.object({
  effects: z.array(z.object({ key: z.string(), count: z.number(), details: z.object({ ids: z.array(z.string()) }) })),
});
const Invoices = z.object({
  has_more: z.boolean(),
  data: z.array(z.object({ id: z.string(), status: z.string(), total: z.number(), amount_paid: z.number() })),
});

type Seen = { count: number; ids: string[] };
/** What the sandbox did, by our own keys, and its invoices by their ids. */
export type SandboxCounters = {
  deeds: Record<keyof typeof KINDS, Map<string, Seen>>;
  invoices: Map<string, { cents: number; paidCents: number }> | null;
};

export async function readSandbox({
  sandboxUrl,
  stripeKey,
}: {
  sandboxUrl: string;
  stripeKey: string | undefined;
}): Promise<SandboxCounters> {
  const deeds = {} as SandboxCounters['deeds'];
  for (const kind of Object.keys(KINDS) as (keyof typeof KINDS)[]) {
    const { effects } = Effects.parse(await getJson(`${sandboxUrl}/_sandbox/effects?kind=${kind}`));
    deeds[kind] = new Map(effects.map(({ key, count, details }) => [key, { count, ids: details.ids }]));
  }
  return { deeds, invoices: stripeKey ? await readInvoices(sandboxUrl, stripeKey) : null };
}

async function readInvoices(sandboxUrl: string, stripeKey: string) {
  const invoices = new Map<string, { cents: number; paidCents: number }>();
  for (let after = ''; ; ) {
    const page = Invoices.parse(await getJson(`${sandboxUrl}/v1/invoices?limit=100${after}`, { authorization: `Bearer ${stripeKey}` }));
    for (const { id, total, amount_paid } of page.data) invoices.set(id, { cents: total, paidCents: amount_paid });
    const last = page.data.at(-1);
    if (!page.has_more || !last) return invoices;
    after = `&starting_after=${last.id}`;
  }
}

async function getJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(120_000) });
  if (!response.ok) throw new Error(`${new URL(url).pathname} of the sandbox answered ${response.status}`);
  return response.json();
}

type LedgerRow = { key: string; status: string; vendorId: string | null };

/**
 * I1, I2: what the ledger of a rehearsal says was done, the sandbox did exactly once, under the same key and the same id; and nothing that the
 * ledger denies. `known` collects the keys, so that deeds of nobody can be told.
 */
export async function compareDeeds(
  db: Db,
  { clientId }: Scope,
  { deeds, invoices }: SandboxCounters,
  known: Set<string>,
): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const [kind, [vendor, ledgerKind]] of Object.entries(KINDS)) {
    const rows = await db.withClient(
      clientId,
      (tx) => tx.$queryRaw<LedgerRow[]>`
        SELECT key, status, vendor_id AS "vendorId" FROM vendor_effect
        WHERE client_id = ${clientId}::uuid AND mode = 'rehearsal' AND vendor = ${vendor} AND kind = ${ledgerKind}`,
    );
    const seen = deeds[kind as keyof typeof KINDS];
    for (const row of rows) {
      known.add(`${kind} ${row.key}`);
      violations.push(...compareDeed(kind, row, seen.get(row.key)));
    }
  }
  return invoices ? [...violations, ...(await compareInvoices(db, clientId, invoices))] : violations;
}

function compareDeed(kind: string, { key, status, vendorId }: LedgerRow, seen: Seen | undefined): Violation[] {
  const found: Violation[] = [];
  if (status === 'done' && !seen)
    found.push({ invariant: 'I1', rule: `the ledger says done and the sandbox never did it (${kind})`, id: key });
  if (seen && status !== 'done' && status !== 'started' && status !== 'unknown') {
    found.push({ invariant: 'I1', rule: `the sandbox did what the ledger says was not done (${kind})`, id: key });
  }
  // A booking that moved has a new id at the calendar; its key stays.
  if (seen && vendorId && kind !== 'bookings' && kind !== 'emails' && !seen.ids.includes(vendorId)) {
    found.push({ invariant: 'I1', rule: `ledger and sandbox give one deed different ids (${kind})`, id: key });
  }
  if (seen && seen.count > 1) found.push({ invariant: 'I2', rule: TWICE, id: key });
  return found;
}

async function compareInvoices(db: Db, clientId: string, stripe: NonNullable<SandboxCounters['invoices']>): Promise<Violation[]> {
  const rows = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<{ id: string; stripeId: string; dueCents: number; paidCents: number }[]>`
      SELECT id, stripe_invoice_id AS "stripeId", amount_due_cents AS "dueCents", amount_paid_cents AS "paidCents" FROM invoice
      WHERE client_id = ${clientId}::uuid AND mode = 'rehearsal' AND stripe_invoice_id IS NOT NULL AND status <> 'draft'`,
  );
  return rows
    .filter(({ stripeId, dueCents }) => stripe.get(stripeId)?.cents !== dueCents)
    .map(({ id }) => ({ invariant: 'I7', rule: 'an invoice is not in the sandbox, or not with the same cents', id }));
}

/** Deeds and invoices of the sandbox that no ledger knows; only meaningful when every client was looked at. */
export async function strangers(db: Db, { deeds, invoices }: SandboxCounters, known: ReadonlySet<string>): Promise<Violation[]> {
  const violations = Object.entries(deeds).flatMap(([kind, seen]) =>
    [...seen.keys()]
      .filter((key) => !known.has(`${kind} ${key}`))
      .map((key) => ({ invariant: 'I1', rule: `the sandbox did what no ledger knows of (${kind})`, id: key })),
  );
  if (!invoices || invoices.size === 0) return violations;
  const ids = [...invoices.keys()];
  const ours = await db.asRelay(({ tx }) =>
    tx.$queryRaw<{ id: string }[]>(
      Prisma.sql`SELECT vendor_id AS id FROM vendor_effect WHERE vendor = 'stripe' AND vendor_id = ANY(${ids})`,
    ),
  );
  const owned = new Set(ours.map(({ id }) => id));
  return [
    ...violations,
    ...ids
      .filter((id) => !owned.has(id))
      .map((id) => ({ invariant: 'I1', rule: 'the sandbox holds an invoice that no ledger knows of', id })),
  ];
}
