import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDb } from '#prisma/client.ts';
import { claimEvent, type InboxEvent } from '#stores/inbox.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/database.ts';
import { createTestNamespace, type TestNamespace } from '#tests/support/temporal.ts';
import type { Log } from './pump.ts';
import { createInboxStep, type InboxHandler } from './relay-inbox.ts';
import { createOutboxStep } from './relay-outbox.ts';

const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
let database: TestDatabase;
let namespace: TestNamespace;
let db: Db;
let sql: pg.Client;
let client: Client;
beforeAll(async () => {
  [database, namespace] = await Promise.all([createTestDatabase(), createTestNamespace()]);
  db = openDb({ appUrl: database.urls.app, relayUrl: database.urls.relay });
  sql = new pg.Client({ connectionString: database.superuserUrl });
  await sql.connect();
  client = new Client({ connection: await Connection.connect({ address: namespace.address }), namespace: namespace.namespace });
}, 120_000);
afterAll(async () => {
  await client?.connection.close();
  await sql?.end();
  await db?.close();
  await Promise.all([database?.dispose(), namespace?.dispose()]);
});

const one = async <T>(text: string, values: unknown[] = []): Promise<T> => (await sql.query(text, values)).rows[0] as T;
const newClient = async () =>
  (await one<{ id: string }>(`INSERT INTO client (name, slug) VALUES ('Client', $1) RETURNING id`, [`c-${randomUUID()}`])).id;

async function newLead(phase: string, { seq = 1, toldSeq = 0 } = {}) {
  const clientId = await newClient();
  const { id } = await one<{ id: string }>(
    `INSERT INTO lead (client_id, mode, phone, phase, seq, told_seq, phase_until) VALUES ($1, 'rehearsal', '+12125550100', $2, $3, $4, now() + interval '1 day')
     RETURNING id`,
    [clientId, phase, seq, toldSeq],
  );
  return { clientId, leadId: id };
}
const addFact = (clientId: string, aggregateId: string, { aggregateType = 'lead', type = 'lead.test', payload = {} } = {}) =>
  sql.query(
    `INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, payload) VALUES ($1, 'rehearsal', $2, $3, $4, $5)`,
    [clientId, aggregateType, aggregateId, type, JSON.stringify(payload)],
  );
const addEvent = async (type: string) =>
  (
    await one<{ id: string }>(
      `INSERT INTO webhook_event (vendor, account, vendor_event_id, type, body) VALUES ('retell', 'sandbox', $1, $2, '{}') RETURNING id`,
      [randomUUID(), type],
    )
  ).id;
const eventRow = (id: string) =>
  one<{ status: string; attempts: number; error: string | null; wait: number }>(
    `SELECT status, attempts, error, extract(epoch FROM next_try_at - clock_timestamp())::float8 AS wait FROM webhook_event WHERE id = $1`,
    [id],
  );

const outboxStep = (over: Client = client) => createOutboxStep({ db, client: over, log });
const inboxStep = (handler: InboxHandler) => createInboxStep({ db, handlers: { retell: handler }, log });
const signalsOf = async (workflowId: string) => {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return events?.flatMap(({ workflowExecutionSignaledEventAttributes: signal }) => (signal ? [signal.signalName] : [])) ?? [];
};

test('several facts of one lead are told once, as one signal, and the lead knows that it was told', async () => {
  const { clientId, leadId } = await newLead('invite', { seq: 3 });
  for (let i = 0; i < 3; i++) await addFact(clientId, leadId);
  expect(await outboxStep()()).toBe(true);
  expect(await outboxStep()()).toBe(false);
  expect(await signalsOf(`lead-${leadId}`)).toEqual(['changed']);
  expect(await one('SELECT told_seq FROM lead WHERE id = $1', [leadId])).toEqual({ told_seq: 3 });
  await addFact(clientId, leadId);
  await outboxStep()();
  expect(await signalsOf(`lead-${leadId}`)).toEqual(['changed']); // nothing newer to tell
});

test('facts of a lead that was never dialled start nothing', async () => {
  const { clientId, leadId } = await newLead('reach');
  await addFact(clientId, leadId);
  await outboxStep()();
  await expect(client.workflow.getHandle(`lead-${leadId}`).describe()).rejects.toThrow(/not found/i);
  expect(await one('SELECT told_seq FROM lead WHERE id = $1', [leadId])).toEqual({ told_seq: 1 });
});

test('a wake-up, a wanted invoice and a requested import reach their workflows', async () => {
  const clientId = await newClient();
  const [campaignId, invoiceId, jobId] = [randomUUID(), randomUUID(), randomUUID()];
  await addFact(clientId, campaignId, { aggregateType: 'campaign', type: 'campaign.activated' });
  await addFact(clientId, campaignId, { aggregateType: 'campaign', type: 'campaign.woken' });
  await addFact(clientId, campaignId, { aggregateType: 'campaign', type: 'campaign.renamed' });
  await addFact(clientId, clientId, { aggregateType: 'billing', type: 'billing.invoice_wanted', payload: { invoiceId } });
  await addFact(clientId, jobId, { aggregateType: 'import', type: 'import.requested' });
  await outboxStep()();
  expect(await signalsOf(`campaign-${campaignId}`)).toEqual(['woken']);
  expect(await signalsOf(`billing-${clientId}-rehearsal`)).toEqual(['invoiceWanted']);
  expect((await client.workflow.getHandle(`import-${jobId}`).describe()).type).toBe('importWorkflow');
  await addFact(clientId, jobId, { aggregateType: 'import', type: 'import.requested' });
  expect(await outboxStep()()).toBe(true); // it runs already: nothing to do, and nothing fails
});

