import { describe, expect, test } from 'vitest';
import { DEFAULT_HOURS } from './calling-window.ts';
import { ASSUMED_RATES, type EstimateQuestion, estimateCampaign, ratesOf } from './estimate.ts';

const FRIDAY_10_EST = '2026-11-20T15:00:00.000Z';
const HOUR = 3_600;
const question = (given: Partial<EstimateQuestion> = {}): EstimateQuestion => ({
  at: FRIDAY_10_EST,
  groups: [{ zones: ['America/New_York'], leads: 100 }],
  hours: DEFAULT_HOURS,
  attempts: 1,
  retry: [4 * HOUR, 24 * HOUR],
  lines: 2,
  pace: null,
  rates: ASSUMED_RATES,
  centsPerMinute: 20,
  ...given,
});

describe('calls and cost', () => {
  test('one attempt: each lead once; 30 of 100 answer; 100 calls of 27 s at 20 cents a minute are $9', () => {
    expect(estimateCampaign(question())).toMatchObject({ calls: 100, answered: 30, seconds: 2_700, costCents: 900 });
  });

  test('three attempts: who answered is not called again, so 100 + 70 + 49 calls reach 66 leads', () => {
    expect(estimateCampaign(question({ attempts: 3 }))).toMatchObject({ calls: 219, answered: 66, seconds: 5_913, costCents: 1_971 });
  });

  test('measured rates stand in place of the assumed ones', () => {
    const rates = ratesOf({ placed: 200, answered: 100, seconds: 12_000 });
    expect(rates).toEqual({ answered: 0.5, secondsPerCall: 60, measuredCalls: 200 });
    expect(estimateCampaign(question({ attempts: 2, rates }))).toMatchObject({ calls: 150, answered: 75, costCents: 3_000 });
  });

  test('49 calls are too few to measure by', () => {
    expect(ratesOf({ placed: 49, answered: 49, seconds: 9_999 })).toEqual({ answered: 0.3, secondsPerCall: 27, measuredCalls: 0 });
  });
});

describe('first and last call', () => {
  test.each([
    // 100 calls of 27 + 20 s on two lines are 2,350 s of line time.
    ['in open hours the lines work at once', {}, FRIDAY_10_EST, '2026-11-20T15:39:10.000Z'],
    // Friday's dials end at 19:50; 20:00 EST is over, so it begins on Saturday at 09:00.
    ['after hours it begins when they open', { at: '2026-11-21T01:00:00.000Z' }, '2026-11-21T14:00:00.000Z', '2026-11-21T14:39:10.000Z'],
    // 19:40 EST: ten minutes are left for dials, the other 1,750 s are on Saturday.
    ['what does not fit goes on the next day', { at: '2026-11-21T00:40:00.000Z' }, '2026-11-21T00:40:00.000Z', '2026-11-21T14:29:10.000Z'],
    // Saturday 19:45 EST: 5 min, then Sunday is closed: 2,050 s on Monday.
    ['over a closed day', { at: '2026-11-22T00:45:00.000Z' }, '2026-11-22T00:45:00.000Z', '2026-11-23T14:34:10.000Z'],
    // The lead called last at 10:39:10 waits 4 h, is called 47 s, waits a day, and is called on Saturday at 14:39:57.
    ['the waits between attempts count', { attempts: 3 }, FRIDAY_10_EST, '2026-11-21T19:40:44.000Z'],
    [
      'without hours the night is as good as the day',
      { hours: null, at: '2026-11-21T05:00:00.000Z' },
      '2026-11-21T05:00:00.000Z',
      '2026-11-21T05:39:10.000Z',
    ],
    // 100 calls of 4 s on two lines, then 10 s and 20 s with one call each.
    [
      'a rehearsal is played fast',
      { hours: null, pace: 'seconds', attempts: 3, retry: [10, 20] },
      FRIDAY_10_EST,
      '2026-11-20T15:07:18.000Z',
    ],
  ])('%s', (_case, given, firstAt, lastAt) => {
    expect(estimateCampaign(question(given))).toMatchObject({ firstAt, lastAt });
  });

  test('each zone has its own hours and its part of the lines; the last of all counts', () => {
    const groups = [
      { zones: ['America/New_York'], leads: 50 },
      { zones: ['America/Los_Angeles'], leads: 50 },
    ];
    // New York at once; Los Angeles opens at 17:00Z, and half of the lines need 2,350 s for half of the leads.
    expect(estimateCampaign(question({ groups }))).toMatchObject({ firstAt: FRIDAY_10_EST, lastAt: '2026-11-20T17:39:10.000Z' });
  });

  test('nobody to call: nothing, and no time', () => {
    expect(estimateCampaign(question({ groups: [] }))).toEqual({
      calls: 0,
      answered: 0,
      seconds: 0,
      costCents: 0,
      firstAt: null,
      lastAt: null,
    });
  });

  test('hours that never open have no end', () => {
    const hours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect(estimateCampaign(question({ hours }))).toMatchObject({ calls: 100, firstAt: null, lastAt: null });
  });
});
