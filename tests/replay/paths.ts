import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/activity';
import type { Moment } from '#domain/snapshot.ts';
import { wantInvoice } from '#temporal/handles/billing.ts';
import { wakeCampaign } from '#temporal/handles/campaign.ts';
import { startImport } from '#temporal/handles/import.ts';
import { TASK_QUEUES } from '#temporal/task-queues.ts';
import { billingWorkflowId } from '#workflows/billing/contract.ts';
import { campaignWorkflowId } from '#workflows/campaign/contract.ts';
import { importWorkflowId } from '#workflows/import/contract.ts';
import { SWEEPS } from '#workflows/sweeps/contract.ts';
import { attending, facts, type LeadBench, type LeadUnderTest, until, winningBack } from './lead-bench.ts';

/** One way a workflow can go, lived through on a real server; answers when its history is complete. */
export type Path = { name: string; live: (bench: LeadBench) => Promise<LeadUnderTest> };

const inviting = (seq: number, stepMs = 1_000) => {
  const from = Date.now();
  const link = (kind: 'booking_link' | 'booking_link_again', at: number): Moment => ({ kind, at, until: from + 60_000 });
  return facts(seq, 'invite', [
    link('booking_link', from),
    link('booking_link_again', from + stepMs),
    { kind: 'back_to_reach', at: from + 2 * stepMs, decides: true },
  ]);
};

/** Every path of the lead workflow that has a budget or must replay after a change. */
export const LEAD_PATHS = {
  'three-calls-no-contact': async (bench) => {
    const lead = bench.lead();
    for (const snapshot of [facts(2, 'reach'), facts(4, 'reach'), facts(6, 'end')]) await lead.hangUp(await lead.dial(), snapshot);
    return lead;
  },
  'not-interested-at-call-1': async (bench) => {
    const lead = bench.lead();
    await lead.hangUp(await lead.dial(), facts(2, 'end'));
    return lead;
  },
  'not-interested-at-call-2': async (bench) => {
    const lead = bench.lead();
    for (const snapshot of [facts(2, 'reach'), facts(4, 'end')]) await lead.hangUp(await lead.dial(), snapshot);
    return lead;
  },
  'booked-in-call-shown': async (bench) => {
    const lead = bench.lead();
    await lead.hangUp(await lead.dial(), attending(2));
    return lead;
  },
  'booked-by-link-in-mid-call-shown': async (bench) => {
    const lead = bench.lead();
    const callId = await lead.dial();
    const booked = attending(2);
    await lead.tell(booked);
    await until(() => lead.kinds().length === 1);
    await sleep(200); // the confirmation's row is marked sent
    await lead.hangUp(callId, facts(3, 'attend', booked.moments.slice(1)));
    return lead;
  },
  'invited-then-booked-by-link-shown': async (bench) => {
    const lead = bench.lead();
    await lead.hangUp(await lead.dial(), inviting(2, 60_000));
    await until(() => lead.kinds().length === 1);
    await lead.tell(attending(3));
    return lead;
  },
  'invited-in-vain-dialled-again': async (bench) => {
    const lead = bench.lead({ decide: ({ seq }) => facts(seq + 1, 'reach') });
    await lead.hangUp(await lead.dial(), inviting(2));
    await until(() => lead.kinds().includes('back_to_reach'));
    await lead.hangUp(await lead.dial(), facts(5, 'end'));
    return lead;
  },
  'moved-while-a-send-retries': async (bench) => {
    const lead = bench.lead({
      send: async ({ seq }) => {
        if (seq === 2) throw new Error('the vendor is away');
      },
    });
    await lead.hangUp(await lead.dial(), attending(2, { stepMs: 20_000 }));
    await until(() => lead.kinds().length > 0);
    await lead.tell(attending(3));
    return lead;
  },
  'dnc-in-mid-call': async (bench) => {
    const lead = bench.lead();
    const callId = await lead.dial();
    await lead.tell(facts(2, 'end'));
    await lead.hangUp(callId, facts(3, 'end'));
    return lead;
  },
  'no-show-won-back-in-vain': async (bench) => {
    const lead = bench.lead({ decide: ({ moment, seq }) => (moment.kind === 'verdict' ? winningBack(seq + 1) : facts(seq + 1, 'end')) });
    await lead.hangUp(await lead.dial(), attending(2));
    return lead;
  },
  'cancelled-then-dialled-again': async (bench) => {
    const lead = bench.lead();
    await lead.hangUp(await lead.dial(), attending(2, { stepMs: 60_000 }));
    await until(() => lead.kinds().length === 1);
    await lead.tell(facts(3, 'reach'));
    await lead.hangUp(await lead.dial(), facts(5, 'end'));
    return lead;
  },
  'nothing-dialled': async (bench) => {
    const lead = bench.lead({ placeCall: (nth) => facts(nth + 1, nth === 1 ? 'reach' : 'end') });
    await lead.dial();
    await until(async () => (await lead.state())?.lead.seq === 2);
    await lead.dial();
    return lead;
  },
  'plan-without-decision': async (bench) => {
    const lead = bench.lead({ attention: (seq) => facts(seq + 1, 'attend') });
    await lead.hangUp(await lead.dial(), facts(2, 'attend'));
    await until(() => lead.deeds.length === 2);
    await lead.tell(facts(7, 'end'));
    return lead;
  },
} satisfies Record<string, Path['live']>;

