import { expect, test } from 'vitest';
import type { ChangeEffects } from '#stores/campaign-change.ts';
import { changeWords } from './changes.ts';

const NOTHING: ChangeEffects = {
  ...{ status: 'active', mode: 'live', changes: [], moves: { leads: 0, groups: [] } },
  ...{ attemptsUsed: 0, liveCalls: 0, plannedMessages: 0, appointments: 0 },
};
const NAMES = { agent: (id: string) => `agent ${id}`, number: (id: string) => `number ${id}` };
const words = (effects: Partial<ChangeEffects>) => changeWords({ ...NOTHING, ...effects }, NAMES);

test('new hours name how many leads move from when to when, and what stays', () => {
  const groups = [
    { leads: 412, from: '2026-11-21 09:00', to: '2026-11-21 10:00' },
    { leads: 1, from: null, to: '2026-11-23 10:00' },
    { leads: 2, from: '2026-11-23 19:00', to: null },
  ];
  const told = words({
    changes: [{ name: 'callingHours', from: {}, to: {} }],
    moves: { leads: 420, groups },
    ...{ liveCalls: 3, plannedMessages: 18, appointments: 1 },
  });
  expect(told.moves).toEqual([
    '412 leads not yet dialled move from Sat 21 Nov 09:00 to 10:00, on their own clock.',
    '1 lead not yet dialled moves from now to Mon 23 Nov 10:00, on their own clock.',
    '2 leads not yet dialled move from Mon 23 Nov 19:00 to now, on their own clock.',
    '5 more leads move into the new hours.',
  ]);
  expect(told.stays).toEqual([
    '3 calls under way finish as begun.',
    '1 appointment stays where it is.',
    '18 planned messages keep their time.',
    'What was sent stays sent.',
  ]);
});

test.each<[from: number, to: number, used: number, string[]]>([
  [3, 5, 0, ['Leads still being called get up to 5 attempts, instead of 3.', 'Leads given up before stay given up.']],
  [
    3,
    1,
    57,
    [
      'Leads still being called get up to 1 attempt, instead of 3.',
      '57 leads have used as many already: no further call, then unresponsive.',
    ],
  ],
])('attempts from %i to %i', (from, to, attemptsUsed, expected) =>
  expect(words({ changes: [{ name: 'maxAttempts', from, to }], attemptsUsed }).moves).toEqual(expected),
);

test('another agent and the account’s own number are named', () =>
  expect(
    words({
      changes: [
        { name: 'agentId', from: null, to: 'a1' },
        { name: 'fromNumberId', from: 'n1', to: null },
      ],
    }).moves,
  ).toEqual(['From the next call on agent a1 speaks.', 'The next calls and texts come from the account’s own number.']));

test('hours that move nobody say so', () =>
  expect(words({ changes: [{ name: 'callingHours', from: {}, to: {} }] }).moves).toEqual([
    'No lead that waits for a call moves: all their times lie in the new hours as well.',
  ]));
