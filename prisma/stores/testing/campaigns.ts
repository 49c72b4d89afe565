import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Db, openDb, type Tx } from '#prisma/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { NewCampaign } from '../campaign-settings.ts';
import { activateCampaign, type Platform } from '../campaign-verbs.ts';
import { createCampaign, findCampaign } from '../campaigns.ts';

/** A platform without any live vendor. */
export const NOTHING: Platform = { vendorsWithoutKeys: ['Retell', 'Stripe'], hasAgent: false, hasNumber: false, eventTypeId: null };

/** A database for the tests of one file and, before each of them, a new client in it; with hands to make campaigns and leads and look at them. */
export function campaignWorld() {
  let database: TestDatabase;
  let db: Db;
  let clientId: string;
  let phones = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay });
  });
  afterAll(async () => {
    await db.close();
    await database.dispose();
  });
  beforeEach(async () => {
    clientId = crypto.randomUUID();
    await db.withClient(clientId, (tx) =>
      tx.client.create({ data: { id: clientId, name: 'Northwind', slug: clientId, usageBilling: 'postpaid' } }),
    );
  });

  const act = <T>(work: (tx: Tx, clientId: string) => Promise<T>) => db.withClient(clientId, (tx) => work(tx, clientId));
  return {
    act,
    clientId: () => clientId,
    campaign: async (given: object = {}): Promise<string> => {
      const saved = await act((tx) =>
        createCampaign(tx, clientId, NewCampaign.parse({ name: 'Roofs', mode: 'rehearsal', ...given }), null),
      );
      if (saved.kind !== 'ok') throw new Error(saved.kind);
      return saved.id;
    },
    lead: (campaignId: string, more: object = {}): Promise<string> =>
      act(async (tx) => {
        const { mode } = await tx.campaign.findUniqueOrThrow({ where: { clientId_id: { clientId, id: campaignId } } });
        const phone = `+1415555${1000 + ++phones}`;
        return (await tx.lead.create({ data: { clientId, mode, campaignId, phone, ...more } })).id;
      }),
    leadRow: (id: string) => act((tx) => tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } })),
    status: async (id: string) => (await act((tx) => findCampaign(tx, clientId, id)))?.status,
    /** Outbox rows of one aggregate in order: their type, and whether nobody need be told. */
    facts: async (aggregateId: string) => {
      const rows = await act((tx) => tx.outboxEvent.findMany({ where: { aggregateId }, orderBy: { id: 'asc' } }));
      return rows.map(({ type, publishedAt }) => [type, publishedAt !== null]);
    },
    activate: (id: string, platform = NOTHING) => act((tx) => activateCampaign(tx, clientId, id, platform)),
  };
}
