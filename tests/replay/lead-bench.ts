import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompleteAsyncError } from '@temporalio/activity';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import type { Activities, MomentAt } from '#activities/contract.ts';
import type { Moment, Snapshot } from '#domain/snapshot.ts';
import { bundleWorkflows } from '#temporal/bundle.ts';
import { completeCall, leadState, releaseLead, tellIfRunning, tellOrStart } from '#temporal/handles/lead.ts';
import { createWorkers } from '#temporal/workers.ts';
import { type LeadState, leadWorkflowId } from '#workflows/lead/contract.ts';

const PATIENCE_MS = 15_000;

/** What a lead's workflow asked of the world, in order. */
export type Deed = { did: 'placeCall' | 'settleCall' | 'send' | 'decide' | 'attention'; kind?: string; seq?: number };

/** Answers of a fake world for one lead; what is left out behaves well. */
export type Answers = {
  /** A snapshot: nothing was dialled. Without it the dial is under way until the test ends it. */
  placeCall?: (nth: number) => Snapshot | undefined;
  send?: (at: MomentAt, nth: number) => Promise<void>;
  decide?: (at: MomentAt) => Snapshot;
  attention?: (seq: number) => Snapshot;
};

let isQuiet = false;
function quiet(): void {
  if (!isQuiet) Runtime.install({ logger: new DefaultLogger('ERROR') });
  isQuiet = true;
}

/** Activities that are not about one lead; a test sets those it needs. */
export type Others = Partial<Omit<Activities, 'placeCall' | 'settleCall' | 'send' | 'decide' | 'attention'>>;

/** Real workers of every workflow over fakes of our own activities, on a real server. */
export async function openLeadBench({ address, namespace }: { address: string; namespace: string }) {
  quiet();
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const worlds = new Map<string, LeadUnderTest>();
  const worldOf = (leadId: string) => {
    const world = worlds.get(leadId);
    if (!world) throw new Error(`No test asked for lead ${leadId}`);
    return world;
  };
  const others: Others = {};
  const workers = await createWorkers({
    connection: native,
    namespace,
    activities: fakes(worldOf, others),
    workflowBundle: await bundleWorkflows(),
    graceMs: 1_000,
  });
  const running = workers.map((worker) => worker.run());
  return {
    client,
    others,
    lead: (answers: Answers = {}) => {
      const lead = new LeadUnderTest(client, answers);
      worlds.set(lead.id, lead);
      return lead;
    },
    async [Symbol.asyncDispose]() {
      for (const worker of workers) worker.shutdown();
      await Promise.all(running);
      await connection.close();
      await native.close();
    },
  };
}

export type LeadBench = Awaited<ReturnType<typeof openLeadBench>>;

function fakes(worldOf: (leadId: string) => LeadUnderTest, others: Others): Activities {
  const other = <Name extends keyof Others>(name: Name): Activities[Name] =>
    (async (...args: unknown[]) => {
      const fake = others[name] as ((...args: unknown[]) => Promise<unknown>) | undefined;
      if (!fake) throw new Error(`No test set ${name}`);
      return fake(...args);
    }) as Activities[Name];
  return {
    placeCall: async ({ leadId, callId }) => worldOf(leadId).placeCall(callId),
    settleCall: async ({ leadId }) => worldOf(leadId).note({ did: 'settleCall' }, worldOf(leadId).newest),
    send: async (at) => worldOf(at.leadId).send(at),
    decide: async (at) => worldOf(at.leadId).decide(at),
    attention: async ({ leadId, seq }) =>
      worldOf(leadId).note({ did: 'attention', seq }, worldOf(leadId).answers.attention?.(seq) ?? facts(seq, 'end')),
    dispatchSlice: other('dispatchSlice'),
    runImport: other('runImport'),
    issueInvoice: other('issueInvoice'),
    repairLeads: other('repairLeads'),
    billMonths: other('billMonths'),
    retellMilestones: other('retellMilestones'),
    completeCampaigns: other('completeCampaigns'),
    dueDigests: other('dueDigests'),
    sendDigest: other('sendDigest'),
  };
}

