import { expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from './cadence.ts';
import { planRebook, type RebookPlan } from './rebook.ts';

const plan: RebookPlan = {
  decidedAt: '2026-03-12T15:00:00.000Z',
  now: '2026-03-12T15:00:00.000Z',
  cadence: TRUE_CADENCE,
  channels: { sms: true, email: true },
  quiet: { enforce: true, zones: ['America/New_York'] },
};
const lines = (change: Partial<RebookPlan> = {}) => {
  const { sends, giveUpAt } = planRebook({ ...plan, ...change });
  const at = (ms: number) => new Date(ms).toISOString().slice(5, 19);
  return [
    ...sends.map((send) => `${send.kind} ${send.channel} ${at(send.at)} → ${at(send.until)}${send.skip ? ` ${send.skip}` : ''}`),
    `give up ${at(giveUpAt)}`,
  ];
};

test('text now, e-mail on day 2, text on day 4, all counted from the decision, and three days more', () => {
  expect(lines()).toEqual([
    'rebook_day0 sms 03-12T15:00:00 → 03-14T15:00:00',
    'rebook_day2 email 03-14T15:00:00 → 03-16T15:00:00',
    'rebook_day4 sms 03-16T15:00:00 → 03-19T15:00:00',
    'give up 03-19T15:00:00',
  ]);
});

test('REBOOK-5: steps at night wait for nine in the morning; eight is day', () => {
  expect(lines({ decidedAt: '2026-03-12T11:59:00.000Z', now: '2026-03-12T11:59:00.000Z' })).toEqual([
    'rebook_day0 sms 03-12T13:00:00 → 03-14T13:00:00',
    'rebook_day2 email 03-14T13:00:00 → 03-16T13:00:00',
    'rebook_day4 sms 03-16T13:00:00 → 03-19T13:00:00',
    'give up 03-19T13:00:00',
  ]);
  expect(lines({ decidedAt: '2026-03-12T12:00:00.000Z', now: '2026-03-12T12:00:00.000Z' })[0]).toBe(
    'rebook_day0 sms 03-12T12:00:00 → 03-14T12:00:00',
  );
  expect(lines({ decidedAt: '2026-03-13T01:00:00.000Z', now: '2026-03-13T01:00:00.000Z' })[0]).toBe(
    'rebook_day0 sms 03-13T13:00:00 → 03-15T13:00:00',
  );
});

test('over the change to summer time nine in the morning is an hour earlier in UTC', () => {
  const decidedAt = '2026-03-06T12:30:00.000Z'; // Friday, half past seven
  expect(lines({ decidedAt, now: decidedAt }).slice(0, 3)).toEqual([
    'rebook_day0 sms 03-06T14:00:00 → 03-08T12:30:00',
    'rebook_day2 email 03-08T12:30:00 → 03-10T12:30:00', // half past eight by then
    'rebook_day4 sms 03-10T12:30:00 → 03-13T12:30:00',
  ]);
});

test('without an e-mail address the second step is a text', () => {
  expect(lines({ channels: { sms: true, email: false } })[1]).toBe('rebook_day2 sms 03-14T15:00:00 → 03-16T15:00:00');
});

test('without any address all steps are kept with the reason', () => {
  expect(planRebook({ ...plan, channels: { sms: false, email: false } }).sends.map(({ skip }) => skip)).toEqual([
    'no_address',
    'no_address',
    'no_address',
  ]);
});

test('a reply moves all that is ahead together, and nothing that is past', () => {
  const replied = { now: '2026-03-14T10:00:00.000Z', pausedUntil: '2026-03-15T15:00:00.000Z' };
  expect(lines(replied)).toEqual([
    'rebook_day0 sms 03-12T15:00:00 → 03-15T15:00:00',
    'rebook_day2 email 03-15T15:00:00 → 03-17T15:00:00',
    'rebook_day4 sms 03-17T15:00:00 → 03-20T15:00:00',
    'give up 03-20T15:00:00',
  ]);
  expect(lines({ now: '2026-03-12T16:00:00.000Z', pausedUntil: '2026-03-13T16:00:00.000Z' })).toEqual(lines());
});

test('a second reply moves a step that the first one still holds back', () => {
  const again = { now: '2026-03-14T20:00:00.000Z', pausedUntil: '2026-03-15T20:00:00.000Z', sent: ['rebook_day0'] as const };
  expect(lines(again)).toEqual([
    'rebook_day0 sms 03-12T15:00:00 → 03-15T20:00:00',
    'rebook_day2 email 03-15T20:00:00 → 03-17T20:00:00',
    'rebook_day4 sms 03-17T20:00:00 → 03-20T20:00:00',
    'give up 03-20T20:00:00',
  ]);
});

test('a reply before the first step, which waits for the morning, holds that back too', () => {
  const night = {
    decidedAt: '2026-03-12T05:00:00.000Z',
    now: '2026-03-12T06:00:00.000Z',
    pausedUntil: '2026-03-13T06:00:00.000Z',
    sent: [],
  };
  expect(lines(night)[0]).toBe('rebook_day0 sms 03-13T13:00:00 → 03-15T13:00:00');
});

test('an unknown zone sends nothing and still gives up in time', () => {
  expect(lines({ quiet: { enforce: true, zones: [] } })).toEqual([
    'rebook_day0 sms 03-12T15:00:00 → 03-14T15:00:00 outside_hours',
    'rebook_day2 email 03-14T15:00:00 → 03-16T15:00:00 outside_hours',
    'rebook_day4 sms 03-16T15:00:00 → 03-19T15:00:00 outside_hours',
    'give up 03-19T15:00:00',
  ]);
});

test('where days are seconds', () => {
  expect(lines({ cadence: SECONDS_CADENCE, quiet: { enforce: false, zones: [] } })).toEqual([
    'rebook_day0 sms 03-12T15:00:00 → 03-12T15:00:10',
    'rebook_day2 email 03-12T15:00:10 → 03-12T15:00:20',
    'rebook_day4 sms 03-12T15:00:20 → 03-12T15:00:30',
    'give up 03-12T15:00:30',
  ]);
});
