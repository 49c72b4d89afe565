import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Moment, plan, SEND_KINDS, type Snapshot } from './snapshot.ts';

const snapshot = (moments: Moment[]): Snapshot => ({ seq: 1, phase: 'attend', moments });

test('what is ahead comes in order, what came too late is dropped, and nothing follows the decision', () => {
  const moments: Moment[] = [
    { kind: 'verdict', at: 500, decides: true },
    { kind: 'reminder_2h', at: 200, until: 300 },
    { kind: 'reminder_24h', at: 100, until: 200 },
    { kind: 'attendance_check', at: 400, until: 500 },
    { kind: 'rebook_day0', at: 600, until: 700 },
  ];
  expect(plan(snapshot(moments), 200)).toEqual([
    { kind: 'reminder_2h', at: 200, until: 300 },
    { kind: 'attendance_check', at: 400, until: 500 },
    { kind: 'verdict', at: 500, decides: true },
  ]);
});

test('a send that is late but still useful stays', () => {
  const late: Moment = { kind: 'reminder_2h', at: 200, until: 300 };
  expect(plan(snapshot([late, { kind: 'verdict', at: 500, decides: true }]), 299)[0]).toEqual(late);
});

test('at the same moment a send goes before the decision', () => {
  const moments: Moment[] = [
    { kind: 'verdict', at: 400, decides: true },
    { kind: 'attendance_check', at: 400, until: 500 },
  ];
  expect(plan(snapshot(moments), 0).map(({ kind }) => kind)).toEqual(['attendance_check', 'verdict']);
});

test('a decision is never too late', () => {
  expect(plan(snapshot([{ kind: 'verdict', at: 500, decides: true }]), 9_999)).toHaveLength(1);
});

const someMoment: fc.Arbitrary<Moment> = fc.oneof(
  fc
    .record({ kind: fc.constantFrom(...SEND_KINDS), at: fc.nat(100), length: fc.nat(20) })
    .map(({ kind, at, length }) => ({ kind, at, until: at + length })),
  fc.record({
    kind: fc.constantFrom('verdict' as const, 'back_to_reach' as const, 'unresponsive' as const),
    at: fc.nat(100),
    decides: fc.constant(true as const),
  }),
);

test('any moments, in any order: sorted, useful, ended by the earliest decision, and planning again later only shortens', () => {
  fc.assert(
    fc.property(fc.array(someMoment, { maxLength: 12 }), fc.nat(120), fc.nat(20), (moments, now, later) => {
      const planned = plan(snapshot(moments), now);
      expect(plan(snapshot([...moments].reverse()), now).map(({ at }) => at)).toEqual(planned.map(({ at }) => at));
      for (const [i, moment] of planned.entries()) {
        expect(moments).toContain(moment);
        expect(moment.decides || moment.until > now).toBe(true);
        expect(i === 0 || moment.at >= (planned[i - 1]?.at ?? 0)).toBe(true);
        expect(moment.decides === true && i < planned.length - 1).toBe(false);
      }
      const decisions = moments.filter(({ decides }) => decides).map(({ at }) => at);
      if (decisions.length > 0) expect(planned.at(-1)).toMatchObject({ decides: true, at: Math.min(...decisions) });
      else expect(planned).toHaveLength(moments.filter((m) => !m.decides && m.until > now).length);
      expect(planned).toEqual(expect.arrayContaining(plan(snapshot(moments), now + later)));
    }),
    { numRuns: 2_000 },
  );
}, 60_000);
