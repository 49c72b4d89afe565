import type { Mode } from '#domain/lead.ts';
import { milestonesReached } from '#domain/milestones.ts';
import type { Tx } from '../client.ts';
import { askForInvoice } from './invoices.ts';

type Counted = { before: number; after: number; size: number; amountCents: number; enabled: boolean; highest: number; name: string };

/**
 * Counts one shown appointment under the client's row lock and writes every milestone the count crosses, each with its invoice and the word to
 * billing, in the caller's transaction.
 */
export async function countShown(tx: Tx, clientId: string, mode: Mode, at: Date): Promise<void> {
  const counted = await moveCount(tx, clientId, mode, 1);
  if (!counted.enabled) return;
  for (const number of milestonesReached({
    shownBefore: counted.before,
    shownAfter: counted.after,
    size: counted.size,
    highest: counted.highest,
  })) {
    const shown = number * counted.size;
    const description = `Milestone ${number}: ${shown} shown appointments`;
    const line = { description, amountCents: counted.amountCents };
    const invoiceId = await askForInvoice(tx, {
      clientId,
      mode,
      kind: 'milestone',
      amountCents: counted.amountCents,
      description,
      lines: [line],
    });
    await tx.$executeRaw`
      INSERT INTO milestone (client_id, mode, milestone_number, shown_count, amount_cents, reached_at, invoice_id)
      VALUES (${clientId}::uuid, ${mode}, ${number}, ${shown}, ${counted.amountCents}, ${at}, ${invoiceId}::uuid)`;
  }
}

/** Takes one show back. A milestone once reached stays. */
export const uncountShown = async (tx: Tx, clientId: string, mode: Mode): Promise<void> => {
  await moveCount(tx, clientId, mode, -1);
};

async function moveCount(tx: Tx, clientId: string, mode: Mode, by: 1 | -1): Promise<Counted> {
  const [row] = await tx.$queryRaw<Counted[]>`
    WITH moved AS (
      UPDATE client SET shown_count = shown_count + CASE WHEN ${mode} = 'live' THEN ${by}::int ELSE 0 END,
        rehearsal_shown_count = rehearsal_shown_count + CASE WHEN ${mode} = 'live' THEN 0 ELSE ${by}::int END
      WHERE id = ${clientId}::uuid
      RETURNING CASE WHEN ${mode} = 'live' THEN shown_count ELSE rehearsal_shown_count END AS after, milestone_size AS size,
        milestone_amount_cents AS "amountCents", milestone_enabled AS enabled, name)
    SELECT moved.*, after - ${by}::int AS before,
      (SELECT coalesce(max(milestone_number), 0) FROM milestone WHERE client_id = ${clientId}::uuid AND mode = ${mode}) AS highest FROM moved`;
  if (!row) throw new Error(`Client ${clientId} is not there to be counted for.`);
  return row;
}