test('what cannot be told is kept with its reason, does not hold up the others, and is told later', async () => {
  const { clientId, leadId } = await newLead('invite');
  await addFact(clientId, leadId);
  const away = new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }), namespace: namespace.namespace });
  await outboxStep(away)();
  const waiting = await one<{ attempts: number; error: string; published_at: null }>(
    'SELECT attempts, error, published_at FROM outbox_event WHERE aggregate_id = $1',
    [leadId],
  );
  expect(waiting).toMatchObject({ attempts: 1, published_at: null });
  expect(waiting.error).toMatch(/^The engine does not answer: /);
  await sql.query('UPDATE outbox_event SET next_try_at = now() WHERE aggregate_id = $1', [leadId]);
  await outboxStep()();
  expect(await signalsOf(`lead-${leadId}`)).toEqual(['changed']);
}, 30_000);

test('an event, its facts and its mark are one transaction', async () => {
  const clientId = await newClient();
  const id = await addEvent('call_ended');
  const handler: InboxHandler = async (relay, event) => {
    await relay.actFor(clientId);
    await relay.tx.$executeRaw`UPDATE client SET name = ${event.type} WHERE id = ${clientId}::uuid`;
    return { kind: 'processed', clientId };
  };
  expect(await inboxStep(handler)()).toBe(true);
  expect(await inboxStep(handler)()).toBe(false);
  expect(await eventRow(id)).toMatchObject({ status: 'processed', attempts: 0, error: null });
  expect(await one('SELECT name FROM client WHERE id = $1', [clientId])).toEqual({ name: 'call_ended' });
});

test('an event that fails leaves no facts, is tried again by the ladder, and ends as failed after its last try', async () => {
  const clientId = await newClient();
  const id = await addEvent('poison');
  const handler: InboxHandler = async (relay) => {
    await relay.actFor(clientId);
    await relay.tx.$executeRaw`UPDATE client SET name = 'half done' WHERE id = ${clientId}::uuid`;
    throw new Error('no such field');
  };
  const waits: number[] = [];
  for (let i = 0; i < 10; i++) {
    expect(await inboxStep(handler)()).toBe(true);
    expect(await inboxStep(handler)()).toBe(false);
    waits.push((await eventRow(id)).wait);
    await sql.query('UPDATE webhook_event SET next_try_at = now() WHERE id = $1', [id]);
  }
  const ladder = [5, 15, 60, 300, 900, 3_600, 7_200, 14_400, 28_800, 43_200];
  waits.forEach((wait, i) => {
    expect(wait).toBeGreaterThan((ladder[i] ?? 0) * 0.9 - 1);
    expect(wait).toBeLessThanOrEqual((ladder[i] ?? 0) * 1.1);
  });
  await inboxStep(handler)();
  expect(await eventRow(id)).toMatchObject({ status: 'failed', attempts: 11, error: 'Error: no such field' });
  expect(await one('SELECT name FROM client WHERE id = $1', [clientId])).toEqual({ name: 'Client' });
});

test('an event that must wait for something is looked at later, without counting as failed', async () => {
  const id = await addEvent('too_early');
  await inboxStep(async () => ({ kind: 'later', seconds: 30, why: 'its call is not there yet' }))();
  expect(await eventRow(id)).toMatchObject({ status: 'received', attempts: 0, error: 'its call is not there yet' });
  expect((await eventRow(id)).wait).toBeGreaterThan(28);
});

test('what was queued in this millisecond is due, though its instant was rounded up', async () => {
  const id = await addEvent('just_now');
  const claimed = await db.asRelay(async ({ tx }) => {
    await tx.$executeRaw`UPDATE webhook_event SET next_try_at = date_trunc('milliseconds', now()) + interval '1 millisecond' WHERE id = ${BigInt(id)}`;
    return claimEvent(tx);
  });
  expect(claimed?.id).toBe(id);
  await inboxStep(async () => ({ kind: 'ignored', why: 'seen' }))();
});

test('two relays never take one event twice', async () => {
  const clientId = await newClient();
  for (let i = 0; i < 20; i++) await addEvent(`burst-${i}`);
  const taken: string[] = [];
  const handler: InboxHandler = async (_relay, event: InboxEvent) => {
    taken.push(event.type);
    return { kind: 'processed', clientId };
  };
  const relay = async () => {
    while (await inboxStep(handler)());
  };
  await Promise.all([relay(), relay(), relay(), relay()]);
  expect(taken.filter((type) => type.startsWith('burst-'))).toHaveLength(20);
  expect(new Set(taken).size).toBe(taken.length);
});
