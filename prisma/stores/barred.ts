import type { Db } from '../client.ts';
import { endBarred } from './opt-outs.ts';

const PAGE = 200;

/** Ends leads whose number was barred through another lead of the same client. Until then the gate refuses them. Returns how many there were. */
export async function endBarredLeads(db: Db): Promise<number> {
  const leads = await db.asRelay(
    ({ tx }) => tx.$queryRaw<{ clientId: string; id: string; reason: string }[]>`
      SELECT l.client_id AS "clientId", l.id, d.reason FROM dnc_entry d JOIN lead l ON l.client_id = d.client_id AND l.mode = d.mode AND l.phone = d.phone
      WHERE l.phase IN ('reach', 'invite', 'rebook') ORDER BY l.id LIMIT ${PAGE}`,
  );
  for (const { clientId, id, reason } of leads)
    await db.withClient(clientId, (tx) => endBarred(tx, clientId, id, `The number is barred (${reason})`));
  return leads.length;
}
