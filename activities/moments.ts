import { afterInvite } from '#domain/outcome.ts';
import type { Moment, Snapshot } from '#domain/snapshot.ts';
import { toInstant } from '#domain/time.ts';
import type { Db, Tx } from '#prisma/client.ts';
import { dropWaiting, nextDial } from '#stores/lead-plan.ts';
import { type LeadLife, lockLead, saveLead, snapshotOf } from '#stores/lead-row.ts';
import { verdictDue } from '#stores/shows.ts';
import { GONE } from './calls.ts';
import type { MomentActivities } from './contract.ts';

export const createMomentActivities = ({ db }: { db: Db }): MomentActivities => ({
  async decide({ clientId, leadId, moment, seq }): Promise<Snapshot> {
    const decided = await db.withClient(clientId, async (tx) => {
      const life = await lockLead(tx, clientId, leadId);
      if (!life) return null;
      if (life.seq !== seq) return snapshotOf(tx, clientId, leadId); // news are on their way: they decide what comes
      return decideOne(tx, life, moment);
    });
    return decided ?? GONE;
  },
  async attention({ clientId, leadId, seq }): Promise<Snapshot> {
    const told = await db.withClient(clientId, async (tx) => {
      const life = await lockLead(tx, clientId, leadId);
      if (!life) return null;
      if (life.seq !== seq) return snapshotOf(tx, clientId, leadId);
      return flag(tx, life);
    });
    return told ?? GONE;
  },
});

async function decideOne(tx: Tx, life: LeadLife, moment: Moment): Promise<Snapshot | null> {
  switch (moment.kind) {
    case 'verdict':
      return moment.appointmentId ? verdictDue(tx, life.clientId, life.id, moment.appointmentId) : flag(tx, life);
    case 'back_to_reach':
      return backFromInvite(tx, life);
    case 'unresponsive': {
      await dropWaiting(tx, life, 'ended');
      const reason = 'No new booking after the last offer';
      return saveLead(
        tx,
        life,
        { phase: 'end', status: 'unresponsive', nextReason: reason, phaseSince: new Date(life.now), phaseUntil: null },
        { type: 'lead.ended', payload: { reason }, tell: false },
      );
    }
    default:
      return flag(tx, life);
  }
}

async function backFromInvite(tx: Tx, life: LeadLife): Promise<Snapshot> {
  await dropWaiting(tx, life, 'ended');
  const next = afterInvite({ attempts: life.attempts, maxAttempts: life.campaign.maxAttempts, now: toInstant(life.now) });
  const isOver = life.campaign.status === 'completed' || life.campaign.status === 'archived';
  const end = isOver || next.phase === 'end';
  return saveLead(
    tx,
    life,
    {
      phase: end ? 'end' : 'reach',
      status: end ? 'unresponsive' : next.status,
      ...(!end && next.dueAt ? nextDial(life, next.dueAt) : { nextCallAt: null }),
      nextReason: isOver ? 'The campaign is over' : next.reason,
      phaseSince: new Date(life.now),
      phaseUntil: null,
    },
    { type: end ? 'lead.ended' : 'lead.back_to_reach', payload: { reason: next.reason }, tell: false },
  );
}

/** A plan without a decision should not exist: the lead is marked for a person and given up to nothing silently. */
async function flag(tx: Tx, life: LeadLife): Promise<Snapshot> {
  const reason = 'Needs a person: nothing is planned for this lead';
  return saveLead(tx, life, { nextReason: reason }, { type: 'lead.needs_attention', payload: { phase: life.phase }, tell: false });
}
