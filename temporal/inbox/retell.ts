import { modeOf } from '#domain/lead.ts';
import type { RelayTx } from '#prisma/client.ts';
import { reportCall } from '#stores/calls.ts';
import { inboundCall } from '#stores/inbound-calls.ts';
import type { InboxEvent, InboxResult } from '#stores/inbox.ts';
import { parseRetellWebhook } from '#vendors/retell-call.ts';
import { clientOfNumber, leadOfPhone, uuidOr } from './resolve.ts';

/** A call of ours, found by the row that stood before it was dialled; or one that a lead made to a number of ours. */
export async function takeCallEvent(relay: RelayTx, event: InboxEvent): Promise<InboxResult> {
  const { call } = parseRetellWebhook(event.body);
  const mode = modeOf(event.account);
  const [known] = await relay.tx.$queryRaw<{ clientId: string; id: string }[]>`
    SELECT client_id AS "clientId", id FROM call
    WHERE mode = ${mode} AND (retell_call_id = ${call.vendorId} OR (retell_call_id IS NULL AND id = ${uuidOr(call.metadata['call_id'])}::uuid))`;
  if (known) {
    await relay.actFor(known.clientId);
    const reported = await reportCall(relay.tx, known.clientId, known.id, call);
    return reported.kind === 'unknown'
      ? { kind: 'ignored', why: 'the call belongs to another vendor call' }
      : { kind: 'processed', clientId: known.clientId };
  }
  if (call.direction !== 'inbound') return { kind: 'ignored', why: 'no call of ours' };
  const clientId = await clientOfNumber(relay.tx, mode, call.toNumber);
  const owner = await leadOfPhone(relay.tx, mode, call.fromNumber, clientId);
  const to = clientId ?? owner?.clientId;
  if (!to) return { kind: 'ignored', why: 'nobody has that number' };
  await relay.actFor(to);
  const callId = await inboundCall(relay.tx, to, mode, owner?.leadId ?? null, call);
  await reportCall(relay.tx, to, callId, call);
  return { kind: 'processed', clientId: to };
}
