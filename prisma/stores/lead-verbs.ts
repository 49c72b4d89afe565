import { type ContactFacts, DAILY_CAP, type GateCode, mayContact } from '#domain/gate.ts';
import type { Channel } from '#domain/snapshot.ts';
import type { Tx } from '../client.ts';
import { dialFacts, leadFacts, type RecentContacts, recentContacts } from './dialling.ts';
import { dropWaiting, isBarred, planInvitation } from './lead-plan.ts';
import { type LeadLife, lockAddress, lockLead, saveLead } from './lead-row.ts';
import { voidPermit } from './opt-outs.ts';

/** A lead, and the name of the person who asks. */
type Ask = { clientId: string; leadId: string; by: string };
/** `at`: from when on it would be possible, on the lead's clock. */
export type Asked = { kind: 'ok' } | { kind: 'unknown' } | { kind: 'refused'; codes: GateCode[]; at: string | null };

const NO_CALL = '00000000-0000-0000-0000-000000000000';

/** Whether a lead may be called at this moment, as the gate would say. */
export async function mayCallNow(tx: Tx, ask: Ask): Promise<Asked> {
  const life = await lockForContact(tx, ask);
  return life ? callAnswer(tx, life) : { kind: 'unknown' };
}

async function callAnswer(tx: Tx, life: LeadLife): Promise<Asked> {
  const no = whyNotNow(life);
  if (no) return { kind: 'refused', codes: [no], at: null };
  const answer = mayContact(await dialFacts(tx, { ...life, phase: 'reach' }, NO_CALL));
  if (answer.kind === 'allow') return { kind: 'ok' };
  return { kind: 'refused', codes: answer.codes, at: answer.kind === 'later' ? answer.at : null };
}

/**
 * Puts a lead before all others to be called at once, if the gate would allow the call now; an invitation that is out ends with it. The
 * dispatcher and the gate do the rest, as for every call.
 */
export async function callNow(tx: Tx, ask: Ask): Promise<Asked> {
  const life = await lockForContact(tx, ask);
  if (!life) return { kind: 'unknown' };
  const answer = await callAnswer(tx, life);
  if (answer.kind !== 'ok') return answer;
  const call = { nextCallAt: new Date(life.now), urgent: true, nextReason: `${ask.by} asked to call now` };
  const back = { phase: 'reach' as const, phaseSince: new Date(life.now), phaseUntil: null };
  const patch = life.phase === 'invite' ? { ...call, ...back } : call;
  if (life.phase === 'invite') await dropWaiting(tx, life, 'called');
  await saveLead(tx, life, patch, { type: 'lead.call_asked', payload: { by: ask.by } });
  return { kind: 'ok' };
}

/** Whether the booking link may go to a lead at this moment, by any channel. */
export async function maySendLink(tx: Tx, ask: Ask): Promise<Asked> {
  const life = await lockForContact(tx, ask);
  return life ? linkAnswer(tx, life) : { kind: 'unknown' };
}

async function linkAnswer(tx: Tx, life: LeadLife): Promise<Asked> {
  const no = whyNotNow(life);
  if (no) return { kind: 'refused', codes: [no], at: null };
  const [sms, email] = [await channelAnswer(tx, life, 'sms'), await channelAnswer(tx, life, 'email')];
  return sms.kind === 'never' && email.kind === 'never' ? { kind: 'refused', codes: sms.codes, at: null } : { kind: 'ok' };
}

/**
 * Sends the booking link now, as after a talk: the lead is invited, the link goes out by every channel there is, and calling rests until the
 * invitation ends. A lead with a booking, on its way back from a missed one, or at its end is not invited.
 */
export async function sendLinkNow(tx: Tx, ask: Ask): Promise<Asked> {
  const life = await lockForContact(tx, ask);
  if (!life) return { kind: 'unknown' };
  const answer = await linkAnswer(tx, life);
  if (answer.kind !== 'ok') return answer;
  await voidPermit(tx, ask.clientId, ask.leadId);
  const phaseUntil = await planInvitation(tx, life, { again: true, giveUp: life.campaign.cadence.invite.giveUp });
  const patch = {
    ...{ phase: 'invite' as const, status: 'contacted' as const, nextCallAt: null, callbackAt: null, urgent: false, nextReason: null },
    ...{ phaseSince: new Date(life.now), phaseUntil, linksSent: life.linksSent + 1 },
  };
  await saveLead(tx, life, patch, { type: 'lead.link_asked', payload: { by: ask.by } });
  return { kind: 'ok' };
}

/** Why a lead is neither called nor invited at this point of its life. */
function whyNotNow({ phase, status, callingId }: LeadLife): GateCode | null {
  if (status === 'dnc') return 'dnc';
  if (callingId) return 'call_open';
  if (phase === 'attend') return 'already_booked';
  if (phase === 'rebook') return 'phase_moved';
  return phase === 'end' ? 'lead_final' : null;
}

async function channelAnswer(tx: Tx, life: LeadLife, channel: Channel) {
  const [recent] = await tx.$queryRaw<RecentContacts[]>`SELECT * FROM (${recentContacts(life)}) recent`;
  const facts: ContactFacts = {
    ...{ channel, purpose: 'booking_link', ...leadFacts(life), phase: 'invite' },
    dnc: await isBarred(tx, life.clientId, life.mode, life.phone),
    hasAddress: channel === 'sms' ? life.phone !== '' : life.email !== null,
    attemptsLast24h: recent?.contacts ?? DAILY_CAP,
    capFreeAt: recent?.capFreeAt?.toISOString() ?? null,
    openCallOnPhone: false,
    appointment: null,
  };
  return mayContact(facts);
}

/** Address before lead, as everybody locks. */
async function lockForContact(tx: Tx, { clientId, leadId }: Ask): Promise<LeadLife | null> {
  const [lead] = await tx.$queryRaw<{ phone: string; mode: LeadLife['mode'] }[]>`
    SELECT phone, mode FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
  if (!lead) return null;
  await lockAddress(tx, clientId, lead.mode, lead.phone);
  return lockLead(tx, clientId, leadId);
}

/** A planned message by its kind and its time, an ISO instant. */
type Step = Ask & { step: string; at: string };
export type Skipped = { kind: 'ok' } | { kind: 'unknown' } | { kind: 'gone' };

/** Leaves one planned message out, on every channel it has; the plan goes on without it. */
export const skipStep = (tx: Tx, ask: Step): Promise<Skipped> => turn(tx, ask, 'lead.step_skipped');

/** Takes a step that was left out by hand back into the plan, while there is still use in it. */
export const restoreStep = (tx: Tx, ask: Step): Promise<Skipped> => turn(tx, ask, 'lead.step_restored');

async function turn(tx: Tx, { clientId, leadId, step, at, by }: Step, type: 'lead.step_skipped' | 'lead.step_restored'): Promise<Skipped> {
  const life = await lockLead(tx, clientId, leadId);
  if (!life) return { kind: 'unknown' };
  const isSkip = type === 'lead.step_skipped';
  const turned = await tx.$executeRaw`
    UPDATE message SET status = ${isSkip ? 'skipped' : 'scheduled'}, skip_reason = ${isSkip ? 'by_hand' : null}
    WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND kind = ${step} AND scheduled_for = ${new Date(at)}
      AND scheduled_for > to_timestamp(${life.now / 1000}::float8)
      AND status = ${isSkip ? 'scheduled' : 'skipped'} AND (${isSkip} OR skip_reason = 'by_hand')`;
  if (turned === 0) return { kind: 'gone' };
  await saveLead(tx, life, {}, { type, payload: { step, at, by } });
  return { kind: 'ok' };
}
