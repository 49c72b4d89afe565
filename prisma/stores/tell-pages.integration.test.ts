import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_TEXTS } from '#domain/default-texts.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import type { Tx } from '../client.ts';
import { noteEvidence } from './booking-evidence.ts';
import { bookingCreated } from './bookings.ts';
import { doToLeads } from './bulk-deeds.ts';
import { updateCampaign } from './campaigns.ts';
import { bookingCancelled } from './cancelled-bookings.ts';
import { deleteLead, updateLead } from './leads.ts';
import { bookingMoved } from './moved-bookings.ts';
import { resetText, saveText } from './template-editing.ts';
import { ignoreBooking, restoreBooking } from './unmatched.ts';
import { factsAfter, newestFact } from './views-session.ts';

const TEXT = { key: 'booking_confirmation', channel: 'sms' } as const;
const AT = { startAt: '2030-03-04T15:00:00.000Z', endAt: '2030-03-04T15:30:00.000Z' };
let world: TestWorld;
let leadId: string;
let uid: string;
let appointmentId: string;
beforeAll(async () => {
  world = await testWorld();
  leadId = await world.lead();
  uid = randomUUID();
  const booked = await act((tx) => bookingCreated(tx, nobody(), booking(uid)));
  appointmentId = booked.appointmentId;
});
afterAll(() => world?.[Symbol.asyncDispose]());

const act = <T>(work: (tx: Tx) => Promise<T>) => world.db.withClient(world.clientId, work);
const nobody = () => ({ clientId: world.clientId, mode: 'rehearsal' as const, leadId: null });
const booking = (id: string) => ({ uid: id, title: 'Estimate', ...AT, attendee: { name: 'Nobody Known' }, metadata: {} });
const deed = (verb: 'tag' | 'assign', tag: string | null) => ({
  ...{ clientId: world.clientId, verb, tag, note: null, ownerId: null, userId: randomUUID() },
});

/** What somebody does, and what pages of other people learn of it. */
const DEEDS: [string, () => Promise<unknown>, string[]][] = [
  ['changes a lead', () => act((tx) => updateLead(tx, world.clientId, leadId, { company: 'Hut 8' })), ['lead.reply_shown']],
  ['changes nothing of a lead', () => act((tx) => updateLead(tx, world.clientId, leadId, {})), []],
  ['tags leads', () => doToLeads(world.db, deed('tag', 'vip'), [leadId]), ['lead.reply_shown']],
  ['tags leads that have the tag', () => doToLeads(world.db, deed('tag', 'vip'), [leadId]), []],
  ['deletes a lead', async () => act(async (tx) => deleteLead(tx, world.clientId, await world.lead())), ['lead.reply_shown']],
  [
    'changes a text of a campaign',
    () =>
      act((tx) =>
        saveText(
          tx,
          world.clientId,
          { campaignId: world.campaignId, ...TEXT },
          { body: DEFAULT_TEXTS.booking_confirmation?.sms?.body ?? '' },
        ),
      ),
    ['campaign.texts_changed'],
  ],
  [
    'takes it back',
    () => act((tx) => resetText(tx, world.clientId, { campaignId: world.campaignId, ...TEXT })),
    ['campaign.texts_changed'],
  ],
  ['renames a campaign', () => act((tx) => updateCampaign(tx, world.clientId, world.campaignId, { name: 'Renamed' })), ['campaign.woken']],
  [
    'renames a paused campaign',
    () =>
      act(async (tx) => {
        await tx.campaign.updateMany({ data: { status: 'paused' } });
        return updateCampaign(tx, world.clientId, world.campaignId, { name: 'Again' });
      }),
    ['campaign.changed'],
  ],
  ['books without being known', () => act((tx) => bookingCreated(tx, nobody(), booking(randomUUID()))), ['appointment.shown']],
  [
    'is set aside as unknown',
    () => ignoreBooking(world.db, { clientId: world.clientId, appointmentId, reason: 'Spam', userId: randomUUID() }),
    ['appointment.shown'],
  ],
  ['is taken back', () => restoreBooking(world.db, { clientId: world.clientId, appointmentId }), ['appointment.shown']],
  ['has evidence', () => act((tx) => noteEvidence(tx, world.clientId, appointmentId, { seen: true })), ['appointment.shown']],
  ['moves a booking of nobody', () => act((tx) => bookingMoved(tx, nobody(), booking(`${uid}-moved`), uid)), ['appointment.shown']],
  ['cancels it', () => act((tx) => bookingCancelled(tx, nobody(), `${uid}-moved`, 'ill')), ['appointment.shown']],
];

test.each(DEEDS)('open pages learn when somebody %s', async (_what, work, expected) => {
  const before = await newestFact(world.db, world.clientId);
  await work();
  expect((await factsAfter(world.db, world.clientId, before)).map(({ type }) => type)).toEqual(expected);
});
