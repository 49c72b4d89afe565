import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  comingInvoices,
  finishedMonths,
  monthBounds,
  monthOf,
  usageCostCents,
  usageInvoiceTotal,
  usageLines,
  usageSeconds,
} from './invoice.ts';
import { formatUsd } from './money.ts';

test.each([
  [60, 20, 20],
  [90, 20, 30],
  [150, 20, 50],
  [100, 20, 33],
  [1, 20, 0],
  [2, 20, 1],
  [45, 20, 15],
  [46, 20, 15],
  [0, 20, 0],
  [150, 15, 38], // 37.5 goes up
  [10, 15, 3], // 2.5 goes up
])('%i s at %i cents a minute cost %i cents', (seconds, rate, cents) => expect(usageCostCents(seconds, rate)).toBe(cents));

test('a begun second is billed', () => {
  expect([0, 1, 999, 1000, 1001, -5].map(usageSeconds)).toEqual([0, 1, 1, 1, 2, 0]);
});

test('Q10: cents are exact for any call', () => {
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(1_000), (seconds, rate) => {
      const doubled = 2n * BigInt(seconds) * BigInt(rate) + 60n;
      expect(BigInt(usageCostCents(seconds, rate))).toBe(doubled / 120n);
    }),
    { numRuns: 2_000 },
  );
}, 60_000);

test('an invoice is the sum of its calls', () => {
  const records = [100, 100, 100].map((seconds) => ({ costCents: usageCostCents(seconds, 20) }));
  expect(usageInvoiceTotal(records)).toBe(99); // not 300 s × 20 ¢ = 100
  expect(usageInvoiceTotal([])).toBe(0);
});

test('lines by rate, late records apart, nothing that costs nothing', () => {
  const record = (seconds: number, rateCents: number, costCents: number, periodMonth: string) => ({
    seconds,
    rateCents,
    costCents,
    periodMonth,
  });
  const records = [
    record(60, 20, 20, '2026-03'),
    record(90, 20, 30, '2026-03'),
    record(60, 25, 25, '2026-03'),
    record(120, 20, 40, '2026-02'),
    record(1, 15, 0, '2026-03'),
  ];
  expect(usageLines(records, '2026-03')).toEqual([
    { description: 'Calls of March 2026: 2.50 min at $0.20/min', seconds: 150, calls: 2, rateCents: 20, amountCents: 50, isLate: false },
    { description: 'Calls of March 2026: 1.00 min at $0.25/min', seconds: 60, calls: 1, rateCents: 25, amountCents: 25, isLate: false },
    {
      description: 'Calls before March 2026 (late): 2.00 min at $0.20/min',
      seconds: 120,
      calls: 1,
      rateCents: 20,
      amountCents: 40,
      isLate: true,
    },
  ]);
});

test('the month is the client’s own', () => {
  expect(monthOf('2026-04-01T03:59:59.999Z', 'America/New_York')).toBe('2026-03');
  expect(monthOf('2026-04-01T04:00:00.000Z', 'America/New_York')).toBe('2026-04');
  expect(monthOf('2026-03-31T12:00:00.000Z', 'Pacific/Auckland')).toBe('2026-04');
  expect(() => monthOf('2026-04-01T00:00:00.000Z', 'Mars/Olympus')).toThrow(RangeError);
});

test('a month with a clock change is an hour shorter', () => {
  expect(monthBounds('2026-03', 'America/New_York')).toEqual({ startAt: '2026-03-01T05:00:00.000Z', endAt: '2026-04-01T04:00:00.000Z' });
  expect(() => monthBounds('2026-13', 'America/New_York')).toThrow(RangeError);
});

test('finished months go up to the one before now, over the turn of the year', () => {
  const months = (since: string, asOf: string) => finishedMonths({ since, asOf, zone: 'America/New_York' });
  expect(months('2025-11-15T00:00:00.000Z', '2026-02-01T05:00:00.000Z')).toEqual(['2025-11', '2025-12', '2026-01']);
  expect(months('2025-11-15T00:00:00.000Z', '2026-02-01T04:59:59.999Z')).toEqual(['2025-11', '2025-12']);
  expect(months('2026-02-10T00:00:00.000Z', '2026-02-20T00:00:00.000Z')).toEqual([]);
});

test('money is shown with cents', () => {
  expect([200_000, 33, 0, -1_050].map(formatUsd)).toEqual(['$2,000.00', '$0.33', '$0.00', '-$10.50']);
});

describe('what the next invoices hold', () => {
  const march = { seconds: 150, rateCents: 20, costCents: 50, periodMonth: '2026-03', calls: 2 };
  const april = { seconds: 60, rateCents: 20, costCents: 20, periodMonth: '2026-04' };
  const told = (invoiced: string[], usage = [april, march]) =>
    comingInvoices(usage, { current: '2026-04', invoiced }).map(
      ({ month, amountCents, lines }) => `${month} ${amountCents}: ${lines.map(({ calls, isLate }) => `${calls}${isLate ? ' late' : ''}`)}`,
    );
  test('each month is one, the older first', () => expect(told([])).toEqual(['2026-03 50: 2', '2026-04 20: 1']));
  test('what comes late goes with the first month that has none', () => {
    expect(told(['2026-03'])).toEqual(['2026-04 70: 1,2 late']);
    expect(told(['2026-03', '2026-04'])).toEqual(['2026-05 70: 3 late']);
  });
  test('nothing to charge is no invoice, and is taken along by the next', () => {
    const free = { seconds: 1, rateCents: 20, costCents: 0, periodMonth: '2026-03' };
    expect(told([], [free])).toEqual([]);
    expect(told([], [free, april])).toEqual(['2026-04 20: 1']);
    expect(told([], [])).toEqual([]);
  });
});
