import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDb } from '#prisma/client.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { hasUntakenEvents } from './lead-clock.ts';

let database: TestDatabase;
let db: Db;
let ingest: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay });
  ingest = new pg.Client({ connectionString: database.urls.ingest });
  await ingest.connect();
});
afterAll(async () => {
  await ingest.end();
  await db.close();
  await database.dispose();
});

const ANN = { id: crypto.randomUUID(), phone: '+14155550141', email: 'ann@example.com' };
const BEN = { id: crypto.randomUUID(), phone: '+14155550142', email: null };

const arrived = (account: 'sandbox' | 'live', body: string) =>
  ingest.query(`INSERT INTO webhook_event (vendor, account, vendor_event_id, type, body) VALUES ('twilio', $1, $2, 'inbound', $3)`, [
    account,
    crypto.randomUUID(),
    Buffer.from(body),
  ]);
const untakenOf = (lead: typeof ANN | typeof BEN) => db.asRelay(({ tx }) => hasUntakenEvents(tx, lead.id, lead));
const takeAll = () => db.asRelay(({ tx }) => tx.$executeRaw`UPDATE webhook_event SET status = 'processed'`);

test.each(['From=%2B14155550141&Body=YES', '{"to":"+14155550141"}', '{"email":"ann@example.com"}', `{"metadata":{"lead_id":"${ANN.id}"}}`])(
  'a waiting %s is about its own lead only',
  async (body) => {
    await arrived('sandbox', body);
    expect([await untakenOf(ANN), await untakenOf(BEN)]).toEqual([true, false]);
    await takeAll();
    expect(await untakenOf(ANN)).toBe(false);
  },
);

test('events of the live account are no rehearsal’s', async () => {
  await arrived('live', 'From=%2B14155550142');
  expect(await untakenOf(BEN)).toBe(false);
});
