import * as wf from '@temporalio/workflow';
import type { Activities } from '#activities/contract.ts';
import { type Moment, plan, type Snapshot } from '#domain/snapshot.ts';
import { TASK_QUEUES } from '#temporal/task-queues.ts';
import { type Life, leadNow, learn } from './life.ts';

const SHORTEST_SEND_MS = 10_000;
const NO_ANSWER_PAUSE_MS = 60_000;

const deciding = wf.proxyActivities<Activities>({ startToCloseTimeout: '30 seconds', retry: { maximumInterval: '1 minute' } });
const sending = wf.proxyActivities<Activities>({
  taskQueue: TASK_QUEUES.notify,
  startToCloseTimeout: '30 seconds',
  retry: { maximumInterval: '1 minute' },
});

/** Lives through the moments of attend, invite and rebook. Returns when newer facts change what is ahead: the plan is made anew from them. */
export async function walk(life: Life): Promise<void> {
  const moments = plan(life.lead, leadNow(life));
  if (!moments.at(-1)?.decides) return askForAttention(life);
  let known = life.lead;
  for (const [i, moment] of moments.entries()) {
    const ahead = moments.slice(i);
    // Newer facts that leave the plan as it is do not restart its timer.
    const isMoved = () => life.lead !== known && !(life.lead.phase === known.phase && isSamePlan(plan(life.lead, leadNow(life)), ahead));
    await waitUntil(life, moment.at, isMoved);
    if (isMoved()) return; // rebooked, cancelled, decided, stopped
    known = life.lead;
    if (moment.decides) return decide(life, moment);
    startSend(life, moment, moments[i + 1]);
  }
}

const isSamePlan = (a: readonly Moment[], b: readonly Moment[]) => JSON.stringify(a) === JSON.stringify(b);

async function waitUntil(life: Life, at: number, isMoved: () => boolean): Promise<void> {
  const delayMs = at - leadNow(life);
  if (delayMs <= 0) return;
  life.wakeAt = at;
  await wf.condition(isMoved, delayMs);
  life.wakeAt = undefined;
}

async function decide(life: Life, moment: Moment): Promise<void> {
  const known = life.lead;
  learn(life, await deciding.decide({ clientId: life.clientId, leadId: life.leadId, seq: known.seq, moment }));
  await paceAgainst(life, known);
}

/** Not awaited: the next moment must come on time also when a send is being retried. What became of it stands in the ledger. */
function startSend(life: Life, moment: Moment, next: Moment | undefined): void {
  const { clientId, leadId, lead } = life;
  const untilNextMs = next ? next.at - leadNow(life) : 0;
  life.sending++;
  void sending.send
    .executeWithOptions({ scheduleToCloseTimeout: Math.max(SHORTEST_SEND_MS, untilNextMs) }, [{ clientId, leadId, seq: lead.seq, moment }])
    .catch((error: unknown) => wf.log.warn('a message was not sent', { kind: moment.kind, error }))
    .finally(() => {
      life.sending--;
    });
}

/** A plan without a decision would leave the lead without a future. */
async function askForAttention(life: Life): Promise<void> {
  learn(life, await deciding.attention({ clientId: life.clientId, leadId: life.leadId, seq: life.lead.seq }));
  const flagged = life.lead;
  if (plan(flagged, leadNow(life)).at(-1)?.decides || flagged.phase === 'reach' || flagged.phase === 'end') return;
  await wf.condition(() => life.lead !== flagged); // a person has been called
}

/** An answer without newer facts is a bug of the activity; it must not become a hot loop. */
async function paceAgainst(life: Life, known: Snapshot): Promise<void> {
  if (life.lead === known) await wf.condition(() => life.lead !== known, NO_ANSWER_PAUSE_MS);
}
