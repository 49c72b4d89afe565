import type { Mode } from '#domain/lead.ts';

/** One row that breaks an invariant. `I1`… are those of docs/trust.md; `STATS` is the comparison of counters with a recount. */
export type Violation = { invariant: string; rule: string; id: string };
/** A client's rows of one mode: books that never mix. */
export type Scope = { clientId: string; clientName: string; mode: Mode };

/** What is counted of one scope, or of all together. */
export type Counts = {
  leads: number;
  /** Leads whose life is not at its end. */
  running: number;
  calls: number;
  messages: number;
  appointments: number;
  shown: number;
  milestones: number;
  /** Milestone invoices that Stripe holds. */
  invoices: number;
  usageInvoices: number;
  invoicedCents: number;
  openWorkflows: number;
  histories: number;
};
export const NO_COUNTS: Counts = {
  ...{ leads: 0, running: 0, calls: 0, messages: 0, appointments: 0, shown: 0, milestones: 0, invoices: 0, usageInvoices: 0 },
  ...{ invoicedCents: 0, openWorkflows: 0, histories: 0 },
};

export type Broken = { invariant: string; rule: string; count: number; ids: string[] };
export type Report = Counts & {
  ok: boolean;
  at: string;
  /** Deeds that a vendor saw more than once. */
  duplicates: number;
  /** Leads with neither an end nor a next step. */
  lost: number;
  violations: Broken[];
  scopes: (Scope & Counts)[];
};

export const SHOWN_IDS = 10;
export const LOST = 'a lead has neither an end nor a next step';
export const TWICE = 'a vendor saw one deed more than once';

export const sum = (counts: readonly Counts[]): Counts =>
  counts.reduce((total, each) => {
    const keys = Object.keys(NO_COUNTS) as (keyof Counts)[];
    return Object.fromEntries(keys.map((key) => [key, total[key] + each[key]])) as Counts;
  }, NO_COUNTS);

/** Puts the rows that break one rule together, the rules in order of their invariant. */
export function group(violations: readonly Violation[]): Broken[] {
  const rules = new Map<string, Broken>();
  for (const { invariant, rule, id } of violations) {
    const broken = rules.get(`${invariant} ${rule}`) ?? { invariant, rule, count: 0, ids: [] };
    broken.count += 1;
    if (broken.ids.length < SHOWN_IDS) broken.ids.push(id);
    rules.set(`${invariant} ${rule}`, broken);
  }
  return [...rules.values()].sort((a, b) => a.invariant.localeCompare(b.invariant, 'en', { numeric: true }));
}

/** What both looks at a system in motion found. */
export function inBoth(first: readonly Violation[], second: readonly Violation[]): Violation[] {
  const keyOf = ({ invariant, rule, id }: Violation) => `${invariant} ${rule} ${id}`;
  const seen = new Set(first.map(keyOf));
  return second.filter((violation) => seen.has(keyOf(violation)));
}
