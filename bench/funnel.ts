import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { audit } from '#scripts/audit/audit.ts';
import { table } from '#scripts/audit/table.ts';
import { activateCampaign } from '#stores/campaign-verbs.ts';
import { createImportStore } from '#stores/imports.ts';
import { openTemporal } from '#temporal/connection.ts';
import { costOf } from '#tests/budgets/actions.ts';
import { leadWorkflowId } from '#workflows/lead/contract.ts';
import { cpuMs, databaseBytes, growth } from './meters.ts';
import { openStack, type Stack } from './stack.ts';

const CALLS_A_SECOND = 23.1; // 2,000,000 a day
/**
 * Seconds preset with hardly a pause between dials, so that the machine and not the calendar sets the pace; and with a verdict late enough for
 * proofs that a loaded machine brings late.
 */
const CADENCE = { ...SECONDS_CADENCE, retry: [1, 1], verify: 90 };
const SAMPLE = 200;

type Campaign = { clientId: string; campaignId: string };

/** A rehearsal of blended leads from the import to the last verdict, as fast as this machine goes, with what it cost. */
export async function benchFunnel({ leads, minutes, report }: { leads: number; minutes: number; report: (what: string) => void }) {
  await using stack = await openStack({ report });
  const { DATABASE_APP_URL: appUrl = '', DATABASE_RELAY_URL: relayUrl = '', SANDBOX_URL: sandboxUrl = '' } = stack.environment;
  const db = openDb({ appUrl, relayUrl, connections: 4, applicationName: 'callvia-bench' });
  const temporal = openTemporal({
    address: stack.environment.TEMPORAL_ADDRESS ?? '',
    namespace: stack.environment.TEMPORAL_NAMESPACE ?? '',
  });
  try {
    await tell(sandboxUrl, { preset: 'bench', seed: 'bench' });
    const campaign = await newCampaign(db);
    await importLeads(stack, db, campaign, leads, report);
    const bytesBefore = await databaseBytes(stack.superuserUrl('postgres'));
    const cpuBefore = cpuMs(stack.pids);
    const pace = await play(db, campaign, { leads, minutes, report });
    const cpu = perLead(growth(cpuBefore, cpuMs(stack.pids)), leads);
    const bytes = perLead(growth(bytesBefore, await databaseBytes(stack.superuserUrl('postgres'))), leads);
    const temporalCost = await historyCosts(db, temporal, campaign);
    report('auditing');
    const found = await audit({ db, temporal, sandboxUrl, stripeKey: stack.environment.SANDBOX_STRIPE_API_KEY }, { histories: SAMPLE });
    report(`\n${table(found)}`);
    const ok = found.ok && pace.finished && pace.callsPerSecond >= CALLS_A_SECOND && temporalCost.actions <= 7;
    const { running, shown, milestones, invoices, duplicates, lost, violations } = found;
    const audited = { ok: found.ok, leads: found.leads, running, shown, milestones, invoices, duplicates, lost, violations };
    return {
      bench: 'funnel',
      ok,
      leads,
      ...pace,
      cpuMsPerLead: cpu,
      eventsPerLead: temporalCost.events,
      actionsPerLead: temporalCost.actions,
      bytesPerLead: bytes,
      audit: audited,
    };
  } finally {
    await Promise.all([db.close(), temporal.connection.close()]);
  }
}

async function tell(sandboxUrl: string, mix: object): Promise<void> {
  const response = await fetch(`${sandboxUrl}/_sandbox/mix`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(mix),
  });
  if (!response.ok) throw new Error(`The sandbox took no mix: ${await response.text()}`);
}

const PLATFORM = { vendorsWithoutKeys: [], hasAgent: true, hasNumber: true, eventTypeId: 123 };

async function newCampaign(db: Db): Promise<Campaign> {
  const clientId = randomUUID();
  return db.withClient(clientId, async (tx) => {
    const client = {
      id: clientId,
      name: 'Bench',
      slug: clientId,
      usageBilling: 'postpaid',
      milestoneEnabled: true,
      maxConcurrentCalls: 500,
      billingEmail: 'bench@example.com',
    };
    await tx.client.create({ data: client });
    const settings = {
      mode: 'rehearsal',
      pace: 'instant',
      enforceHours: false,
      maxConcurrentCalls: 500,
      cadence: CADENCE,
      cadencePreset: 'seconds',
    };
    const { id } = await tx.campaign.create({
      data: { clientId, name: 'Funnel', timezone: 'America/New_York', callingHours: DEFAULT_HOURS, ...settings },
    });
    return { clientId, campaignId: id };
  });
}

const AREAS = ['212', '415', '303', '312', '206', '305', '602', '617', '702', '512'];

