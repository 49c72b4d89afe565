import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { Prisma, type Tx } from '#prisma/client.ts';
import { booking, callReport, type Lives, livesIn, MINUTE, newUid, START } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { bookingCreated } from './bookings.ts';
import { reportCall } from './calls.ts';
import { bookingCancelled } from './cancelled-bookings.ts';
import { barNumber, endBarred } from './opt-outs.ts';
import { confirmIn } from './shows.ts';

let world: TestWorld;
let lives: Lives;
let campaigns: string[];
beforeAll(async () => {
  world = await testWorld();
  lives = livesIn(world);
  const settings = {
    cadence: TRUE_CADENCE,
    callingHours: DEFAULT_HOURS,
    timezone: 'America/New_York',
    mode: 'rehearsal',
    status: 'active',
  };
  const other = await lives.act((tx) => tx.campaign.create({ data: { clientId: world.clientId, name: 'Autumn', ...settings } }));
  campaigns = [world.campaignId, other.id];
});
afterAll(() => world[Symbol.asyncDispose]());

/** Names of the counters, and how each is counted anew from the rows themselves. */
const RECOUNT = Prisma.sql`
  SELECT p.id AS campaign_id, l.*, c.*, a.* FROM campaign p,
  LATERAL (SELECT count(*)::int AS total_leads, count(*) FILTER (WHERE last_contacted_at IS NOT NULL)::int AS contacted,
      count(*) FILTER (WHERE status = 'callback')::int AS callbacks, count(*) FILTER (WHERE booked_at IS NOT NULL)::int AS booked,
      count(*) FILTER (WHERE status = 'dnc')::int AS dnc, count(*) FILTER (WHERE status = 'unresponsive')::int AS unresponsive,
      count(*) FILTER (WHERE status = 'invalid')::int AS invalid, count(*) FILTER (WHERE phase = 'end')::int AS finished
    FROM lead WHERE campaign_id = p.id) l,
  LATERAL (SELECT count(*) FILTER (WHERE dialled_at IS NOT NULL)::int AS calls_placed, count(*) FILTER (WHERE answered)::int AS calls_answered,
      coalesce(sum(duration_seconds), 0)::int AS call_seconds, coalesce(sum(cost_cents), 0)::int AS cost_cents
    FROM call WHERE campaign_id = p.id AND lead_id IS NOT NULL) c,
  LATERAL (SELECT count(*)::int AS appointments, count(*) FILTER (WHERE status = 'shown')::int AS shown, count(*) FILTER (WHERE status = 'no_show')::int AS no_show
    FROM appointment WHERE campaign_id = p.id AND lead_id IS NOT NULL) a`;

type Counters = Record<string, number | string>;
async function expectExact(): Promise<Counters[]> {
  const ids = Prisma.sql`${campaigns}::uuid[]`;
  const [counted, recounted] = await lives.act(async (tx) => [
    await tx.$queryRaw<Counters[]>`SELECT * FROM campaign_stats WHERE campaign_id = ANY(${ids}) ORDER BY campaign_id`,
    await tx.$queryRaw<Counters[]>`${RECOUNT} WHERE p.id = ANY(${ids}) ORDER BY p.id`,
  ]);
  expect(counted.map(({ client_id: _, ...counters }) => counters)).toEqual(recounted);
  return recounted;
}

/** One change of many rows; answers how many it touched. */
type Sweep = (tx: Tx, clientId: string, [one, two]: string[]) => Promise<number>;

