import type { Mode } from '#domain/lead.ts';
import type { Tx } from '#prisma/client.ts';

/** Ids in payloads are only hints: text that is no id matches nothing. */
export const uuidOr = (text: string | undefined): string | null =>
  text && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : null;

export type Owner = { clientId: string; leadId: string | null };

/** The client that has this number among its own, read as the relay. */
export async function clientOfNumber(tx: Tx, mode: Mode, e164: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ clientId: string }[]>`
    SELECT client_id AS "clientId" FROM phone_number WHERE mode = ${mode} AND e164 = ${e164} AND status = 'active'`;
  return row?.clientId ?? null;
}

/** The lead a number most likely speaks for: of the named client, else of the only client that knows it. Those with something pending come first. */
export async function leadOfPhone(tx: Tx, mode: Mode, phone: string, clientId: string | null): Promise<Owner | null> {
  const rows = await tx.$queryRaw<{ clientId: string; leadId: string }[]>`
    SELECT client_id AS "clientId", id AS "leadId" FROM lead
    WHERE mode = ${mode} AND phone = ${phone} AND (${clientId}::uuid IS NULL OR client_id = ${clientId}::uuid)
    ORDER BY phase IN ('attend', 'rebook', 'invite') DESC, updated_at DESC LIMIT 20`;
  const clients = new Set(rows.map((row) => row.clientId));
  return clients.size === 1 && rows[0] ? rows[0] : null;
}

/** Every lead of any client that has this number, read as the relay. */
export const leadsOfPhone = (tx: Tx, mode: Mode, phone: string): Promise<{ clientId: string; leadId: string }[]> =>
  tx.$queryRaw`SELECT client_id AS "clientId", id AS "leadId" FROM lead WHERE mode = ${mode} AND phone = ${phone} ORDER BY client_id, id`;
