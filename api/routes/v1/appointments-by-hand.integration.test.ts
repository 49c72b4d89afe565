import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from '#api/testing/api-server.ts';
import { fillTenant, type Tenant } from '#api/testing/tenant.ts';
import { bookByHand, moveForLead } from '#effects/lead-appointments.ts';
import { type EffectParts, SANDBOX_SETTLE } from '#effects/parts.ts';
import { type SandboxAccount, startSandboxAccount } from '#vendors/testing/sandbox-account.ts';

const SINGLE_HOST = 103;

let api: TestApi;
let account: SandboxAccount;
let ours: Tenant;
let theirs: Tenant;
let member: string;
let viewer: string;
let leads = 0;

beforeAll(async () => {
  account = await startSandboxAccount(10_000);
  const parts = (): EffectParts => ({
    db: api.db,
    vendors: () => account.vendors,
    sender: () => ({ fromNumber: '+14155550100', textNumber: '+14155550100', agentId: 'agent_sandbox', email: 'rehearsals@callvia.test' }),
    urls: { api: account.receiverUrl, web: account.receiverUrl },
    settle: () => SANDBOX_SETTLE,
  });
  api = await startApi({ calendar: { book: (ask) => bookByHand(parts(), ask), move: (ask) => moveForLead(parts(), ask) } });
  const [one, two] = [await api.client('Northwind'), await api.client('Contoso')];
  [ours, theirs] = [await fillTenant(api.db, one), await fillTenant(api.db, two)];
  await useCalendar(SINGLE_HOST);
  [member, viewer] = [(await api.member(one, 'member')).token, (await api.member(one, 'viewer')).token];
});
afterAll(async () => {
  await api?.[Symbol.asyncDispose]();
  await account?.[Symbol.asyncDispose]();
});

const useCalendar = (calcomEventTypeId: number | null) =>
  api.db.withClient(ours.clientId, (tx) =>
    tx.campaign.update({ where: { clientId_id: { clientId: ours.clientId, id: ours.campaignId } }, data: { calcomEventTypeId } }),
  );
const book = (leadId: string, startAt: unknown, token = member) =>
  api.ask('POST', '/api/v1/appointments', { token, body: { leadId, startAt } });
const move = (id: string, startAt: unknown, token = member) => api.ask('PUT', `/api/v1/appointments/${id}`, { token, body: { startAt } });
const newLead = async () =>
  (
    await api.db.withClient(ours.clientId, (tx) =>
      tx.lead.create({
        data: { clientId: ours.clientId, campaignId: ours.campaignId, mode: 'rehearsal', phone: `+1415555${3000 + ++leads}` },
      }),
    )
  ).id;
/** Free times of the calendar, the farthest first. */
async function freeTimes(): Promise<string[]> {
  const now = Date.now();
  const [from, to] = [new Date(now).toISOString(), new Date(now + 14 * 86_400_000).toISOString()];
  const slots = await account.vendors.calendar.slots({ eventTypeId: SINGLE_HOST, from, to, timezone: 'UTC' });
  return slots.map(({ startAt }) => startAt).reverse();
}
const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { error: { code: string } }).error.code];

test('a lead is booked and moved: answers show the appointment as it then stands', async () => {
  const leadId = await newLead();
  const [startAt = '', later = ''] = await freeTimes();
  const booked = await book(leadId, startAt);
  expect(booked.status).toBe(201);
  expect(booked.body).toMatchObject({ leadId, startAt, status: 'scheduled', bookedBy: 'staff', rescheduleCount: 0 });
  const { id } = booked.body as { id: string };
  const moved = await move(id, later);
  expect(moved.status).toBe(200);
  expect(moved.body).toMatchObject({ id, startAt: later, status: 'scheduled', rescheduleCount: 1 });
  expect((await move(id, later)).body).toMatchObject({ id, rescheduleCount: 1 }); // it stands there already
  const again = await book(leadId, startAt);
  expect(codeOf(again)).toEqual([409, 'open_appointment']);
  expect(again.body).toMatchObject({ error: { details: { appointmentId: id, startAt: later } } });
});

test('a time that is taken, has passed or is on no calendar is refused and changes nothing', async () => {
  const [one, two] = [await newLead(), await newLead()];
  const [startAt = '', another = ''] = await freeTimes();
  const { id } = (await book(one, startAt)).body as { id: string };
  expect(codeOf(await book(two, startAt))).toEqual([409, 'slot_taken']);
  expect(codeOf(await book(two, '2020-01-01T15:00:00Z'))).toEqual([409, 'slot_taken']);
  const other = (await book(two, another)).body as { id: string };
  expect(codeOf(await move(other.id, startAt))).toEqual([409, 'slot_taken']);
  await useCalendar(null);
  expect(codeOf(await book(await newLead(), startAt))).toEqual([409, 'no_calendar']);
  await useCalendar(SINGLE_HOST);
  const { body } = await api.ask('GET', `/api/v1/appointments/${id}`, { token: member });
  expect(body).toMatchObject({ startAt, status: 'scheduled', rescheduleCount: 0 });
});

test('a calendar that does not answer is said, and that it may be booked', async () => {
  const [startAt = ''] = await freeTimes();
  await account.tell('/faults', { vendor: 'cal', operation: 'create-booking', kind: 'reset', when: 'after', count: 1 });
  expect(codeOf(await book(await newLead(), startAt))).toEqual([502, 'calendar_unclear']);
});

test('what has begun is not moved; leads and appointments of others are not there; a viewer may not', async () => {
  const [startAt = ''] = await freeTimes();
  expect(codeOf(await move(ours.appointmentId, startAt))).toEqual([409, 'not_open']);
  expect(codeOf(await move(theirs.appointmentId, startAt))).toEqual([404, 'not_found']);
  expect(codeOf(await book(theirs.leadId, startAt))).toEqual([422, 'unknown_lead']);
  expect(codeOf(await book(crypto.randomUUID(), startAt))).toEqual([422, 'unknown_lead']);
  expect(codeOf(await book(await newLead(), startAt, viewer))).toEqual([403, 'insufficient_role']);
  expect(codeOf(await book(await newLead(), 'tomorrow'))).toEqual([422, 'validation_failed']);
});
