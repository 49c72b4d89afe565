import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { type Db, openDb } from '../client.ts';
import { confirmShow } from './shows.ts';

let database: TestDatabase;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app, connections: 32 }); // thirty at once are really at once
});
afterAll(async () => {
  await db.close();
  await database.dispose();
});

/** A client of its own whose leads all have an appointment that began an hour ago. */
async function clientWith(leads: number, milestoneSize: number): Promise<{ clientId: string; appointmentIds: string[] }> {
  const clientId = randomUUID();
  const appointmentIds = await db.withClient(clientId, async (tx) => {
    const terms = { milestoneEnabled: true, milestoneSize, milestoneAmountCents: 200_000 };
    await tx.client.create({ data: { id: clientId, name: 'Acme Roofing', slug: clientId, ...terms } });
    const settings = { cadence: TRUE_CADENCE, callingHours: DEFAULT_HOURS, timezone: 'America/New_York', enforceHours: false };
    const { id: campaignId } = await tx.campaign.create({
      data: { clientId, name: 'Spring', status: 'active', mode: 'rehearsal', ...settings },
    });
    const rows = await tx.$queryRaw<{ id: string }[]>`
      WITH made AS (
        INSERT INTO lead (client_id, mode, campaign_id, phone, status, phase, consent_at)
        SELECT ${clientId}::uuid, 'rehearsal', ${campaignId}::uuid, '+1415555' || (2000 + n), 'booked', 'attend', now() FROM generate_series(1, ${leads}::int) n
        RETURNING id),
      met AS (
        INSERT INTO appointment (client_id, mode, lead_id, campaign_id, start_at, end_at, timezone, booked_at, verify_due_at)
        SELECT ${clientId}::uuid, 'rehearsal', id, ${campaignId}::uuid, now() - interval '1 hour', now() - interval '30 minutes', 'UTC', now() - interval '2 days',
               now() + interval '47 hours' FROM made RETURNING id)
      SELECT id FROM met`;
    await tx.$executeRaw`
      UPDATE lead l SET appointment_id = a.id FROM appointment a WHERE a.client_id = ${clientId}::uuid AND l.client_id = a.client_id AND a.lead_id = l.id`;
    return rows.map(({ id }) => id);
  });
  return { clientId, appointmentIds };
}

const staffSay = (clientId: string, appointmentId: string | undefined, attended: boolean) =>
  confirmShow(db, { clientId, appointmentId: appointmentId ?? '', by: 'staff', attended, note: 'seen' });

async function books(clientId: string) {
  return db.withClient(clientId, async (tx) => {
    const client = await tx.client.findUniqueOrThrow({ where: { id: clientId } });
    const milestones = await tx.milestone.findMany({
      where: { clientId },
      orderBy: { milestoneNumber: 'asc' },
      include: { invoice: true },
    });
    const wanted = await tx.outboxEvent.findMany({ where: { clientId, aggregateType: 'billing' } });
    const invoices = await tx.invoice.findMany({ where: { clientId } });
    const counted = await tx.appointment.count({ where: { clientId, countedAt: { not: null } } });
    const shown = await tx.appointment.count({ where: { clientId, status: 'shown' } });
    return {
      ...{ count: client.rehearsalShownCount, live: client.shownCount, counted, shown },
      milestones: milestones.map(
        ({ milestoneNumber, shownCount, invoice }) => `${milestoneNumber} at ${shownCount} for ${invoice?.amountDueCents}`,
      ),
      invoices: invoices.length,
      wanted: new Set(wanted.map(({ payload }) => (payload as { invoiceId: string }).invoiceId)).size,
    };
  });
}

test('P6: thirty shows at once cross one milestone of 25, which is invoiced once', async () => {
  const { clientId, appointmentIds } = await clientWith(30, 25);
  await Promise.all(appointmentIds.map((id) => staffSay(clientId, id, true)));
  expect(await books(clientId)).toEqual({
    ...{ count: 30, live: 0, counted: 30, shown: 30, invoices: 1, wanted: 1 },
    milestones: ['1 at 25 for 200000'],
  });
});

const LEADS = 8;
/** A verdict by staff on some leads, one after the other or all at once. The first one on a lead decides it, the others turn it. */
const step = fc.record({
  attended: fc.boolean(),
  leads: fc.uniqueArray(fc.nat(LEADS - 1), { minLength: 1, maxLength: 4 }),
});

test('Q10: whatever the order of shows, no-shows and turned verdicts, milestones are the highest floor ever reached', {
  timeout: 240_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { minLength: 2, maxLength: 5 }), async (size, steps) => {
      const { clientId, appointmentIds } = await clientWith(LEADS, size);
      const showing = new Set<number>();
      let highest = 0;
      for (const { attended, leads } of steps) {
        await Promise.all(leads.map((lead) => staffSay(clientId, appointmentIds[lead], attended)));
        for (const lead of leads) attended ? showing.add(lead) : showing.delete(lead);
        highest = Math.max(highest, Math.floor(showing.size / size)); // all of a step go one way, so its end is its highest point
      }
      expect(await books(clientId)).toEqual({
        ...{ count: showing.size, live: 0, counted: showing.size, shown: showing.size, invoices: highest, wanted: highest },
        milestones: Array.from({ length: highest }, (_, n) => `${n + 1} at ${(n + 1) * size} for 200000`),
      });
    }),
    { numRuns: Number(process.env.Q10_RUNS ?? 100) },
  );
});
