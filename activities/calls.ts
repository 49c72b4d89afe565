import { CompleteAsyncError } from '@temporalio/activity';
import type { Snapshot } from '#domain/snapshot.ts';
import { dial } from '#effects/dial.ts';
import type { EffectParts } from '#effects/parts.ts';
import { snapshotOf } from '#stores/lead-row.ts';
import type { Permit } from '#workflows/lead/contract.ts';
import type { CallActivities } from './contract.ts';

/** A lead that is gone has no future: its workflow ends. */
export const GONE: Snapshot = { seq: Number.MAX_SAFE_INTEGER, phase: 'end', moments: [] };

export const createCallActivities = (parts: EffectParts): CallActivities => ({
  async placeCall(permit: Permit): Promise<Snapshot> {
    const answer = await dial(parts, permit);
    if (answer.kind === 'under-way') throw new CompleteAsyncError();
    return answer.snapshot;
  },
  async settleCall({ clientId, leadId }: Permit): Promise<Snapshot> {
    return (await parts.db.withClient(clientId, (tx) => snapshotOf(tx, clientId, leadId))) ?? GONE;
  },
});
