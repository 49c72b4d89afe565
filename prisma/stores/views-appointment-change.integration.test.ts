import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { changeFacts } from './views-appointment-change.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world?.[Symbol.asyncDispose]());

const startAt = new Date('2027-01-10T15:00:00Z');
const endAt = new Date('2027-01-10T15:30:00Z');
async function booked(email: string | null, bookedBy = 'link', phone?: string): Promise<{ leadId: string; id: string; phone: string }> {
  const { clientId, campaignId, db } = world;
  const leadId = await world.lead({ email, phase: 'attend', ...(phone && { phone }) });
  return db.withClient(clientId, async (tx) => {
    const times = { startAt, endAt, verifyDueAt: endAt, bookedAt: new Date() };
    const { id } = await tx.appointment.create({
      data: { clientId, campaignId, leadId, mode: 'rehearsal', timezone: 'UTC', bookedBy, ...times },
    });
    const where = { clientId_id: { clientId, id: leadId } };
    const lead = await tx.lead.update({ where, data: { appointmentId: id } });
    return { leadId, id, phone: lead.phone };
  });
}
const factsOf = (id: string) => world.db.withClient(world.clientId, (tx) => changeFacts(tx, world.clientId, id));
const usual = {
  text: true,
  email: true,
  isBarred: false,
  isCampaignOver: false,
  hasOther: false,
  isCurrent: true,
  callAgainSeconds: 86_400,
};

test('a lead is told by every way that is open, and called again a day after a cancel', async () => {
  expect(await factsOf((await booked('ada@example.com')).id)).toEqual(usual);
  expect(await factsOf((await booked(null)).id)).toEqual({ ...usual, email: false });
});

test('who stopped texts and e-mail is told by neither; a number barred after the booking gets no text', async () => {
  const { clientId, db } = world;
  const [silent, barred] = [await booked('a@example.com'), await booked('b@example.com')];
  await db.withClient(clientId, async (tx) => {
    const stopped = { smsOptOutAt: new Date(), emailOptOutAt: new Date() };
    await tx.lead.update({ where: { clientId_id: { clientId, id: silent.leadId } }, data: stopped });
    await tx.dncEntry.create({ data: { clientId, mode: 'rehearsal', phone: barred.phone, reason: 'manual' } });
  });
  expect(await factsOf(silent.id)).toEqual({ ...usual, text: false, email: false });
  expect(await factsOf(barred.id)).toEqual({ ...usual, text: false, isBarred: true });
});

test('a number that was barred before gets texts about what it booked itself, not about what was booked for it by hand', async () => {
  const { clientId, db } = world;
  const textFor = async (bookedBy: string, phone: string) => {
    await db.withClient(clientId, (tx) => tx.dncEntry.create({ data: { clientId, mode: 'rehearsal', phone, reason: 'manual' } }));
    return (await factsOf((await booked('d@example.com', bookedBy, phone)).id))?.text;
  };
  expect([await textFor('link', '+14155552901'), await textFor('staff', '+14155552902')]).toEqual([true, false]);
});

test('another undecided appointment and the end of the campaign are known; a booking of nobody leads to nothing', async () => {
  const { clientId, campaignId, db } = world;
  const { id, leadId } = await booked('c@example.com');
  const nobody = await db.withClient(clientId, async (tx) => {
    const times = { startAt, endAt, verifyDueAt: endAt, bookedAt: new Date() };
    const own = { clientId, mode: 'rehearsal', timezone: 'UTC', ...times };
    await tx.appointment.create({ data: { ...own, campaignId, leadId, status: 'awaiting' } });
    await tx.campaign.update({ where: { clientId_id: { clientId, id: campaignId } }, data: { status: 'completed' } });
    return (await tx.appointment.create({ data: own })).id;
  });
  expect(await factsOf(id)).toEqual({ ...usual, hasOther: true, isCampaignOver: true });
  expect(await factsOf(nobody)).toBeNull();
});