/** One lead, its workflow, and what it did. */
export class LeadUnderTest {
  readonly id = randomUUID();
  readonly clientId = randomUUID();
  readonly deeds: Deed[] = [];
  newest: Snapshot = facts(0, 'reach');
  private readonly placed: string[] = [];
  private sends = 0;
  private readonly client: Client;
  readonly answers: Answers;

  constructor(client: Client, answers: Answers) {
    this.client = client;
    this.answers = answers;
  }

  private get run() {
    return { clientId: this.clientId, leadId: this.id, campaignId: null, skewMs: 0 };
  }

  note<T>(deed: Deed, answer: T): T {
    this.deeds.push(deed);
    return answer;
  }

  placeCall(callId: string): Snapshot {
    this.deeds.push({ did: 'placeCall' });
    this.placed.push(callId);
    const answer = this.answers.placeCall?.(this.placed.length);
    if (!answer) throw new CompleteAsyncError();
    return answer;
  }

  async send(at: MomentAt): Promise<void> {
    this.deeds.push({ did: 'send', kind: at.moment.kind, seq: at.seq });
    await this.answers.send?.(at, ++this.sends);
  }

  decide(at: MomentAt): Snapshot {
    this.deeds.push({ did: 'decide', kind: at.moment.kind, seq: at.seq });
    this.newest = this.answers.decide?.(at) ?? facts(at.seq + 1, 'end');
    return this.newest;
  }

  /** Permits a dial and answers its call's id once it is under way. */
  async dial(callId: string = randomUUID()): Promise<string> {
    await releaseLead(this.client, this.run, { callId, clientId: this.clientId, leadId: this.id });
    await until(() => this.placed.includes(callId));
    return callId;
  }

  /** The call is over: its pending dial is given the facts. */
  async hangUp(callId: string, snapshot: Snapshot): Promise<boolean> {
    this.newest = snapshot;
    return completeCall(this.client, this.id, callId, snapshot);
  }

  /** Facts moved without a call. */
  async tell(snapshot: Snapshot): Promise<void> {
    this.newest = snapshot;
    if (snapshot.phase === 'reach' || snapshot.phase === 'end') await tellIfRunning(this.client, this.id, snapshot);
    else await tellOrStart(this.client, this.run, snapshot);
  }

  get handle() {
    return this.client.workflow.getHandle(leadWorkflowId(this.id));
  }

  state = (): Promise<LeadState | null> => leadState(this.client, this.id);
  result = (): Promise<unknown> => this.handle.result();
  /** What was sent and decided, in order. */
  kinds = (): (string | undefined)[] => this.deeds.flatMap(({ did, kind }) => (kind ? [kind] : did === 'placeCall' ? [] : [did]));
}

export const facts = (seq: number, phase: Snapshot['phase'], moments: Moment[] = []): Snapshot => ({ seq, phase, moments });

/** An appointment's moments, `stepMs` apart, beginning now with the confirmation. */
export function attending(seq: number, { stepMs = 1_000, from = Date.now() }: { stepMs?: number; from?: number } = {}): Snapshot {
  const kinds = ['booking_confirmation', 'reminder_24h', 'reminder_2h', 'reminder_15m', 'attendance_check'] as const;
  const sends = kinds.map((kind, i): Moment => ({ kind, at: from + i * stepMs, until: from + 60_000, appointmentId: 'a1' }));
  return facts(seq, 'attend', [...sends, { kind: 'verdict', at: from + kinds.length * stepMs, appointmentId: 'a1', decides: true }]);
}

/** The three steps of winning back and giving up, `stepMs` apart, beginning now. */
export function winningBack(seq: number, stepMs = 1_000): Snapshot {
  const from = Date.now();
  const sends = (['rebook_day0', 'rebook_day2', 'rebook_day4'] as const).map(
    (kind, i): Moment => ({ kind, at: from + i * stepMs, until: from + 60_000 }),
  );
  return facts(seq, 'rebook', [...sends, { kind: 'unresponsive', at: from + 3 * stepMs, decides: true }]);
}

/** Resolves when `isTrue`; throws after 15 s. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`Waited ${PATIENCE_MS} ms in vain for ${isTrue}`);
    await sleep(20);
  }
}
