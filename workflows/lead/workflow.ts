import * as wf from '@temporalio/workflow';
import { changed, getState, type LeadStart, release } from './contract.ts';
import { beginLife, type Life, leadNow, learn } from './life.ts';
import { walk } from './moments.ts';
import { reach } from './reach.ts';

/**
 * The whole life of a lead after its first release to dial: reach, invite, attend, rebook, and back. Facts come from Postgres as snapshots;
 * this waits and puts deeds in order. Answers the last `seq` it knew.
 */
export async function leadWorkflow(start: LeadStart): Promise<number> {
  const life = beginLife(start);
  wf.setHandler(release, (permit) => {
    if (permit.callId !== life.lastCallId) life.permit = permit;
  });
  wf.setHandler(changed, (news) => learn(life, news));
  wf.setHandler(getState, () => ({ lead: life.lead, calling: life.calling, wakeAt: life.wakeAt, now: leadNow(life), skewMs: life.skewMs }));
  // A cancel from outside changes nothing: a lead is stopped in Postgres, and a verdict that may be worth money is always taken.
  return wf.CancellationScope.nonCancellable(() => live(life));
}

async function live(life: Life): Promise<number> {
  for (;;) {
    if (wf.workflowInfo().continueAsNewSuggested && !life.calling && life.sending === 0) await beginAnew(life);
    if (life.lead.phase === 'reach') {
      await reach(life);
    } else if (life.lead.phase === 'end') {
      await wf.condition(() => !life.calling || life.lead.phase !== 'end');
      if (!life.calling && life.lead.phase === 'end') return life.lead.seq; // no await between check and return: later news start a new run
    } else {
      await walk(life);
    }
  }
}

const beginAnew = ({ clientId, leadId, skewMs, lead, permit }: Life) =>
  wf.continueAsNew<typeof leadWorkflow>({ clientId, leadId, skewMs, lead, ...(permit && { permit }) });
