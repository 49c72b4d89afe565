import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from './cadence.ts';
import { decideShow, type ProofCall, type ShowFacts, verifyAt } from './show.ts';

const START = '2026-03-10T15:00:00.000Z';
const VERDICT = '2026-03-12T15:00:00.000Z';
const facts: ShowFacts = {
  startAt: START,
  verifyAt: VERDICT,
  now: VERDICT,
  clientConfirmed: null,
  leadConfirmed: null,
  calls: [],
  cadence: TRUE_CADENCE,
};
const decide = (change: Partial<ShowFacts>) => decideShow({ ...facts, ...change });
const call = (change: Partial<ProofCall> = {}): ProofCall => ({
  id: 'c1',
  startedAt: '2026-03-10T15:02:00.000Z',
  durationSeconds: 46,
  voicemail: false,
  open: false,
  ...change,
});
const shown = (method: string, disputed = false) => ({ kind: 'decided', status: 'shown', method, disputed });
const noShow = { kind: 'decided', status: 'no_show', method: 'none', disputed: false };

describe('who is believed', () => {
  test.each([
    ['the client before the lead', { clientConfirmed: true, leadConfirmed: false }, shown('client')],
    ['the lead before a call', { leadConfirmed: true, calls: [call()] }, shown('lead')],
    ['a call before nobody', { calls: [call()] }, { ...shown('call_duration'), proofCallId: 'c1' }],
    ['nobody', {}, noShow],
    ['a lead’s no is no proof against a call', { leadConfirmed: false, calls: [call()] }, { ...shown('call_duration'), proofCallId: 'c1' }],
    ['a client’s no alone', { clientConfirmed: false }, noShow],
    ['a client’s no against the lead', { clientConfirmed: false, leadConfirmed: true }, shown('lead', true)],
    ['a client’s no against a call', { clientConfirmed: false, calls: [call()] }, { ...shown('call_duration', true), proofCallId: 'c1' }],
    ['staff before all', { staff: false, clientConfirmed: true }, { kind: 'decided', status: 'no_show', method: 'staff', disputed: false }],
    ['staff against the client', { staff: true, clientConfirmed: false }, shown('staff')],
  ])('%s', (_case, change, expected) => expect(decide(change)).toEqual(expected));
});

describe('a call around two appointments speaks for one of them', () => {
  const next = (movedAt: string | null = null) => ({ startAt: '2026-03-11T15:00:00.000Z', movedAt });
  const calledAt = (startedAt: string, movedAt?: string) => decide({ next: next(movedAt), calls: [call({ startedAt })] });
  const proven = { ...shown('call_duration'), proofCallId: 'c1' };
  test('up to a quarter of an hour before the next begins it speaks for this one', () => {
    expect(calledAt('2026-03-11T14:44:59.999Z')).toEqual(proven);
    expect(calledAt('2026-03-11T14:45:00.000Z')).toEqual(noShow);
  });
  test('where this one was moved there, only up to the move', () => {
    expect(calledAt('2026-03-10T15:29:59.999Z', '2026-03-10T15:30:00.000Z')).toEqual(proven);
    expect(calledAt('2026-03-10T15:30:00.000Z', '2026-03-10T15:30:00.000Z')).toEqual(noShow);
  });
});

describe('when it is decided', () => {
  const before = '2026-03-10T14:59:59.999Z';
  test.each([
    ['before the start nobody decides', { now: before, clientConfirmed: true, staff: true, leadConfirmed: true }],
    ['a lead’s yes waits for the client to speak first', { now: '2026-03-12T14:59:59.999Z', leadConfirmed: true }],
    ['a call waits', { now: '2026-03-10T16:00:00.000Z', calls: [call()] }],
    ['a client’s no waits', { now: '2026-03-10T16:00:00.000Z', clientConfirmed: false }],
  ])('%s', (_case, change) => expect(decide(change)).toEqual({ kind: 'wait', verifyAt: VERDICT }));

  test('a client’s yes decides from the start on', () => {
    expect(decide({ now: START, clientConfirmed: true })).toEqual(shown('client'));
  });

  test('the verdict falls on the dot', () => {
    expect(decide({ now: VERDICT })).toEqual(noShow);
  });
});

