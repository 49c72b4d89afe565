import { createHash, randomBytes } from 'node:crypto';
import type { Db, Tx } from '../client.ts';

/** What may be done by a link, without a log-in: `verify` by one of the client's people, the rest by the lead. */
export const LINK_PURPOSES = ['booking', 'confirm', 'reschedule', 'unsubscribe', 'verify'] as const;
export type LinkPurpose = (typeof LINK_PURPOSES)[number];

export type Link = {
  clientId: string;
  leadId: string;
  appointmentId: string | null;
  /** Whose of the client's people it is; null for a lead's. */
  userId: string | null;
  purpose: LinkPurpose;
  expiresAt: Date;
};
/** `used` is said only of links that decide something once; booking and opting out may be opened again. An expired one proves nothing any more. */
export type OpenedLink = ({ kind: 'ok' | 'used' | 'expired' } & Link) | { kind: 'unknown' };

const UUID_BYTES = 16;
const TOKEN_BYTES = UUID_BYTES + 16;
const DAYS_VALID = 30;

const hashOf = (token: Buffer) => createHash('sha256').update(token).digest();
const uuidBytes = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidText = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The bytes of a token as it stands in a link, null when it cannot be one. */
function bytesOf(token: string): Buffer | null {
  if (!/^[\w-]{43}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  return bytes.length === TOKEN_BYTES && bytes.toString('base64url') === token ? bytes : null;
}

const ONCE: readonly LinkPurpose[] = ['confirm', 'reschedule', 'verify'];

/**
 * A new token for a link about one lead: the client's id, so that the page knows whose rows to read, and 128 random bits, 43 characters in all.
 * Only its SHA-256 is stored. Valid for 30 days unless said.
 */
export async function issueLink(
  tx: Tx,
  link: {
    clientId: string;
    leadId: string;
    purpose: LinkPurpose;
    appointmentId?: string | null;
    userId?: string | null;
    daysValid?: number;
  },
): Promise<string> {
  const token = Buffer.concat([uuidBytes(link.clientId), randomBytes(16)]);
  const { clientId, leadId, purpose, appointmentId = null, userId = null, daysValid = DAYS_VALID } = link;
  await tx.$executeRaw`
    INSERT INTO link_token (token_hash, client_id, lead_id, appointment_id, user_id, purpose, expires_at)
    SELECT ${hashOf(token)}, ${clientId}::uuid, id, ${appointmentId}::uuid, ${userId}::uuid, ${purpose},
           clock_timestamp() + clock_offset * interval '1 millisecond' + make_interval(days => ${daysValid}::int)
    FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`;
  return token.toString('base64url');
}

type Row = Link & { usedAt: Date | null; isOver: boolean };

/** What a token stands for, on the lead's own clock. Opening changes nothing but the mark of the first opening. */
export async function openLink(db: Db, token: string): Promise<OpenedLink> {
  const bytes = bytesOf(token);
  if (!bytes) return { kind: 'unknown' };
  const clientId = uuidText(bytes.subarray(0, UUID_BYTES));
  const [row] = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<Row[]>`
      UPDATE link_token t SET opened_at = coalesce(t.opened_at, now())
      FROM lead l WHERE t.token_hash = ${hashOf(bytes)} AND l.client_id = t.client_id AND l.id = t.lead_id
      RETURNING t.client_id AS "clientId", t.lead_id AS "leadId", t.appointment_id AS "appointmentId", t.user_id AS "userId", t.purpose,
                t.expires_at AS "expiresAt", t.used_at AS "usedAt", t.expires_at <= clock_timestamp() + l.clock_offset * interval '1 millisecond' AS "isOver"`,
  );
  if (!row) return { kind: 'unknown' };
  const { usedAt, isOver, ...link } = row;
  if (isOver) return { kind: 'expired', ...link };
  return { kind: usedAt && ONCE.includes(link.purpose) ? 'used' : 'ok', ...link };
}

/** Marks a link as used in the transaction of the deed; false when another request was first. */
export async function useLink(tx: Tx, token: string): Promise<boolean> {
  const bytes = bytesOf(token);
  if (!bytes) return false;
  return (await tx.$executeRaw`UPDATE link_token SET used_at = now() WHERE token_hash = ${hashOf(bytes)} AND used_at IS NULL`) === 1;
}
