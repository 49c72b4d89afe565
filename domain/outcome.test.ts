import { describe, expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from './cadence.ts';
import { CALL_OUTCOMES, PHASES } from './lead.ts';
import { type AfterCallFacts, afterCall, afterInvite, type CallReport, readCall } from './outcome.ts';

const report = (change: Partial<CallReport>): CallReport => ({
  status: 'ended',
  disconnectionReason: 'user_hangup',
  inVoicemail: false,
  analysisOutcome: null,
  durationMs: 60_000,
  ...change,
});
const unconnected = (disconnectionReason: string) =>
  report({ status: 'not_connected', disconnectionReason, inVoicemail: null, durationMs: null });
/** status, outcome, counts, answered */
const read = (r: CallReport) => {
  const { callStatus, outcome, counts, answered } = readCall(r);
  return [callStatus, outcome, counts, answered];
};

describe('what the vendor reports', () => {
  test.each([
    ['a talk with an outcome', report({ analysisOutcome: 'appointment_set' }), ['completed', 'appointment_set', true, true]],
    ['an outcome in other words', report({ analysisOutcome: ' Booked ' }), ['completed', 'appointment_set', true, true]],
    ['an outcome in two words', report({ analysisOutcome: 'Not interested' }), ['completed', 'not_interested', true, true]],
    ['a talk without an outcome', report({}), ['completed', 'unknown', true, true]],
    ['a talk with a word nobody knows', report({ analysisOutcome: 'constructor' }), ['completed', 'unknown', true, true]],
    ['the agent hung up', report({ disconnectionReason: 'agent_hangup' }), ['completed', 'unknown', true, true]],
    ['silence', report({ disconnectionReason: 'inactivity' }), ['completed', 'unknown', true, true]],
    ['the longest call', report({ disconnectionReason: 'max_duration_reached' }), ['completed', 'unknown', true, true]],
    [
      'a transfer',
      report({ disconnectionReason: 'call_transfer', analysisOutcome: 'transferred' }),
      ['completed', 'transferred', true, true],
    ],
    ['voicemail', report({ disconnectionReason: 'voicemail_reached' }), ['voicemail', 'voicemail', true, false]],
    ['a menu', report({ disconnectionReason: 'ivr_reached' }), ['voicemail', 'voicemail', true, false]],
    [
      'voicemail seen in the analysis',
      report({ inVoicemail: true, analysisOutcome: 'not_interested' }),
      ['voicemail', 'voicemail', true, false],
    ],
    ['voicemail heard by the agent', report({ analysisOutcome: 'voicemail' }), ['voicemail', 'voicemail', true, false]],
    ['no answer', unconnected('dial_no_answer'), ['no_answer', 'no_answer', true, false]],
    ['busy', unconnected('dial_busy'), ['busy', 'no_answer', true, false]],
    ['pressed away', unconnected('user_declined'), ['no_answer', 'no_answer', true, false]],
    ['did not go through', unconnected('dial_failed'), ['failed', 'failed', true, false]],
    ['no such number', unconnected('invalid_destination'), ['failed', 'failed', true, false]],
    ['all lines taken', unconnected('concurrency_limit_reached'), ['failed', 'failed', false, false]],
    ['our bill unpaid', unconnected('no_valid_payment'), ['failed', 'failed', false, false]],
    ['a fault of a kind not seen before', unconnected('error_new_kind'), ['failed', 'failed', false, false]],
    ['an error without a reason', report({ status: 'error', disconnectionReason: null }), ['failed', 'failed', false, false]],
    ['an unknown reason', unconnected('solar_flare'), ['failed', 'failed', true, false]],
    [
      'an unknown reason after a talk',
      report({ disconnectionReason: 'solar_flare', analysisOutcome: 'interested' }),
      ['completed', 'interested', true, true],
    ],
    [
      'not connected, no reason',
      report({ status: 'not_connected', disconnectionReason: null, durationMs: null }),
      ['no_answer', 'no_answer', true, false],
    ],
    [
      'a line that broke after a refusal',
      report({ disconnectionReason: 'error_llm_websocket_lost_connection', analysisOutcome: 'not_interested' }),
      ['failed', 'not_interested', true, true],
    ],
    ['a line that broke', report({ disconnectionReason: 'error_asr' }), ['failed', 'failed', false, false]],
  ])('%s', (_case, given, expected) => expect(read(given)).toEqual(expected));

  test('only an invalid destination is an invalid number', () => {
    expect(readCall(unconnected('invalid_destination')).isInvalidNumber).toBe(true);
    expect(readCall(unconnected('dial_failed')).isInvalidNumber).toBe(false);
  });

  test('a call that still runs is no end', () => {
    expect(readCall(report({ status: 'ongoing', disconnectionReason: null }))).toMatchObject({
      callStatus: 'in_progress',
      isFinal: false,
      counts: false,
    });
    expect(readCall(report({ status: 'registered', disconnectionReason: null }))).toMatchObject({ callStatus: 'queued', isFinal: false });
    expect(readCall(report({})).isFinal).toBe(true);
  });
});

const now = '2026-03-10T15:00:00.000Z';
const facts: AfterCallFacts = {
  outcome: 'no_answer',
  attempts: 1,
  maxAttempts: 3,
  callbacks: 0,
  cadence: TRUE_CADENCE,
  now,
  hasOpenAppointment: false,
  phase: 'reach',
};
const comesOf = (change: Partial<AfterCallFacts>) => afterCall({ ...facts, ...change });

describe('what comes of a call', () => {
  test.each([
    [
      'no answer once',
      {},
      { kind: 'retry', dueAt: '2026-03-10T19:00:00.000Z', status: 'queued', phase: 'reach', reason: 'No answer; attempt 2 of 3 follows' },
    ],
    ['no answer twice', { attempts: 2 }, { kind: 'retry', dueAt: '2026-03-11T15:00:00.000Z', status: 'queued', phase: 'reach' }],
    [
      'no answer three times',
      { attempts: 3 },
      { kind: 'unresponsive', status: 'unresponsive', phase: 'end', reason: 'No answer; all 3 attempts are used' },
    ],
    ['voicemail', { outcome: 'voicemail' }, { kind: 'retry', status: 'queued' }],
    ['a fault that did not count', { outcome: 'failed', attempts: 0 }, { kind: 'retry', dueAt: '2026-03-10T19:00:00.000Z' }],
    [
      'an invalid number',
      { outcome: 'failed', isInvalidNumber: true },
      { kind: 'invalid', status: 'invalid', phase: 'end', suppress: null },
    ],
    ['a wrong number', { outcome: 'wrong_number' }, { kind: 'invalid', status: 'invalid', phase: 'end', suppress: 'wrong_number' }],
    ['not interested', { outcome: 'not_interested' }, { kind: 'dnc', status: 'dnc', phase: 'end', suppress: 'not_interested' }],
    [
      'agreed, nothing booked',
      { outcome: 'appointment_set' },
      { kind: 'invite', status: 'contacted', phase: 'invite', invite: { again: true, giveUp: 259_200 } },
    ],
    [
      'interested',
      { outcome: 'interested' },
      { kind: 'invite', status: 'contacted', phase: 'invite', invite: { again: false, giveUp: 86_400 } },
    ],
    ['a question', { outcome: 'question_answered' }, { kind: 'invite', invite: { again: false, giveUp: 86_400 } }],
    ['nobody knows', { outcome: 'unknown' }, { kind: 'invite', invite: { again: false, giveUp: 86_400 } }],
    ['interested in the last attempt still gets the link', { outcome: 'interested', attempts: 3 }, { kind: 'invite' }],
    ['booked in the call', { outcome: 'appointment_set', hasOpenAppointment: true }, { kind: 'booked', status: 'booked', phase: 'attend' }],
  ] as [string, Partial<AfterCallFacts>, object][])('%s', (_case, change, expected) => expect(comesOf(change)).toMatchObject(expected));

  test('an open appointment beats every outcome in every phase, and a refusal is kept all the same', () => {
    for (const outcome of CALL_OUTCOMES) {
      for (const phase of PHASES)
        expect(comesOf({ outcome, phase, hasOpenAppointment: true, attempts: 3 })).toMatchObject({
          kind: 'booked',
          status: 'booked',
          phase: 'attend',
        });
    }
    expect(comesOf({ outcome: 'not_interested', hasOpenAppointment: true }).suppress).toBe('not_interested');
    expect(comesOf({ outcome: 'interested', hasOpenAppointment: true }).suppress).toBeNull();
  });
});

describe('a callback', () => {
  const callback = (change: Partial<AfterCallFacts>) => comesOf({ outcome: 'callback_requested', ...change });

  test.each([
    ['at the time asked for', '2026-03-17T14:00:00.000Z', '2026-03-17T14:00:00.000Z'],
    ['without a time, a day later', null, '2026-03-11T15:00:00.000Z'],
    ['for a time just past, now', '2026-03-10T14:59:00.000Z', '2026-03-10T15:00:00.000Z'],
    ['for a time long past, a day later', '2024-03-17T14:00:00.000Z', '2026-03-11T15:00:00.000Z'],
    ['for a time next year, a day later', '2027-03-17T14:00:00.000Z', '2026-03-11T15:00:00.000Z'],
    ['for a time in another spelling', '2026-03-17T10:00:00-04:00', '2026-03-17T14:00:00.000Z'],
  ])('%s', (_case, callbackAt, dueAt) => {
    expect(callback({ callbackAt })).toMatchObject({ kind: 'callback', dueAt, status: 'callback', phase: 'reach' });
  });

  test('does not count against the attempts', () => expect(callback({ attempts: 3 }).kind).toBe('callback'));
  test('the fifth is granted, the sixth is a retry', () => {
    expect(callback({ callbacks: 4 }).kind).toBe('callback');
    expect(callback({ callbacks: 5 })).toMatchObject({ kind: 'retry', dueAt: '2026-03-10T19:00:00.000Z' });
    expect(callback({ callbacks: 5, attempts: 3 }).kind).toBe('unresponsive');
  });
  test('where days are seconds', () => expect(callback({ cadence: SECONDS_CADENCE }).dueAt).toBe('2026-03-10T15:00:10.000Z'));
});

describe('a call that ends when the lead has gone on', () => {
  test.each([
    ['rebook', 'no_answer'],
    ['rebook', 'interested'],
    ['rebook', 'callback_requested'],
    ['attend', 'wrong_number'],
    ['attend', 'voicemail'],
    ['end', 'interested'],
    ['end', 'wrong_number'],
    ['invite', 'no_answer'],
    ['invite', 'interested'],
    ['invite', 'appointment_set'],
  ] as const)('in %s, %s changes nothing', (phase, outcome) => {
    expect(comesOf({ phase, outcome, status: 'shown' })).toMatchObject({ kind: 'keep', phase, status: 'shown' });
  });

  test.each(PHASES)('a refusal ends %s', (phase) => {
    expect(comesOf({ phase, outcome: 'not_interested' })).toMatchObject({ kind: 'dnc', phase: 'end', suppress: 'not_interested' });
  });

  test('a wrong number ends an invitation and a rebooking', () => {
    expect(comesOf({ phase: 'invite', outcome: 'wrong_number' }).kind).toBe('invalid');
    expect(comesOf({ phase: 'rebook', outcome: 'wrong_number' }).kind).toBe('invalid');
  });

  test('a lead who calls to be called back leaves the invitation', () => {
    expect(comesOf({ phase: 'invite', outcome: 'callback_requested' })).toMatchObject({ kind: 'callback', phase: 'reach' });
  });
});

test('a link that led nowhere brings the lead back while attempts are left', () => {
  expect(afterInvite({ attempts: 2, maxAttempts: 3, now })).toMatchObject({
    kind: 'callback',
    status: 'callback',
    phase: 'reach',
    dueAt: now,
  });
  expect(afterInvite({ attempts: 3, maxAttempts: 3, now })).toMatchObject({ kind: 'unresponsive', status: 'unresponsive', phase: 'end' });
});