const sweeps: Record<string, Sweep> = {
  'leads are imported into both campaigns': (tx, clientId, [one, two]) => tx.$executeRaw`
    INSERT INTO lead (client_id, mode, campaign_id, phone)
    SELECT ${clientId}::uuid, 'rehearsal', CASE WHEN n % 3 = 0 THEN ${two}::uuid ELSE ${one}::uuid END, '+1212' || (1000000 + n) FROM generate_series(1, 6000) n`,
  'they are dialled': (tx, clientId) => tx.$executeRaw`
    INSERT INTO call (client_id, mode, lead_id, campaign_id, to_number, permit, dialled_at)
    SELECT client_id, mode, id, campaign_id, phone, CASE WHEN ascii(right(phone, 1)) % 9 = 0 THEN 'granted' ELSE 'consumed' END,
      CASE WHEN ascii(right(phone, 1)) % 9 = 0 THEN NULL ELSE now() END
    FROM lead WHERE client_id = ${clientId}::uuid`,
  'calls end': (tx, clientId) => tx.$executeRaw`
    UPDATE call SET answered = ascii(right(to_number, 1)) % 2 = 0, duration_seconds = ascii(right(to_number, 2)) * 3, ended_at = now(),
      cost_cents = CASE WHEN ascii(right(to_number, 1)) % 2 = 0 THEN ascii(right(to_number, 2)) END
    WHERE client_id = ${clientId}::uuid AND dialled_at IS NOT NULL`,
  'leads take every status': (tx, clientId) => tx.$executeRaw`
    UPDATE lead SET status = (ARRAY['queued', 'callback', 'dnc', 'unresponsive', 'invalid', 'contacted', 'booked', 'shown'])[1 + right(phone, 3)::int % 8],
      phase = (ARRAY['reach', 'reach', 'end', 'end', 'end', 'invite', 'attend', 'end'])[1 + right(phone, 3)::int % 8],
      last_contacted_at = CASE WHEN right(phone, 3)::int % 8 IN (1, 5, 6, 7) THEN now() END, booked_at = CASE WHEN right(phone, 3)::int % 8 IN (6, 7) THEN now() END
    WHERE client_id = ${clientId}::uuid`,
  'some book': (tx, clientId) => tx.$executeRaw`
    INSERT INTO appointment (client_id, mode, lead_id, campaign_id, start_at, end_at, timezone, booked_at, verify_due_at)
    SELECT client_id, mode, id, campaign_id, now(), now() + interval '30 minutes', 'UTC', now(), now() + interval '2 days' FROM lead
    WHERE client_id = ${clientId}::uuid AND booked_at IS NOT NULL`,
  'verdicts fall': (tx, clientId) => tx.$executeRaw`
    UPDATE appointment a SET status = CASE WHEN right(l.phone, 2)::int % 3 = 0 THEN 'no_show' ELSE 'shown' END FROM lead l
    WHERE a.client_id = ${clientId}::uuid AND l.client_id = a.client_id AND l.id = a.lead_id AND right(l.phone, 1) <> '7'`,
  'bookings without a lead count nowhere': (tx, clientId, [one]) => tx.$executeRaw`
    INSERT INTO appointment (client_id, mode, campaign_id, start_at, end_at, timezone, booked_at, verify_due_at, attendee_phone)
    SELECT ${clientId}::uuid, 'rehearsal', NULL, now(), now() + interval '30 minutes', 'UTC', now(), now(), phone FROM lead
    WHERE client_id = ${clientId}::uuid AND campaign_id = ${one}::uuid AND status = 'queued'`,
  'until they are linked to one': (tx, clientId) => tx.$executeRaw`
    UPDATE appointment a SET lead_id = l.id, campaign_id = l.campaign_id FROM lead l
    WHERE a.client_id = ${clientId}::uuid AND a.lead_id IS NULL AND l.client_id = a.client_id AND l.phone = a.attendee_phone`,
  'leads change campaigns without their past': (tx, clientId, [one, two]) => tx.$executeRaw`
    UPDATE lead SET campaign_id = CASE campaign_id WHEN ${one}::uuid THEN ${two}::uuid ELSE ${one}::uuid END WHERE client_id = ${clientId}::uuid AND right(phone, 1) = '4'`,
  'texts change nothing': (tx, clientId) => tx.$executeRaw`UPDATE lead SET notes = 'seen' WHERE client_id = ${clientId}::uuid`,
  'calls are deleted': (tx, clientId) =>
    tx.$executeRaw`DELETE FROM call WHERE client_id = ${clientId}::uuid AND right(to_number, 1) IN ('3', '5')`,
  'appointments are deleted': (tx, clientId) => tx.$executeRaw`
    DELETE FROM appointment a USING lead l WHERE a.client_id = ${clientId}::uuid AND l.client_id = a.client_id AND l.id = a.lead_id AND right(l.phone, 1) IN ('3', '5')`,
  'leads are deleted': (tx, clientId) =>
    tx.$executeRaw`DELETE FROM lead WHERE client_id = ${clientId}::uuid AND right(phone, 1) IN ('3', '5')`,
};

test('DATA-51: the counters equal a full recount after each of many changes to whole sets', async () => {
  let changes = 0;
  for (const [name, sweep] of Object.entries(sweeps)) {
    changes += await lives.act((tx) => sweep(tx, world.clientId, campaigns));
    await expectExact().catch((error: Error) => {
      throw new Error(`When ${name}: ${error.message}`);
    });
  }
  expect(changes).toBeGreaterThan(20_000);
  const [one] = (await expectExact()).filter(({ campaign_id: id }) => id === campaigns[0]);
  expect(one).toMatchObject({ total_leads: 3_000, finished: 1_500, dnc: 450, callbacks: 300, contacted: 1_350, booked: 750 });
});

test('DATA-51: changes that were rolled back are not counted', async () => {
  const before = await expectExact();
  await expect(
    lives.act(async (tx) => {
      await tx.$executeRaw`UPDATE lead SET status = 'dnc', phase = 'end' WHERE client_id = ${world.clientId}::uuid`;
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(await expectExact()).toEqual(before);
});

/** A life through the stores, of one of five kinds. */
async function live(n: number): Promise<void> {
  const { clientId } = world;
  const leadId = await world.lead();
  const callId = await world.callUnderWay(leadId);
  const outcome = ['interested', 'not_interested', 'appointment_set', 'callback_requested', null][n % 5] ?? null;
  await lives.act((tx) => reportCall(tx, clientId, callId, callReport(callId, outcome, { seconds: 30 + n })));
  if (n % 5 === 0)
    await lives.act((tx) => barNumber(tx, { clientId, mode: 'rehearsal', phone: `+1650555${2000 + n}`, reason: 'manual', leadId }));
  if (n % 5 === 0) return lives.act((tx) => endBarred(tx, clientId, leadId, 'Asked by mail'));
  if (n % 5 !== 2) return;
  const uid = newUid();
  const booked = await lives.act((tx) => bookingCreated(tx, { clientId, mode: 'rehearsal', leadId }, booking(uid)));
  if (n % 3 === 0) return void (await lives.act((tx) => bookingCancelled(tx, { clientId, mode: 'rehearsal' }, uid, 'ill')));
  await lives.at(leadId, START + MINUTE);
  for (const attended of n % 2 === 0 ? [true] : [true, false])
    await lives.act((tx) => confirmIn(tx, { clientId, appointmentId: booked.appointmentId, by: 'staff', attended, note: 'seen' }));
}

test('DATA-51: the counters equal a full recount after two hundred lives side by side through the stores', {
  timeout: 120_000,
}, async () => {
  const numbers = Array.from({ length: 200 }, (_, n) => n).values();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const n of numbers) await live(n);
    }),
  );
  const [counters] = (await expectExact()).filter(({ campaign_id: id }) => id === campaigns[0]);
  expect(counters).toMatchObject({ total_leads: 3_200 });
  expect(await lives.shown()).toBe(13);
});
