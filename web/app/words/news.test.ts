import { expect, test } from 'vitest';
import type { News } from '#stores/news.ts';
import { newsByDay, newsWords } from './news.ts';

const FACTS = { key: 'k', at: '2026-11-20T15:00:00.000Z', mode: 'live' } as const;
const IMPORT = { ...FACTS, kind: 'import', importId: 'i1', campaignId: 'c1', campaign: 'Roofs', file: 'leads.csv' } as const;

test.each<[string, News, string[]]>([
  [
    'an import',
    { ...IMPORT, error: null, inserted: 1_240, refused: 1 },
    ['“leads.csv” is imported', '1,240 leads added to “Roofs”, 1 row refused.', '/campaigns/c1/imports/i1'],
  ],
  [
    'an import without refusals',
    { ...IMPORT, error: null, inserted: 1, refused: 0 },
    ['“leads.csv” is imported', '1 lead added to “Roofs”.', '/campaigns/c1/imports/i1'],
  ],
  [
    'an import that stopped',
    { ...IMPORT, error: 'upload_missing: gone', inserted: 0, refused: 0 },
    ['The import of “leads.csv” stopped', 'Into “Roofs”. Open it for the reason.', '/campaigns/c1/imports/i1'],
  ],
  [
    'a campaign',
    { ...FACTS, kind: 'campaign', campaignId: 'c1', campaign: 'Roofs', leads: 200, booked: 31, shown: 25 },
    ['“Roofs” is done', '200 leads, 31 booked, 25 showed.', '/campaigns/c1'],
  ],
  [
    'a milestone of a rehearsal',
    { ...FACTS, mode: 'rehearsal', kind: 'milestone', number: 2, shows: 50, amountCents: 200_000 },
    ['Milestone 2 is reached', '50 appointments showed: $2,000.', '/billing/milestones/2?books=rehearsal'],
  ],
  [
    'a payment',
    { ...FACTS, kind: 'payment', invoiceId: 'v1', number: null, amountCents: 4_200, reason: 'The payment was declined.' },
    ['The payment of an invoice failed', '$42.00. The payment was declined.', '/billing/invoices/v1'],
  ],
  [
    'bookings',
    { ...FACTS, kind: 'booking', count: 2 },
    ['2 bookings without a lead', 'Link each to the lead it belongs to, or set it aside.', '/appointments?view=unmatched'],
  ],
  [
    'a vendor’s refusals',
    { ...FACTS, kind: 'provider', vendor: 'twilio', isUnclear: false, count: 12 },
    ['Twilio refused 12 requests', 'Nothing was done; where another try helps, it is planned already.', '/needs?which=refused'],
  ],
  [
    'a vendor’s silence',
    { ...FACTS, kind: 'provider', vendor: 'calcom', isUnclear: true, count: 1 },
    [
      'Cal.com left 1 request unclear',
      'Whether it was done could not be found out. Nothing is done a second time.',
      '/needs?which=unclear',
    ],
  ],
])('%s', (_case, news, expected) => {
  const { text, detail, to } = newsWords(news);
  expect([text, detail, to]).toEqual(expected);
});

test('days are those of the zone, today and yesterday by name', () => {
  const at = (instant: string) => ({ at: instant });
  const late = at('2026-11-21T02:00:00.000Z'); // the evening before in New York
  const [noon, before, older] = [at('2026-11-20T17:00:00.000Z'), at('2026-11-19T17:00:00.000Z'), at('2026-11-02T17:00:00.000Z')];
  expect(newsByDay([late, noon, before, older], 'America/New_York', '2026-11-21T03:00:00.000Z')).toEqual([
    { day: 'Today', pieces: [late, noon] },
    { day: 'Yesterday', pieces: [before] },
    { day: '2 Nov 2026', pieces: [older] },
  ]);
});
