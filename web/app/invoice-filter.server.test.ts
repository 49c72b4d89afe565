import { expect, test } from 'vitest';
import { invoiceFilter } from './invoice-filter.server.ts';

const all = { mode: 'live', kind: undefined, status: undefined, failed: undefined, from: undefined, to: undefined, page: 1, pageSize: 50 };
test.each([
  ['', all],
  ['status=paid&kind=usage&page=3', { ...all, status: ['paid'], kind: ['usage'], page: 3 }],
  ['status=failed', { ...all, mode: undefined, failed: true }], // as the overview counts them
  ['status=failed&books=live', { ...all, failed: true }],
  ['status=open', { ...all, status: ['open'], failed: false }],
  ['since=2026-11-01&until=2026-11-30', { ...all, from: new Date('2026-11-01T04:00:00Z'), to: new Date('2026-12-01T05:00:00Z') }],
  ['status=gone&kind=x&since=yesterday&page=-2', all],
])('“%s” names its invoices', (address, filter) =>
  expect(invoiceFilter(new URLSearchParams(address), 'America/New_York', 'live')).toEqual(filter),
);
