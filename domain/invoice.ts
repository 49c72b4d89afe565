import { DateTime } from 'luxon';
import type { Instant } from './time.ts';
import { toInstant } from './time.ts';

/** Billed seconds of a call: the vendor's milliseconds, a begun second counts whole. */
export const usageSeconds = (durationMs: number): number => Math.ceil(Math.max(0, durationMs) / 1000);

/** Cost in cents of that many seconds at a price a minute, rounded once, half up. */
export const usageCostCents = (seconds: number, rateCents: number): number => Math.floor((seconds * rateCents + 30) / 60);

/** What a usage invoice asks for: the sum of what each call cost, never minutes times the rate. */
export const usageInvoiceTotal = (records: readonly { costCents: number }[]): number =>
  records.reduce((sum, { costCents }) => sum + costCents, 0);

export type UsageLine = { description: string; seconds: number; calls: number; rateCents: number; amountCents: number; isLate: boolean };
/** What calls of one month and one rate cost: one call, unless `calls` says of how many it is the sum. */
export type BilledUsage = { seconds: number; rateCents: number; costCents: number; periodMonth: string; calls?: number };

/** One line for each rate, records of an earlier month on lines of their own marked late; lines that cost nothing are left out. */
export function usageLines(records: readonly BilledUsage[], month: string): UsageLine[] {
  const lines = new Map<string, UsageLine>();
  for (const record of records) {
    const isLate = record.periodMonth < month;
    const key = `${isLate ? 1 : 0}:${record.rateCents}`;
    const line = lines.get(key) ?? { description: '', seconds: 0, calls: 0, rateCents: record.rateCents, amountCents: 0, isLate };
    line.seconds += record.seconds;
    line.calls += record.calls ?? 1;
    line.amountCents += record.costCents;
    lines.set(key, line);
  }
  return [...lines.entries()]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([, line]) => ({ ...line, description: describe(line, month) }))
    .filter((line) => line.amountCents > 0);
}

export type ComingInvoice = { month: string; lines: UsageLine[]; amountCents: number };

/**
 * The invoices that usage which is on none yet will come onto, were the present month over now: what is left of earlier months goes with the
 * first month that has no invoice. Calls that cost nothing make no invoice.
 */
export function comingInvoices(
  usage: readonly BilledUsage[],
  { current, invoiced }: { current: string; invoiced: readonly string[] },
): ComingInvoice[] {
  const coming: ComingInvoice[] = [];
  const months = usage.map(({ periodMonth }) => periodMonth).sort();
  const last = [current, ...months].sort().at(-1) ?? current;
  let left = usage;
  for (let month = months[0] ?? current; left.length > 0; month = nextMonth(month)) {
    if (invoiced.includes(month)) continue;
    const due = left.filter(({ periodMonth }) => periodMonth <= month);
    const amountCents = usageInvoiceTotal(due);
    if (amountCents > 0) {
      coming.push({ month, lines: usageLines(due, month), amountCents });
      left = left.filter(({ periodMonth }) => periodMonth > month);
    } else if (month >= last) break;
  }
  return coming;
}

const describe = (line: UsageLine, month: string) =>
  `Calls ${line.isLate ? `before ${monthName(month)} (late)` : `of ${monthName(month)}`}: ${(line.seconds / 60).toFixed(2)} min at $${(line.rateCents / 100).toFixed(2)}/min`;

/** A month `yyyy-mm` as an invoice says it: `November 2026`. */
export const monthName = (month: string): string => DateTime.fromFormat(month, 'yyyy-MM', { locale: 'en' }).toFormat('MMMM yyyy');

/** The calendar month of an instant in a zone, `yyyy-mm`. Throws a RangeError for an unknown zone: a wrong month is a wrong invoice. */
export function monthOf(instant: Instant, zone: string): string {
  const local = DateTime.fromISO(instant, { zone });
  if (!local.isValid) throw new RangeError(`no month for ${instant} in ${zone}`);
  return local.toFormat('yyyy-MM');
}

/** Start and end (not included) of a month `yyyy-mm` in a zone. */
export function monthBounds(month: string, zone: string): { startAt: Instant; endAt: Instant } {
  const start = DateTime.fromFormat(month, 'yyyy-MM', { zone });
  if (!start.isValid) throw new RangeError(`no month ${month} in ${zone}`);
  return { startAt: toInstant(start.toMillis()), endAt: toInstant(start.plus({ months: 1 }).toMillis()) };
}

/** The months that are over at `asOf` in the zone, from the month of `since` on, oldest first. */
export function finishedMonths({ since, asOf, zone }: { since: Instant; asOf: Instant; zone: string }): string[] {
  const current = monthOf(asOf, zone);
  const months: string[] = [];
  for (let month = monthOf(since, zone); month < current; month = nextMonth(month)) months.push(month);
  return months;
}

const nextMonth = (month: string) => DateTime.fromFormat(month, 'yyyy-MM', { zone: 'utc' }).plus({ months: 1 }).toFormat('yyyy-MM');
