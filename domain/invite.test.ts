import { expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from './cadence.ts';
import { type InvitePlan, planInvite } from './invite.ts';

const plan: InvitePlan = {
  talkedAt: '2026-03-10T15:00:00.000Z',
  cadence: TRUE_CADENCE,
  channels: { sms: true, email: true },
  invite: { again: true, giveUp: 259_200 },
  quiet: { enforce: true, zones: ['America/New_York'] },
};
const lines = (change: Partial<InvitePlan> = {}) => {
  const { sends, giveUpAt } = planInvite({ ...plan, ...change });
  const at = (ms: number) => new Date(ms).toISOString().slice(5, 19);
  return [
    ...sends.map((send) => `${send.kind} ${send.channel} ${at(send.at)} → ${at(send.until)}${send.skip ? ` ${send.skip}` : ''}`),
    `back ${at(giveUpAt)}`,
  ];
};

test('agreed to an appointment: the link now and a day later, back after three days', () => {
  expect(lines()).toEqual([
    'booking_link sms 03-10T15:00:00 → 03-11T15:00:00',
    'booking_link email 03-10T15:00:00 → 03-11T15:00:00',
    'booking_link_again sms 03-11T15:00:00 → 03-13T15:00:00',
    'booking_link_again email 03-11T15:00:00 → 03-13T15:00:00',
    'back 03-13T15:00:00',
  ]);
});

test('merely interested: the link once, back after a day', () => {
  expect(lines({ invite: { again: false, giveUp: 86_400 } })).toEqual([
    'booking_link sms 03-10T15:00:00 → 03-11T15:00:00',
    'booking_link email 03-10T15:00:00 → 03-11T15:00:00',
    'back 03-11T15:00:00',
  ]);
});

test('at night the text waits for eight in the morning and the e-mail goes', () => {
  expect(lines({ talkedAt: '2026-03-10T03:30:00.000Z', invite: { again: false, giveUp: 86_400 } })).toEqual([
    'booking_link sms 03-10T12:00:00 → 03-11T03:30:00',
    'booking_link email 03-10T03:30:00 → 03-11T03:30:00',
    'back 03-11T03:30:00',
  ]);
});

test('what has no address is kept with the reason', () => {
  expect(lines({ channels: { sms: false, email: true }, invite: { again: false, giveUp: 60 } })[0]).toBe(
    'booking_link sms 03-10T15:00:00 → 03-10T15:01:00 no_address',
  );
});

test('where days are seconds', () => {
  expect(lines({ cadence: SECONDS_CADENCE, invite: { again: true, giveUp: 30 }, quiet: { enforce: false, zones: [] } })).toEqual([
    'booking_link sms 03-10T15:00:00 → 03-10T15:00:10',
    'booking_link email 03-10T15:00:00 → 03-10T15:00:10',
    'booking_link_again sms 03-10T15:00:10 → 03-10T15:00:30',
    'booking_link_again email 03-10T15:00:10 → 03-10T15:00:30',
    'back 03-10T15:00:30',
  ]);
});
