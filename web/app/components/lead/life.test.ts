import { expect, test } from 'vitest';
import type { PlannedStep } from '#stores/views-lead.ts';
import type { Entry } from '#stores/views-lead-timeline.ts';
import { ledTo, stationsOf } from './life.ts';

const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`;
const message = (what: string, channel: string, minute: number, status = 'delivered') =>
  ({ kind: 'message', id: `${what}-${channel}`, at: at(minute), direction: 'outbound', channel, what, status }) as Entry;
const step = (kind: string, minute: number, skipReason: string | null = null): PlannedStep => ({
  ...{ kind, at: at(minute), channels: [], decides: false, skipReason, reason: null, moved: null },
});

test('a life is told from its beginning: channels of one moment once, then what comes, the first of it as next', () => {
  const entries = [
    message('reminder_24h', 'email', 20),
    message('reminder_24h', 'sms', 20),
    message('reminder_2h', 'sms', 19, 'skipped'),
    { kind: 'booking', id: 'b', at: at(11) } as Entry,
    { kind: 'call', id: 'c', at: at(10), direction: 'outbound' } as Entry,
  ];
  expect(
    stationsOf(entries, [step('reminder_2h', 30, 'by_hand'), step('reminder_15m', 40), step('verdict', 50)]).map(({ text, state }) => [
      text,
      state,
    ]),
  ).toEqual([
    ['Call', 'done'],
    ['Booked', 'done'],
    ['24 h before', 'done'],
    ['2 h before', 'not-done'],
    ['15 min before', 'next'],
    ['Verdict', 'ahead'],
  ]);
});

const verdict = (counted: { show: number; milestone: number; missing: number } | null) =>
  ({ kind: 'verdict', id: 'v', status: 'shown', counted }) as Entry;
test.each([
  ['shown' as const, [verdict({ show: 3, milestone: 1, missing: 22 })], 'Showed up. It is show 3, and counts for milestone 1: 22 to go.'],
  ['shown' as const, [verdict(null)], 'Showed up.'],
  [
    'shown' as const,
    [{ kind: 'milestone', id: 'm', number: 1, shows: 25, amountCents: 200_000 } as Entry, verdict({ show: 25, milestone: 1, missing: 0 })],
    'Showed up, and completed milestone 1: 25 shows, $2,000.00 to be invoiced.',
  ],
  [
    'shown' as const,
    [{ kind: 'milestone', id: 'm', number: 2, shows: 25, amountCents: 200_000, invoiceId: 'i' } as Entry],
    'Showed up, and completed milestone 2: 25 shows, $2,000.00 invoiced.',
  ],
  ['unresponsive' as const, [], 'Given up: every attempt is used.'],
])('a lead that ends as %s', (status, entries, words) => expect(ledTo(status, entries)).toBe(words));