/** The road that every lead takes: an upload, its workflow, the worker. */
async function importLeads(stack: Stack, db: Db, campaign: Campaign, leads: number, report: (what: string) => void): Promise<void> {
  const { DATABASE_APP_URL: appUrl = '', UPLOADS_FOLDER: uploadsFolder = '' } = stack.environment;
  const imports = createImportStore({ db, appUrl, uploadsFolder });
  const lines = Array.from(
    { length: leads },
    (_, at) => `Lead,${at},lead${at}@example.com,+1${AREAS[at % AREAS.length]}${2_000_000 + Math.floor(at / AREAS.length)}\n`,
  );
  const upload = Readable.from([Buffer.from(`first_name,last_name,email,phone\n${lines.join('')}`)]);
  const received = await imports.receive(upload, { ...campaign, fileName: 'leads.csv', createdById: null });
  if (received.kind !== 'accepted') throw new Error(JSON.stringify(received));
  const view = await imports.settled(campaign.clientId, received.importId, 300_000);
  if (view?.status !== 'completed' || view.inserted !== leads) throw new Error(`The import did not go through: ${JSON.stringify(view)}`);
  report(`imported ${leads} leads`);
}

type Standing = { calls: number; running: number; reach: number; shown: number };
type Pace = {
  finished: boolean;
  seconds: number;
  calls: number;
  callsPerSecond: number;
  leadsPerSecond: number;
  peakCallsPerSecond: number;
};

/** Activates and watches until every lead is at its end. The pace is that of the time in which there was somebody to dial. */
async function play(
  db: Db,
  { clientId, campaignId }: Campaign,
  { leads, minutes, report }: { leads: number; minutes: number; report: (what: string) => void },
): Promise<Pace> {
  const activated = await db.withClient(clientId, (tx) => activateCampaign(tx, clientId, campaignId, PLATFORM));
  if (activated.kind !== 'ok') throw new Error(`The campaign did not start: ${JSON.stringify(activated)}`);
  const start = Date.now();
  const samples: { at: number; calls: number }[] = [];
  let dialled = { seconds: 0, calls: 0 };
  let standing: Standing = { calls: 0, running: leads, reach: leads, shown: 0 };
  while (standing.running > 0 && Date.now() - start < minutes * 60_000) {
    await sleep(1000);
    standing = await standingOf(db, clientId, campaignId);
    const at = (Date.now() - start) / 1000;
    samples.push({ at, calls: standing.calls });
    if (standing.reach > leads / 20) dialled = { seconds: at, calls: standing.calls }; // behind that a few late leads set the pace
    if (samples.length % 10 === 0)
      report(
        `${Math.round(at)} s: ${standing.calls} calls, ${leads - standing.running} of ${leads} leads at their end, ${standing.shown} shown`,
      );
  }
  const seconds = (Date.now() - start) / 1000;
  const window = dialled.seconds > 0 ? dialled : { seconds, calls: standing.calls };
  return {
    finished: standing.running === 0,
    seconds: Math.round(seconds),
    calls: standing.calls,
    callsPerSecond: round(window.calls / window.seconds),
    leadsPerSecond: round((leads - standing.running) / seconds),
    peakCallsPerSecond: Math.max(
      0,
      ...samples.slice(10).map(({ at, calls }, i) => round((calls - (samples[i]?.calls ?? 0)) / (at - (samples[i]?.at ?? 0)))),
    ),
  };
}

const round = (value: number) => Math.round(value * 100) / 100;

async function standingOf(db: Db, clientId: string, campaignId: string): Promise<Standing> {
  const [row] = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<Standing[]>`
      SELECT (SELECT count(*)::int FROM call WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid AND settled_at IS NOT NULL AND permit = 'consumed') AS calls,
        count(*) FILTER (WHERE phase <> 'end')::int AS running, count(*) FILTER (WHERE phase = 'reach')::int AS reach, count(*) FILTER (WHERE status = 'shown')::int AS shown
      FROM lead WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid`,
  );
  return row ?? { calls: 0, running: 0, reach: 0, shown: 0 };
}

const perLead = (totals: Record<string, number>, leads: number) =>
  Object.fromEntries(Object.entries(totals).map(([name, total]) => [name, round(total / leads)]));

/** Means over leads drawn by chance: events and Actions of all their runs. */
async function historyCosts(db: Db, temporal: Client, { clientId, campaignId }: Campaign): Promise<{ events: number; actions: number }> {
  const leads = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM lead WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaignId}::uuid AND phase = 'end' ORDER BY md5(id::text) LIMIT ${SAMPLE}`,
  );
  const total = { events: 0, actions: 0 };
  for (const { id } of leads) {
    for await (const { workflowId, runId } of temporal.workflow.list({ query: `WorkflowId = '${leadWorkflowId(id)}'` })) {
      const cost = costOf(await temporal.workflow.getHandle(workflowId, runId).fetchHistory(), 0);
      total.events += cost.events;
      total.actions += cost.actions;
    }
  }
  return { events: round(total.events / leads.length), actions: round(total.actions / leads.length) };
}
