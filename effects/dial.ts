import { mayContact } from '#domain/gate.ts';
import type { Snapshot } from '#domain/snapshot.ts';
import { toInstant } from '#domain/time.ts';
import { settleUndialled } from '#stores/calls.ts';
import { consumePermit, type DialOrder } from '#stores/dialling.ts';
import { settleEffect } from '#stores/effects.ts';
import { snapshotOf } from '#stores/lead-row.ts';
import { requireVendor } from '#vendors/account.ts';
import { VendorBusy, VendorRefused, VendorUnclear } from '#vendors/errors.ts';
import type { EffectParts } from './parts.ts';

/** Under way: the call's end will say what came of it. Told: nothing was dialled, and this is how the lead stands. */
export type DialAnswer = { kind: 'under-way' } | { kind: 'told'; snapshot: Snapshot };

/** Seconds until a lead is tried again after a fault that is ours or the vendor's. */
const FAULT_PAUSE = 900;
const BUSY_PAUSE = 5;

/** Gate and ledger, then the vendor, once. A lost answer leaves the ledger open for the settler; it is never asked again from here. */
export async function dial(parts: EffectParts, permit: { clientId: string; leadId: string; callId: string }): Promise<DialAnswer> {
  const consumed = await parts.db.withClient(permit.clientId, (tx) => consumePermit(tx, permit, mayContact));
  if (consumed.kind === 'told') return (await isPending(parts, permit)) ? { kind: 'under-way' } : consumed;
  const { order } = consumed;
  try {
    const voice = requireVendor(parts.vendors(order.life.mode), 'voice');
    const { vendorId } = await voice.placeCall(requestOf(parts, order));
    await parts.db.withClient(permit.clientId, async (tx) => {
      // the call before the ledger, as its webhooks lock them, which may be here already
      await tx.$executeRaw`
        UPDATE call SET retell_call_id = coalesce(retell_call_id, ${vendorId}) WHERE client_id = ${permit.clientId}::uuid AND id = ${order.callId}::uuid`;
      await settleEffect(tx, permit.clientId, order.key, { status: 'done', vendorId });
    });
    return { kind: 'under-way' };
  } catch (error) {
    if (error instanceof VendorUnclear) return { kind: 'under-way' };
    if (error instanceof VendorRefused) return refused(parts, permit, order, error.code, error.code === 'invalid_number' ? 0 : FAULT_PAUSE);
    if (error instanceof VendorBusy) return refused(parts, permit, order, error.code, error.retryAfterSeconds ?? BUSY_PAUSE);
    throw error; // a bug or our own database: the ledger is open, the settler finds out
  }
}

/** A repeated attempt finds its permit used: the call is pending until its end is told. */
async function isPending(
  { db }: EffectParts,
  { clientId, leadId, callId }: { clientId: string; leadId: string; callId: string },
): Promise<boolean> {
  const rows = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<unknown[]>`
      SELECT 1 FROM lead l JOIN call c ON c.client_id = l.client_id AND c.id = l.calling_id
      WHERE l.client_id = ${clientId}::uuid AND l.id = ${leadId}::uuid AND l.calling_id = ${callId}::uuid AND c.settled_at IS NULL`,
  );
  return rows.length > 0;
}

async function refused(
  parts: EffectParts,
  permit: { clientId: string; leadId: string; callId: string },
  order: DialOrder,
  code: string,
  againInSeconds: number,
): Promise<DialAnswer> {
  const snapshot = await parts.db.withClient(permit.clientId, async (tx) => {
    await settleUndialled(
      tx,
      permit.clientId,
      order.callId,
      { code, isInvalidNumber: code === 'invalid_number', againInSeconds },
      { tell: false },
    );
    await settleEffect(tx, permit.clientId, order.key, { status: 'failed', errorCode: code });
    return snapshotOf(tx, permit.clientId, permit.leadId);
  });
  return { kind: 'told', snapshot: snapshot ?? { seq: Number.MAX_SAFE_INTEGER, phase: 'end', moments: [] } };
}

/** The order as the vendor gets it: our key, our ids, and what the agent may say. Values are strings by the vendor's rule. */
function requestOf(parts: EffectParts, { key, life, callId, agentId, fromNumber }: DialOrder) {
  const sender = parts.sender(life.mode);
  const { campaign } = life;
  return {
    key,
    from: fromNumber ?? sender.fromNumber,
    to: life.phone,
    agentId: agentId ?? sender.agentId,
    metadata: { call_id: callId, lead_id: life.id, client_id: life.clientId, ...(campaign.id && { campaign_id: campaign.id }) },
    variables: {
      first_name: life.firstName ?? '',
      last_name: life.lastName ?? '',
      email: life.email ?? '',
      company: life.company ?? '',
      campaign: campaign.name,
      timezone: life.timezone ?? campaign.timezone,
      lead_now: toInstant(life.now),
      ...(life.mode === 'rehearsal' && {
        pace: life.clockOffsetMs > 0 ? 'instant' : campaign.pace,
        event_type_id: String(campaign.eventTypeId ?? ''),
      }),
    },
  };
}
