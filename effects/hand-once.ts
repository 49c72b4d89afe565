import { messageNotSent, messageSent } from '#stores/messages.ts';
import { VendorBusy, VendorRefused, VendorUnclear } from '#vendors/errors.ts';
import type { EffectParts } from './parts.ts';

type Tx = Parameters<typeof messageSent>[0];
type Begun = { clientId: string; messageId: string; key: string };
export type Handed = 'sent' | VendorBusy | VendorRefused | VendorUnclear;

/**
 * Asks the vendor once for a message that the ledger has begun, and writes down how it ended. A wish to wait is the caller's to write down; an
 * answer that was lost is looked up by the settler. `refused` runs in the transaction that writes a refusal.
 */
export async function handOnce(
  parts: EffectParts,
  { clientId, messageId, key }: Begun,
  hand: () => Promise<string>,
  refused: (tx: Tx, error: VendorRefused) => Promise<void> = async () => undefined,
): Promise<Handed> {
  try {
    const vendorId = await hand();
    await parts.db.withClient(clientId, (tx) => messageSent(tx, clientId, messageId, key, vendorId));
    return 'sent';
  } catch (error) {
    if (error instanceof VendorUnclear || error instanceof VendorBusy) return error;
    if (!(error instanceof VendorRefused)) throw error;
    await parts.db.withClient(clientId, async (tx) => {
      await refused(tx, error);
      await messageNotSent(tx, clientId, messageId, key, { status: 'failed', code: error.code });
    });
    return error;
  }
}
