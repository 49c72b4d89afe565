import { randomUUID } from 'node:crypto';
import { type Cadence, TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import type { Mode } from '#domain/lead.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { createTestDatabase } from './database.ts';

/** One client with a campaign on a database of its own, for tests of facts. */
export type TestWorld = AsyncDisposable & {
  db: Db;
  superuserUrl: string;
  clientId: string;
  campaignId: string;
  /** A lead that was imported with consent and waits to be dialled. */
  lead: (given?: { phone?: string; email?: string | null; phase?: string; clockOffsetMs?: number }) => Promise<string>;
  /** A dial under way, as the dispatcher and the dial's effect leave it. */
  callUnderWay: (leadId: string, dialNo?: number) => Promise<string>;
};

type Given = { mode?: Mode; cadence?: Partial<Cadence>; milestoneSize?: number; maxAttempts?: number; enforceHours?: boolean };

/** Makes a client (postpaid at 20 ¢, milestones on) and an active campaign; a rehearsal unless said. */
export async function testWorld({
  mode = 'rehearsal',
  cadence = {},
  milestoneSize = 25,
  maxAttempts = 3,
  enforceHours = false,
}: Given = {}): Promise<TestWorld> {
  const database = await createTestDatabase();
  const db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay, connections: 8 });
  const clientId = randomUUID();
  const campaignId = await db.withClient(clientId, async (tx) => {
    await tx.client.create({
      data: {
        id: clientId,
        name: 'Acme Roofing',
        slug: clientId,
        usageBilling: 'postpaid',
        milestoneEnabled: true,
        milestoneSize,
        subscriptionPlan: 'enterprise',
      },
    });
    const settings = {
      cadence: { ...TRUE_CADENCE, ...cadence },
      callingHours: DEFAULT_HOURS,
      timezone: 'America/New_York',
      maxAttempts,
      enforceHours: enforceHours || mode === 'live',
    };
    const campaign = await tx.campaign.create({
      data: { clientId, name: 'Spring', status: 'active', mode, calcomEventTypeId: 101, ...settings },
    });
    return campaign.id;
  });
  let made = 0;
  return {
    db,
    superuserUrl: database.superuserUrl,
    clientId,
    campaignId,
    lead: async ({ phone, email = 'ada@example.com', phase = 'reach', clockOffsetMs = 0 } = {}) => {
      made += 1;
      const data = {
        clientId,
        campaignId,
        mode,
        phone: phone ?? `+1415555${String(2000 + made)}`,
        email,
        phase,
        clockOffset: clockOffsetMs,
        consentAt: new Date('2026-01-01'),
        consentSource: 'form',
      };
      return (
        await db.withClient(clientId, (tx) =>
          tx.lead.create({ data: { ...data, firstName: 'Ada', timezone: 'America/Los_Angeles', status: 'queued' } }),
        )
      ).id;
    },
    callUnderWay: (leadId, dialNo = 1) =>
      db.withClient(clientId, async (tx) => {
        const lead = await tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } });
        const data = {
          clientId,
          campaignId,
          leadId,
          mode,
          toNumber: lead.phone,
          permit: 'consumed',
          status: 'queued',
          dialNo,
          dialledAt: new Date(),
        };
        const call = await tx.call.create({ data });
        await tx.lead.update({
          where: { clientId_id: { clientId, id: leadId } },
          data: { callingId: call.id, status: 'calling', dials: dialNo, seq: { increment: 1 } },
        });
        return call.id;
      }),
    [Symbol.asyncDispose]: async () => {
      await db.close();
      await database.dispose();
    },
  };
}