export type LeadPath = keyof typeof LEAD_PATHS;

/** Paths of the other workflows; each answers the workflow that lived it. */
export const OTHER_PATHS = {
  'campaign-sleeps-is-woken-and-ends': async ({ client, others }) => {
    const start = ids();
    const answers = [new Date(Date.now() + 500).toISOString(), new Date(Date.now() + 3_600_000).toISOString(), null];
    let slices = 0;
    others.dispatchSlice = async () => ({ nextDueAt: answers[slices++] ?? null });
    await wakeCampaign(client, start);
    await until(() => slices === 2);
    await wakeCampaign(client, start);
    return campaignWorkflowId(start.campaignId);
  },
  'billing-one-bad-card-beside-others': async ({ client, others }) => {
    const { clientId } = ids();
    const tries = new Map<string, number>();
    others.issueInvoice = async ({ invoiceId }) => {
      tries.set(invoiceId, (tries.get(invoiceId) ?? 0) + 1);
      if (invoiceId === 'bad' && tries.get('bad') === 1) throw new Error('the card was refused');
    };
    for (const invoiceId of ['bad', 'good', 'better', 'good']) await wantInvoice(client, { clientId, mode: 'live' }, { invoiceId });
    return billingWorkflowId(clientId, 'live');
  },
  'import-once': async ({ client, others }) => {
    const { clientId, campaignId: importJobId } = ids();
    others.runImport = async () => ({ inserted: 3, duplicates: 1, invalid: 0, suppressed: 0, total: 4 });
    await startImport(client, { clientId, importJobId });
    return importWorkflowId(importJobId);
  },
  'digests-one-that-fails-beside-others': async ({ client, others }) => {
    const [begunBy, { clientId }] = ['2026-03-10T12:00:00.000Z', ids()];
    others.dueDigests = async () => ['bad', 'good', 'better'].map((messageId) => ({ clientId, messageId, userId: clientId, begunBy }));
    others.sendDigest = async ({ messageId }) => {
      if (messageId === 'bad') throw ApplicationFailure.nonRetryable('the ledger cannot be reached');
    };
    const workflowId = `digests-${clientId}`;
    await client.workflow.start('digestRound', { workflowId, taskQueue: TASK_QUEUES.control, args: [] });
    return workflowId;
  },
  ...Object.fromEntries(
    SWEEPS.map((sweep) => [
      `sweep-${sweep}`,
      async ({ client, others }: LeadBench) => {
        others.repairLeads = others.billMonths = others.retellMilestones = others.completeCampaigns = async () => 2;
        const workflowId = `${sweep}-${randomUUID()}`;
        await client.workflow.start(sweep, { workflowId, taskQueue: TASK_QUEUES.control, args: [] });
        return workflowId;
      },
    ]),
  ),
} satisfies Record<string, (bench: LeadBench) => Promise<string>>;

const ids = () => ({ clientId: randomUUID(), campaignId: randomUUID() });

/** Lives one path to the end of its workflow and answers its history. */
export async function historyOf(bench: LeadBench, path: LeadPath) {
  const lead = await LEAD_PATHS[path](bench);
  await lead.result();
  return lead.handle.fetchHistory();
}

/** Lives one path of another workflow to its end and answers its history. */
export async function otherHistoryOf(bench: LeadBench, path: string) {
  const live = (OTHER_PATHS as Record<string, (bench: LeadBench) => Promise<string>>)[path];
  if (!live) throw new Error(`There is no path ${path}`);
  const handle = bench.client.workflow.getHandle(await live(bench));
  await handle.result();
  return handle.fetchHistory();
}
