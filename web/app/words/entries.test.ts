import { expect, test } from 'vitest';
import type { VerdictEntry } from '#stores/views-lead-timeline.ts';
import { decisionWords, evidenceWords, factWords, ruleWords } from './entries.ts';

const denver = { zone: 'America/Denver', windows: ['09:00–20:00'] };
test.each([
  [{ channel: 'call', codes: ['outside_hours'], hours: denver }, 'Not called: outside 09:00–20:00 in Denver'],
  [
    { channel: 'call', codes: ['outside_hours'], hours: { zone: 'America/New_York', windows: [] } },
    'Not called: no hours that day in New York',
  ],
  [{ channel: 'call', codes: ['outside_hours'], hours: null }, 'Not called: it is outside the permitted hours where the lead lives'],
  [{ channel: 'sms', codes: ['daily_cap'], hours: null }, 'Not texted: this number has been contacted three times in the last 24 hours'],
  [{ channel: 'email', codes: [], hours: null }, 'Not e-mailed: refused'],
])('what was not done says why: %j', (decision, words) => expect(decisionWords(decision)).toBe(words));

test('a rule without a name of its own is spelled out', () =>
  expect(ruleWords(['outside_hours', 'clock_skew'])).toBe('Calling hours, Clock skew'));

const evidence = (clientConfirmed: boolean | null, leadConfirmed: boolean | null, proofSeconds: number | null) =>
  evidenceWords({ clientConfirmed, leadConfirmed, proofSeconds } as VerdictEntry);
test('a verdict lists every piece of evidence there was', () => {
  expect(evidence(true, false, 45)).toBe('client said yes · lead said no · longest call around it 45 s');
  expect(evidence(null, null, null)).toBe('no call around it');
});

test('who asked for something by hand is named', () => {
  const fact = { kind: 'fact' as const, id: '1', at: '2026-11-20T10:00:00.000Z', type: 'lead.step_skipped' };
  expect(factWords({ ...fact, payload: { by: 'Dana Demo', step: 'reminder_2h' } })).toBe(
    'Dana Demo took a step out of the plan: reminder two hours before',
  );
});
