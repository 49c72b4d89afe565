import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { confirmShow } from './shows.ts';
import { leadHeader } from './views-lead.ts';
import { leadEntries } from './views-lead-timeline.ts';

const HOUR = 3_600_000;

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ milestoneSize: 2 });
});
afterAll(() => world?.[Symbol.asyncDispose]());

/** A lead whose appointment began an hour ago. */
async function attending(phone: string): Promise<{ leadId: string; appointmentId: string }> {
  const leadId = await world.lead({ phone, phase: 'attend' });
  const { clientId, campaignId } = world;
  const startAt = new Date(Date.now() - HOUR);
  const times = { startAt, endAt: new Date(), verifyDueAt: new Date(Date.now() + 47 * HOUR), bookedAt: startAt, plannedFrom: startAt };
  const { id } = await world.db.withClient(clientId, (tx) =>
    tx.appointment.create({
      data: { clientId, campaignId, leadId, mode: 'rehearsal', title: 'Inspection', timezone: 'America/Denver', ...times },
    }),
  );
  return { leadId, appointmentId: id };
}
const shows = ({ appointmentId }: { appointmentId: string }) =>
  confirmShow(world.db, { clientId: world.clientId, appointmentId, by: 'client', attended: true });
const entriesOf = ({ leadId }: { leadId: string }) =>
  world.db.withClient(world.clientId, async (tx) => {
    const lead = await leadHeader(tx, world.clientId, leadId);
    return lead ? (await leadEntries(tx, world.clientId, lead, null)).entries : [];
  });

test('a show says with what evidence, which show it is, and for which milestone it counts; the one that completes it names the invoice', async () => {
  const [first, second] = [await attending('+14155556001'), await attending('+14155556002')];
  await shows(first);
  await shows(second);
  const verdict = { kind: 'verdict', status: 'shown', method: 'client', clientConfirmed: true, leadConfirmed: null, proofSeconds: null };
  expect((await entriesOf(first)).filter(({ kind }) => kind === 'verdict' || kind === 'milestone')).toMatchObject([
    { ...verdict, counted: { show: 1, milestone: 1, missing: 1 } },
  ]);
  expect((await entriesOf(second)).filter(({ kind }) => kind === 'verdict' || kind === 'milestone')).toMatchObject([
    { kind: 'milestone', number: 1, shows: 2, amountCents: 200_000, invoiceId: expect.any(String) },
    { ...verdict, counted: { show: 2, milestone: 1, missing: 0 } },
  ]);
});
