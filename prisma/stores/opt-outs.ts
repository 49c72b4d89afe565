import type { Mode } from '#domain/lead.ts';
import type { Db, Tx } from '../client.ts';
import { refreshNext } from './lead-moments.ts';
import { dropWaiting } from './lead-plan.ts';
import { lockAddress, lockLead, saveLead } from './lead-row.ts';

export type BarReason = 'not_interested' | 'sms_stop' | 'call_stop' | 'manual' | 'complaint' | 'import' | 'wrong_number';
type Bar = { clientId: string; mode: Mode; phone: string; reason: BarReason; leadId?: string; userId?: string; note?: string };

/** Puts a number on the client's do-not-call list; from the commit on the gate refuses it. The address must be locked before. */
export async function barNumber(tx: Tx, { clientId, mode, phone, reason, leadId, userId, note }: Bar): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO dnc_entry (client_id, mode, phone, reason, lead_id, created_by_id, note)
    VALUES (${clientId}::uuid, ${mode}, ${phone}, ${reason}, ${leadId ?? null}::uuid, ${userId ?? null}::uuid, ${note ?? null})
    ON CONFLICT DO NOTHING`;
}

/**
 * Ends what a lead's barred number ends: dialling, invitation and winning back. A booked lead stays with its appointment: its texts are
 * dropped, the verdict still comes. Nothing happens to a lead that is at its end already.
 */
export async function endBarred(tx: Tx, clientId: string, leadId: string, reason: string): Promise<void> {
  const life = await lockLead(tx, clientId, leadId);
  if (!life || life.status === 'dnc' || (life.phase === 'end' && life.status !== 'new' && life.status !== 'queued')) return;
  if (life.phase === 'attend') {
    await tx.$executeRaw`
      UPDATE message SET status = 'skipped', skip_reason = 'dnc'
      WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND status = 'scheduled' AND channel = 'sms'`;
    await saveLead(tx, life, {}, { type: 'lead.barred', payload: { reason } });
    return;
  }
  await dropWaiting(tx, life, 'dnc');
  await voidPermit(tx, clientId, leadId);
  await saveLead(
    tx,
    life,
    { status: 'dnc', phase: 'end', nextCallAt: null, nextReason: reason, phaseSince: new Date(life.now), phaseUntil: null },
    { type: 'lead.barred', payload: { reason } },
  );
}

/** An opt-out by text, or by the carrier's word: bars the number and, where the lead is known, ends it. `why` stands on the lead's page. */
export async function stopTexts(tx: Tx, bar: Bar, why: string): Promise<void> {
  const { clientId, mode, phone, leadId } = bar;
  await lockAddress(tx, clientId, mode, phone);
  await barNumber(tx, bar);
  if (!leadId) return;
  await tx.$executeRaw`UPDATE lead SET sms_opt_out_at = coalesce(sms_opt_out_at, now()) WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid AND phone = ${phone}`;
  await endBarred(tx, clientId, leadId, why);
}

/** Takes back a granted dial that was not begun, and its slot. */
export async function voidPermit(tx: Tx, clientId: string, leadId: string): Promise<void> {
  await tx.$executeRaw`
    WITH gone AS (UPDATE call SET permit = 'void', status = 'cancelled' WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND permit = 'granted' RETURNING id)
    DELETE FROM call_slot WHERE call_id IN (SELECT id FROM gone)`;
}

export type DncAnswer = { kind: 'ok'; leads: number } | { kind: 'unknown' };

/** Bars a lead's number and ends every lead of this client that has it, one transaction a lead. */
export async function markDnc(
  db: Db,
  { clientId, leadId, reason, userId, note }: { clientId: string; leadId: string; reason: BarReason; userId?: string; note?: string },
): Promise<DncAnswer> {
  const owner = await db.withClient(clientId, async (tx) => {
    const [lead] = await tx.$queryRaw<
      { phone: string; mode: Mode }[]
    >`SELECT phone, mode FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
    if (!lead) return null;
    await lockAddress(tx, clientId, lead.mode, lead.phone);
    await barNumber(tx, { clientId, mode: lead.mode, phone: lead.phone, reason, leadId, userId, note });
    const same = await tx.$queryRaw<{ id: string }[]>`
      SELECT id FROM lead WHERE client_id = ${clientId}::uuid AND mode = ${lead.mode} AND phone = ${lead.phone} ORDER BY id`;
    return same.map(({ id }) => id);
  });
  if (!owner) return { kind: 'unknown' };
  for (const id of owner) await db.withClient(clientId, (tx) => endBarred(tx, clientId, id, note ?? 'Marked do-not-call'));
  return { kind: 'ok', leads: owner.length };
}

/** Lifts a number from the list; leads that were ended by it stay ended. */
export async function liftDnc(db: Db, { clientId, leadId }: { clientId: string; leadId: string }): Promise<DncAnswer> {
  return db.withClient(clientId, async (tx) => {
    const lifted = await tx.$executeRaw`
      DELETE FROM dnc_entry d USING lead l WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid
        AND d.client_id = l.client_id AND d.mode = l.mode AND d.phone = l.phone`;
    return lifted > 0 ? { kind: 'ok', leads: 1 } : { kind: 'unknown' };
  });
}

/** An e-mail unsubscribe: ends e-mail to this lead and what of it still waits. */
export async function stopEmail(tx: Tx, clientId: string, leadId: string): Promise<'ok' | 'unknown'> {
  const [lead] = await tx.$queryRaw<
    { email: string | null; mode: Mode }[]
  >`SELECT email, mode FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
  if (!lead) return 'unknown';
  if (lead.email) await lockAddress(tx, clientId, lead.mode, lead.email);
  await tx.$executeRaw`
    UPDATE lead SET email_opt_out_at = coalesce(email_opt_out_at, now())
    WHERE client_id = ${clientId}::uuid AND mode = ${lead.mode} AND (id = ${leadId}::uuid OR email = ${lead.email})`;
  await tx.$executeRaw`
    UPDATE message SET status = 'skipped', skip_reason = 'email_opt_out'
    WHERE client_id = ${clientId}::uuid AND lead_id = ${leadId}::uuid AND status = 'scheduled' AND channel = 'email'`;
  await refreshNext(tx, clientId, leadId);
  return 'ok';
}
