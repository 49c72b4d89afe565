import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { toInstant } from '#domain/time.ts';
import type { Db } from '#prisma/client.ts';
import { type ClockedLead, clockedLead, hasUntakenEvents, moveClock } from '#stores/lead-clock.ts';
import { leadState } from './handles/lead.ts';
import { type RunClock, runClock, skipTime } from './time-skip.ts';

/** The sandbox's side of a lead's clock. `nextAt`: what its person does next, in milliseconds on the lead's clock. */
export type SandboxClock = {
  pending: (phone: string) => Promise<{ isQuiet: boolean; nextAt: number | null }>;
  moveTo: (phone: string, leadNow: string) => Promise<void>;
};

export type FastForwardDeps = { db: Db; client: Client; sandbox: SandboxClock; patienceMs?: number };
export type FastForwardAsk = { clientId: string; leadId: string; to: 'next' | 'end' };
export type FastForwarded =
  /** `leadNow`: the lead's clock now, an ISO instant. */
  | { kind: 'moved'; steps: number; leadNow: string; phase: ClockedLead['phase'] }
  | { kind: 'nothing-ahead'; leadNow: string; phase: ClockedLead['phase'] }
  | { kind: 'busy'; with: string[] }
  | { kind: 'not-a-rehearsal' }
  | { kind: 'missing' };

const LOOK_EVERY_MS = 60;
const MOST_STEPS = 80;
/** The workflow goes a little past the moment, so that its timer is certainly due. */
const PAST_MS = 5;
/** A difference of the two clocks that no machine's slowness explains. */
const DRIFT_MS = 1_500;

/**
 * Steps a rehearsal lead through its future: to the next moment, or until nothing is ahead. Each step waits until nothing is under way, moves
 * the clock in Postgres first, then the workflow's, then the sandbox's; after a crash the next step makes them agree again.
 */
export async function fastForward(deps: FastForwardDeps, ask: FastForwardAsk): Promise<FastForwarded> {
  let steps = 0;
  for (;;) {
    const quiet = await untilQuiet(deps, ask);
    if (quiet.kind !== 'quiet') return quiet;
    const { lead } = quiet;
    const target = await nextMoment(deps, ask, lead);
    if (target === null || (ask.to === 'next' && steps === 1) || steps >= MOST_STEPS) {
      const now = { leadNow: toInstant(lead.now), phase: lead.phase };
      return steps === 0 ? { kind: 'nothing-ahead', ...now } : { kind: 'moved', steps, ...now };
    }
    await step(deps, ask, lead, target);
    steps++;
  }
}

async function step(
  { db, client, sandbox }: FastForwardDeps,
  { clientId, leadId }: FastForwardAsk,
  lead: ClockedLead,
  target: number,
): Promise<void> {
  await db.withClient(clientId, (tx) => moveClock(tx, clientId, leadId, target));
  await forwardRun(client, leadId, target);
  await sandbox.moveTo(lead.phone, toInstant(target));
}

/** Puts the workflow's clock at `target`, on the lead's clock, if it runs and is behind. */
async function forwardRun(client: Client, leadId: string, target: number): Promise<void> {
  const [clock, state] = await Promise.all([runClock(client, leadId), leadState(client, leadId)]);
  if (!clock || !state) return;
  const behindMs = target - (clock.virtualNow + state.skewMs);
  if (behindMs > 0) await skipTime(client, leadId, behindMs + PAST_MS);
}

/** The next instant at which anything happens to the lead, on its clock; null when nothing is ahead. */
async function nextMoment({ client, sandbox }: FastForwardDeps, { leadId }: FastForwardAsk, lead: ClockedLead): Promise<number | null> {
  if (lead.phase === 'end') return null;
  const { nextAt: personAt } = await sandbox.pending(lead.phone);
  const ownAt = lead.phase === 'reach' ? lead.nextCallAt : ((await leadState(client, leadId))?.wakeAt ?? lead.nextAt);
  const ahead = [ownAt, personAt].filter((at) => at !== null && at !== undefined);
  return ahead.length > 0 ? Math.max(lead.now, Math.min(...ahead)) : null;
}

type Quiet = { kind: 'quiet'; lead: ClockedLead } | Exclude<FastForwarded, { kind: 'moved' | 'nothing-ahead' }>;

async function untilQuiet(deps: FastForwardDeps, { clientId, leadId }: FastForwardAsk): Promise<Quiet> {
  const { db, client, sandbox, patienceMs = 60_000 } = deps;
  const deadline = Date.now() + patienceMs;
  let quietBefore = false;
  for (;;) {
    const lead = await db.withClient(clientId, (tx) => clockedLead(tx, clientId, leadId));
    if (!lead) return { kind: 'missing' };
    if (lead.mode !== 'rehearsal') return { kind: 'not-a-rehearsal' };
    const busy = [...lead.busy];
    const clock = await runClock(client, leadId);
    if (clock?.isBusy) busy.push('its workflow');
    if (!(await sandbox.pending(lead.phone)).isQuiet) busy.push('its person in the sandbox');
    if (await db.asRelay(({ tx }) => hasUntakenEvents(tx, leadId, lead))) busy.push('events to be taken in');
    if (busy.length === 0 && clock && (await hasDueTimer(client, leadId, clock))) busy.push('a moment that has come');
    if (busy.length === 0 && quietBefore) return { kind: 'quiet', lead }; // twice: one may hand over to another between two looks
    if (busy.length === 0) await catchUp(client, leadId, lead);
    quietBefore = busy.length === 0;
    if (Date.now() > deadline) return { kind: 'busy', with: busy };
    await sleep(LOOK_EVERY_MS);
  }
}

/** A server under load fires a timer a while after its moment; until then nothing seems to be under way. */
async function hasDueTimer(client: Client, leadId: string, clock: RunClock): Promise<boolean> {
  const state = await leadState(client, leadId);
  return state?.wakeAt !== undefined && state.wakeAt <= clock.virtualNow + state.skewMs;
}

/** A driver that died between Postgres and the workflow left the workflow behind. */
async function catchUp(client: Client, leadId: string, lead: ClockedLead): Promise<void> {
  if (lead.clockOffsetMs === 0) return;
  const [clock, state] = await Promise.all([runClock(client, leadId), leadState(client, leadId)]);
  if (clock && state && lead.now - (clock.virtualNow + state.skewMs) > DRIFT_MS) await forwardRun(client, leadId, lead.now);
}