describe('which calls prove a show', () => {
  test.each([
    ['46 seconds', call(), true],
    ['exactly 45 seconds', call({ durationSeconds: 45 }), false],
    ['no duration', call({ durationSeconds: null }), false],
    ['a voicemail', call({ voicemail: true, durationSeconds: 300 }), false],
    ['a quarter of an hour before the start', call({ startedAt: '2026-03-10T14:45:00.000Z' }), true],
    ['a millisecond earlier', call({ startedAt: '2026-03-10T14:44:59.999Z' }), false],
    ['at the verdict', call({ startedAt: VERDICT }), true],
    ['a millisecond later', call({ startedAt: '2026-03-12T15:00:00.001Z' }), false],
    ['the call that booked it', call({ startedAt: '2026-03-03T15:00:00.000Z', durationSeconds: 400 }), false],
  ])('%s: %s', (_case, proof, holds) => {
    expect(
      decide({ now: '2026-03-12T16:00:00.000Z', calls: [proof] }).kind === 'decided' &&
        decide({ now: '2026-03-12T16:00:00.000Z', calls: [proof] }),
    ).toMatchObject({
      status: holds ? 'shown' : 'no_show',
    });
  });
});

describe('a call still open at the verdict', () => {
  const open = call({ startedAt: '2026-03-12T14:55:00.000Z', durationSeconds: null, open: true });

  test('is waited for, as long as a call may last and a quarter of an hour', () => {
    expect(decide({ calls: [open] })).toEqual({ kind: 'wait', verifyAt: '2026-03-12T15:25:00.000Z' });
  });

  test('and no longer', () => {
    const later = '2026-03-12T15:25:00.000Z';
    expect(decide({ now: later, verifyAt: later, calls: [open] })).toEqual(noShow);
  });

  test('its end decides', () => {
    const later = '2026-03-12T15:25:00.000Z';
    expect(decide({ now: later, verifyAt: later, calls: [{ ...open, open: false, durationSeconds: 200 }] })).toMatchObject({
      method: 'call_duration',
    });
  });

  test('a call that began after the first verdict is not waited for, nor does it count', () => {
    const later = '2026-03-12T15:25:00.000Z';
    const newer = call({ startedAt: '2026-03-12T15:10:00.000Z', durationSeconds: null, open: true });
    expect(decide({ now: later, verifyAt: later, calls: [newer] })).toEqual(noShow);
    expect(decide({ now: later, verifyAt: later, calls: [{ ...newer, open: false, durationSeconds: 600 }] })).toEqual(noShow);
  });

  test('is not waited for when somebody has vouched', () => {
    expect(decide({ leadConfirmed: true, calls: [open] })).toEqual(shown('lead'));
  });
});

test.each([
  ['48 hours after the start', null, TRUE_CADENCE, '2026-03-12T15:00:00.000Z'],
  ['linked before the start changes nothing', '2026-03-10T14:00:00.000Z', TRUE_CADENCE, '2026-03-12T15:00:00.000Z'],
  ['linked within the first day changes nothing', '2026-03-11T14:00:00.000Z', TRUE_CADENCE, '2026-03-12T15:00:00.000Z'],
  ['linked late gives a day', '2026-03-12T10:00:00.000Z', TRUE_CADENCE, '2026-03-13T10:00:00.000Z'],
  ['where days are seconds', null, SECONDS_CADENCE, '2026-03-10T15:00:15.000Z'],
])('verdict: %s', (_case, linkedAt, cadence, expected) => expect(verifyAt({ startAt: START, linkedAt, cadence })).toBe(expected));

test('for any facts: nothing before the start, one answer at the end, and waiting never reaches past half an hour after the verdict', () => {
  const said = fc.constantFrom(true, false, null);
  const ms = (min: number, max: number) =>
    fc.integer({ min, max }).map((minutes) => new Date(Date.parse(START) + minutes * 60_000).toISOString());
  const someCall = fc.record({
    startedAt: ms(-60, 3_000),
    durationSeconds: fc.constantFrom(null, 0, 45, 46, 900),
    voicemail: fc.boolean(),
    open: fc.boolean(),
  });
  fc.assert(
    fc.property(said, said, fc.array(someCall, { maxLength: 4 }), ms(-30, 3_500), (clientConfirmed, leadConfirmed, calls, now) => {
      const decision = decide({ clientConfirmed, leadConfirmed, calls, now });
      if (now < START) expect(decision).toEqual({ kind: 'wait', verifyAt: VERDICT });
      if (now >= '2026-03-12T15:30:00.000Z') expect(decision.kind).toBe('decided');
      if (decision.kind === 'wait') expect(decision.verifyAt > now && decision.verifyAt <= '2026-03-12T15:30:00.000Z').toBe(true);
      if (decision.kind === 'decided' && decision.status === 'shown') {
        const proof = calls.some(
          (c) =>
            !c.voicemail &&
            !c.open &&
            c.durationSeconds !== null &&
            c.durationSeconds >= 46 &&
            c.startedAt >= '2026-03-10T14:45' &&
            c.startedAt <= VERDICT,
        );
        expect(clientConfirmed === true || leadConfirmed === true || proof).toBe(true);
      }
    }),
    { numRuns: 2_000 },
  );
}, 60_000);
