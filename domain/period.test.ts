import { expect, test } from 'vitest';
import { periodOf, spanOf } from './period.ts';

const zone = 'America/New_York';
const now = '2026-11-20T15:00:00.000Z'; // 10:00 there

test.each([
  ['today', 1, '2026-11-20', '2026-11-20T05:00:00.000Z', '2026-11-19T05:00:00.000Z', '2026-11-19T15:00:00.000Z'],
  ['7d', 7, '2026-11-14', '2026-11-14T05:00:00.000Z', '2026-11-07T05:00:00.000Z', '2026-11-13T15:00:00.000Z'],
  ['30d', 30, '2026-10-22', '2026-10-22T04:00:00.000Z', '2026-09-22T04:00:00.000Z', '2026-10-21T14:00:00.000Z'],
])('%s is open at its end, and measured against as long a stretch before it', (period, days, from, fromAt, beforeFrom, beforeTo) =>
  expect(periodOf({ period }, { zone, now })).toEqual({
    ...{ kind: period, days, from, to: null, fromAt, toAt: null },
    before: { fromAt: beforeFrom, toAt: beforeTo },
  }),
);

test('days of one’s own are whole, whichever is named first', () => {
  const expected = {
    ...{ kind: 'custom', days: 2, from: '2026-11-01', to: '2026-11-02' },
    ...{ fromAt: '2026-11-01T04:00:00.000Z', toAt: '2026-11-03T05:00:00.000Z' },
    before: { fromAt: '2026-10-30T04:00:00.000Z', toAt: '2026-11-01T04:00:00.000Z' },
  };
  expect(periodOf({ period: 'custom', from: '2026-11-01', to: '2026-11-02' }, { zone, now })).toEqual(expected);
  expect(periodOf({ period: 'custom', from: '2026-11-02', to: '2026-11-01' }, { zone, now })).toEqual(expected);
});

test.each([
  ['nothing', {}],
  ['a period that does not exist', { period: '90y' }],
  ['days of one’s own without a first', { period: 'custom', to: '2026-11-02' }],
])('an address with %s asks for seven days', (_case, ask) => expect(periodOf(ask, { zone, now }).kind).toBe('7d'));

test('days of one’s own reach back a year at most', () =>
  expect(periodOf({ period: 'custom', from: '2020-01-01', to: '2026-11-02' }, { zone, now }).days).toBe(366));

test('a list’s days are whole days of the zone, open where none is named', () => {
  expect(spanOf({ from: '2026-11-01', to: '2026-11-01' }, zone)).toEqual({
    fromAt: '2026-11-01T04:00:00.000Z',
    toAt: '2026-11-02T05:00:00.000Z',
  });
  expect(spanOf({ from: '2026-11-01', to: 'soon' }, zone)).toEqual({ fromAt: '2026-11-01T04:00:00.000Z', toAt: null });
});
