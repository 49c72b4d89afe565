import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Mode } from '#domain/lead.ts';
import { type Db, Prisma } from '#prisma/client.ts';
import { leadRules, type Rule } from './lead-rules.ts';
import { ledgerRules, statisticsRules } from './ledger-rules.ts';
import { moneyRules } from './money-rules.ts';
import { type Counts, group, inBoth, LOST, NO_COUNTS, type Report, type Scope, sum, TWICE, type Violation } from './report.ts';
import { compareDeeds, readSandbox, type SandboxCounters, strangers } from './sandbox-check.ts';
import { compareHistories, compareOpen, openWorkflows } from './workflow-check.ts';

export type AuditParts = { db: Db; temporal: Client; sandboxUrl: string; stripeKey: string | undefined };
export type AuditOptions = {
  /** Id or name of one client; else all. */
  client?: string;
  /** Histories read for each client and mode, at most. */
  histories?: number;
  /** Looks again at what was found, as a system in motion is never at one moment; 0 for one that rests. */
  looks?: number;
};

const PAUSE_MS = 3_000;

/** Compares pages, database, Temporal and sandbox with each other. What is found must be found again a little later to count. Writes nothing. */
export async function audit(parts: AuditParts, { client, histories = 200, looks = 2 }: AuditOptions = {}): Promise<Report> {
  const scopes = await scopesOf(parts.db, client);
  let found = await look(parts, scopes, { isComplete: client === undefined, histories });
  for (let again = 0; again < looks && found.violations.length > 0; again++) {
    await sleep(PAUSE_MS);
    const next = await look(parts, scopes, { isComplete: client === undefined, histories });
    found = { ...next, violations: inBoth(found.violations, next.violations) };
  }
  const { violations, counted } = found;
  const countOf = (rule: string) => violations.filter((violation) => violation.rule === rule).length;
  return {
    ok: violations.length === 0,
    at: new Date().toISOString(),
    ...sum(counted),
    duplicates: countOf(TWICE),
    lost: countOf(LOST),
    violations: group(violations),
    scopes: scopes.map((scope, at) => ({ ...scope, ...(counted[at] ?? NO_COUNTS) })),
  };
}

async function scopesOf(db: Db, client: string | undefined): Promise<Scope[]> {
  const clients = await db.asRelay(
    ({ tx }) => tx.$queryRaw<{ clientId: string; clientName: string; modes: Mode[] }[]>`
      SELECT k.id AS "clientId", k.name AS "clientName",
        array(SELECT DISTINCT mode FROM campaign c WHERE c.client_id = k.id UNION SELECT DISTINCT mode FROM lead l WHERE l.client_id = k.id) AS modes
      FROM client k WHERE ${client ?? null}::text IS NULL OR k.id::text = ${client ?? null} OR k.name = ${client ?? null} ORDER BY k.created_at`,
  );
  if (clients.length === 0 && client !== undefined) throw new Error(`There is no client ${client}.`);
  return clients.flatMap(({ modes, ...rest }) => modes.map((mode) => ({ ...rest, mode })));
}

type Found = { violations: Violation[]; counted: Counts[] };

async function look(
  parts: AuditParts,
  scopes: Scope[],
  { isComplete, histories }: { isComplete: boolean; histories: number },
): Promise<Found> {
  const violations = await brokenInbox(parts.db);
  const counted: Counts[] = [];
  const known = new Set<string>();
  // Read first: what the sandbox does while the ledger is being read is then in the ledger, at least as begun.
  const hasRehearsals = scopes.some(({ mode }) => mode === 'rehearsal');
  const sandbox = hasRehearsals ? await readSandbox(parts) : undefined;
  for (const scope of scopes) {
    const found = await lookAtScope(parts, scope, { sandbox, known, histories });
    violations.push(...found.violations);
    counted.push(found.counts);
  }
  if (sandbox && isComplete) violations.push(...(await strangers(parts.db, sandbox, known)));
  return { violations, counted };
}

async function lookAtScope(
  { db, temporal }: AuditParts,
  scope: Scope,
  { sandbox, known, histories }: { sandbox: SandboxCounters | undefined; known: Set<string>; histories: number },
): Promise<{ violations: Violation[]; counts: Counts }> {
  const violations: Violation[] = [];
  for (const rule of [...leadRules(scope), ...moneyRules(scope), ...ledgerRules(scope), ...statisticsRules(scope)])
    violations.push(...(await check(db, scope, rule)));
  if (sandbox && scope.mode === 'rehearsal') violations.push(...(await compareDeeds(db, scope, sandbox, known)));
  const workflows = await openWorkflows(temporal, scope.clientId);
  const open = await compareOpen(db, scope, workflows.open);
  const dials = await compareHistories(db, temporal, scope, histories);
  violations.push(...workflows.failed, ...open.violations, ...dials.violations);
  const counts = { ...NO_COUNTS, ...(await countsOf(db, scope)), openWorkflows: open.open, histories: dials.checked };
  return { violations, counts };
}

const check = async (db: Db, { clientId }: Scope, { invariant, rule, broken }: Rule): Promise<Violation[]> => {
  const rows = await db.withClient(clientId, (tx) =>
    tx.$queryRaw<{ id: string }[]>(Prisma.sql`SELECT id::text FROM (${broken}) broken LIMIT 10000`),
  );
  return rows.map(({ id }) => ({ invariant, rule, id }));
};

/** I3 and I14, over all clients: nothing that a vendor sent lies unread, nothing was given up. */
const brokenInbox = (db: Db): Promise<Violation[]> =>
  db.asRelay(
    ({ tx }) => tx.$queryRaw<Violation[]>`
      SELECT CASE status WHEN 'failed' THEN 'I14' ELSE 'I3' END AS invariant, id::text,
        CASE status WHEN 'failed' THEN 'an event of a vendor was given up' ELSE 'an event of a vendor lies unread for more than 5 minutes' END AS rule
      FROM webhook_event WHERE status = 'failed' OR (status IN ('received', 'processing') AND received_at < clock_timestamp() - interval '5 minutes') LIMIT 10000`,
  );

async function countsOf(db: Db, { clientId, mode }: Scope): Promise<Partial<Counts>> {
  const own = Prisma.sql`client_id = ${clientId}::uuid AND mode = ${mode}`;
  const [row] = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<Counts[]>`
      SELECT leads.*, invoices.*,
        (SELECT count(*)::int FROM call WHERE ${own} AND permit = 'consumed') AS calls,
        (SELECT count(*)::int FROM message WHERE ${own} AND direction = 'outbound' AND sent_at IS NOT NULL) AS messages,
        (SELECT count(*)::int FROM appointment WHERE ${own}) AS appointments,
        (SELECT count(*)::int FROM appointment WHERE ${own} AND counted_at IS NOT NULL) AS shown,
        (SELECT count(*)::int FROM milestone WHERE ${own}) AS milestones
      FROM (SELECT count(*)::int AS leads, count(*) FILTER (WHERE phase <> 'end')::int AS running FROM lead WHERE ${own}) leads,
        (SELECT count(*) FILTER (WHERE kind = 'milestone')::int AS invoices, count(*) FILTER (WHERE kind = 'usage')::int AS "usageInvoices",
           coalesce(sum(amount_due_cents), 0)::float8 AS "invoicedCents" FROM invoice WHERE ${own} AND stripe_invoice_id IS NOT NULL AND status <> 'draft') invoices`,
  );
  return row ?? {};
}
