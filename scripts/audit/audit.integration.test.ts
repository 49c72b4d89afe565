import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Tx } from '#prisma/client.ts';
import { type Bench, openBench } from '#sandbox/testing/bench.ts';
import { openTemporal } from '#temporal/connection.ts';
import { createTestNamespace, type TestNamespace } from '#tests/support/temporal.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { audit } from './audit.ts';
import type { Report } from './report.ts';

let world: TestWorld;
let namespace: TestNamespace;
let sandbox: Bench;
let temporal: Client;

beforeAll(async () => {
  [world, namespace, sandbox] = await Promise.all([testWorld(), createTestNamespace(), openBench()]);
  temporal = openTemporal(namespace);
}, 120_000);
afterAll(async () => {
  await temporal.connection.close();
  for (const part of [sandbox, world, namespace]) await part[Symbol.asyncDispose]();
});

const look = (): Promise<Report> => audit({ db: world.db, temporal, sandboxUrl: sandbox.url, stripeKey: 'sk_test_sandbox' }, { looks: 0 });
const ended = () => world.lead({ phase: 'end' });

test('books in which everything is in its place pass', async () => {
  await ended();
  const report = await look();
  expect(report.violations).toEqual([]);
  expect(report).toMatchObject({ ok: true, leads: 1, running: 0, duplicates: 0, lost: 0, shown: 0, milestones: 0, invoices: 0 });
});

type Damage = (tx: Tx, ids: { clientId: string; campaignId: string; leadId: string }) => Promise<string>;

const appointment = (ids: { clientId: string; campaignId: string; leadId: string }, change: object) => {
  const startAt = new Date('2026-03-10T15:00:00Z');
  const times = { startAt, endAt: new Date('2026-03-10T15:30:00Z'), verifyDueAt: new Date('2026-03-12T15:00:00Z'), bookedAt: startAt };
  return { ...ids, mode: 'rehearsal', timezone: 'America/New_York', ...times, ...change };
};
const call = ({ clientId, campaignId, leadId }: { clientId: string; campaignId: string; leadId: string }, change: object) => ({
  ...{
    clientId,
    campaignId,
    leadId,
    mode: 'rehearsal',
    toNumber: '+14155552000',
    permit: 'consumed',
    dialNo: 1,
    settledAt: new Date('2026-03-10T15:00:00Z'),
  },
  ...change,
});
const effect = (clientId: string, change: { key: string; status?: string }) => ({
  clientId,
  mode: 'rehearsal',
  vendor: 'retell',
  kind: 'dial',
  status: 'done',
  startedAt: new Date('2026-03-10T15:00:00Z'),
  ...change,
});

test.each<[invariant: string, name: string, damage: Damage]>([
  [
    'I4',
    'a lead that nobody will ever call',
    async (tx, { clientId, leadId }) => {
      await tx.lead.updateMany({ where: { clientId, id: leadId }, data: { phase: 'reach', dueAt: null } });
      return leadId;
    },
  ],
  [
    'I4',
    'a verdict that never came',
    async (tx, ids) => {
      await tx.lead.updateMany({
        where: { id: ids.leadId },
        data: { phase: 'attend', nextKind: 'verdict', nextAt: new Date('2027-01-01') },
      });
      return (await tx.appointment.create({ data: appointment(ids, { status: 'scheduled' }) })).id;
    },
  ],
  [
    'I7',
    'a show that was not counted',
    async (tx, ids) => (await tx.appointment.create({ data: appointment(ids, { status: 'shown' }) })).id,
  ],
  [
    'I7',
    'a call that cost more than its usage record',
    async (tx, ids) => {
      const { id } = await tx.call.create({ data: call(ids, { durationSeconds: 60, costCents: 21 }) });
      await tx.usageRecord.create({
        data: {
          clientId: ids.clientId,
          callId: id,
          mode: 'rehearsal',
          seconds: 60,
          rateCents: 20,
          costCents: 20,
          settlement: 'invoice',
          periodMonth: '2026-03',
        },
      });
      return id;
    },
  ],
  [
    'I7',
    'a milestone without an invoice',
    async (tx, { clientId }) => {
      const data = { clientId, mode: 'rehearsal', milestoneNumber: 7, shownCount: 175, amountCents: 200_000, reachedAt: new Date() };
      return (await tx.milestone.create({ data })).id;
    },
  ],
  ['I1', 'a call without a row in the ledger', async (tx, ids) => (await tx.call.create({ data: call(ids, { dialNo: 2 }) })).id],
  [
    'I1',
    'a dial that the sandbox never saw',
    async (tx, { clientId, leadId }) => (await tx.vendorEffect.create({ data: effect(clientId, { key: `lead:${leadId}:dial:1` }) })).key,
  ],
  [
    'I9',
    'a question that stays open',
    async (tx, { clientId, leadId }) =>
      (await tx.vendorEffect.create({ data: effect(clientId, { key: `lead:${leadId}:dial:2`, status: 'started' }) })).key,
  ],
  [
    'I10',
    'a fact that was not told to anybody',
    async (tx, { leadId }) => {
      await tx.lead.updateMany({ where: { id: leadId }, data: { seq: 1, toldSeq: 1 } });
      return leadId;
    },
  ],
  [
    'I11',
    'a link for a lead of nobody',
    async (tx, { clientId }) => {
      const leadId = randomUUID();
      await tx.linkToken.create({ data: { clientId, leadId, purpose: 'book', tokenHash: Buffer.from(leadId), expiresAt: new Date() } });
      return leadId;
    },
  ],
  [
    'I13',
    'a lead that attends without a workflow',
    async (tx, { leadId }) => {
      await tx.lead.updateMany({
        where: { id: leadId },
        data: { phase: 'attend', nextKind: 'verdict', nextAt: new Date('2027-01-01'), updatedAt: new Date('2026-01-01') },
      });
      return leadId;
    },
  ],
  [
    'STATS',
    'a counter that was turned by hand',
    async (tx, { clientId, campaignId }) => {
      await tx.campaignStatBucket.updateMany({
        where: { clientId, campaignId, bucket: (await tx.campaignStatBucket.findFirstOrThrow()).bucket },
        data: { booked: { increment: 1 } },
      });
      return campaignId;
    },
  ],
])('%s: %s is found', async (invariant, _name, damage) => {
  const ids = { clientId: world.clientId, campaignId: world.campaignId, leadId: await ended() };
  const broken = await world.db.withClient(ids.clientId, (tx) => damage(tx, ids));
  const report = await look();
  expect(report.ok).toBe(false);
  expect(report.violations.filter(({ ids: found }) => found.includes(broken)).map((each) => each.invariant)).toContain(invariant);
});

test('I1: a dial in the sandbox that no ledger knows of is found', async () => {
  await sandbox.retell.call.createPhoneCall({ from_number: '+14155550100', to_number: '+14155550101', metadata: { call_key: 'nobody:1' } });
  const report = await look();
  expect(report.violations).toContainEqual({
    invariant: 'I1',
    rule: 'the sandbox did what no ledger knows of (dials)',
    count: 1,
    ids: ['nobody:1'],
  });
});
