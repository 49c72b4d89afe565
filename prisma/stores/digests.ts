import { type DigestDay, digestShows } from '#domain/digest.ts';
import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';
import { beginEffect } from './effects.ts';
import { type AppointmentLine, appointmentPage, WAITS_FOR_WORD } from './views-appointments.ts';

/** A client's books of one mode. */
export type Books = { clientId: string; mode: Mode };
/** One digest to one of the client's people, written down before it is sent. */
export type PlannedDigest = { clientId: string; messageId: string; userId: string; begunBy: string };

/** More than this are not looked at for one digest. */
const LOOKED_AT = 200;

/** The books in which something waits for the client's word, with the client's zone. Read as the relay; a suspended client gets no mail. */
export const booksThatWait = (tx: Tx): Promise<(Books & { zone: string })[]> =>
  tx.$queryRaw`
    SELECT DISTINCT a.client_id AS "clientId", a.mode, k.timezone AS zone FROM appointment a JOIN client k ON k.id = a.client_id
    WHERE k.status = 'active' AND ${WAITS_FOR_WORD} ORDER BY 1, 2`;

/**
 * Plans a day's digest for each of the client's people, all in one transaction, and answers those still to be sent. Once a person, day and mode,
 * however often it is asked; nothing where nothing is to be listed. What an earlier day left unsent is given up.
 */
export async function planDigests(
  tx: Tx,
  { clientId, mode }: Books,
  { day, begunBy }: DigestDay,
  { now, people }: { now: string; people: readonly { userId: string; email: string }[] },
): Promise<PlannedDigest[]> {
  const prefix = `digest:${clientId}:${mode}:${day}:`;
  await tx.$executeRaw`
    UPDATE message SET status = 'skipped', skip_reason = 'too_late' WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND lead_id IS NULL
      AND status = 'scheduled' AND kind = 'digest' AND NOT starts_with(dedupe_key, ${prefix})`;
  if (digestShows(await waitingShows(tx, { clientId, mode }), { begunBy, now }).listed.length > 0) {
    const unwelcome = new Set(await unwelcomeAt(tx, { clientId, mode }));
    const readers = people.filter(({ email }) => !unwelcome.has(email));
    const rows = readers.map(({ userId, email }) => ({ key: `${prefix}${userId}`, email }));
    await tx.$executeRaw`
      INSERT INTO message (client_id, mode, channel, kind, dedupe_key, to_address, scheduled_for)
      SELECT ${clientId}::uuid, ${mode}, 'email', 'digest', p.key, p.email, ${new Date(begunBy)}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS p(key text, email text) ON CONFLICT (client_id, mode, dedupe_key) DO NOTHING`;
  }
  const keys = people.map(({ userId }) => `${prefix}${userId}`);
  const waiting = await tx.$queryRaw<{ id: string; key: string }[]>`
    SELECT id, dedupe_key AS key FROM message
    WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND dedupe_key = ANY(${keys}::text[]) AND status = 'scheduled' ORDER BY created_at, id`;
  return waiting.map(({ id, key }) => ({ clientId, messageId: id, userId: key.slice(prefix.length), begunBy }));
}

/**
 * Addresses of this client to which no digest goes: from which the last month's came back, and whose reader once asked for no more. Whatever
 * is sent there costs all our mail its good name.
 */
async function unwelcomeAt(tx: Tx, { clientId, mode }: Books): Promise<string[]> {
  const rows = await tx.$queryRaw<{ address: string }[]>`
    SELECT DISTINCT to_address AS address FROM message WHERE client_id = ${clientId}::uuid AND mode = ${mode} AND lead_id IS NULL AND kind = 'digest'
      AND (error_code = ${NO_MORE} OR (status IN ('bounced', 'undelivered') AND created_at > clock_timestamp() - interval '30 days'))`;
  return rows.map(({ address }) => address);
}

const NO_MORE = 'no_more';

/** The reader of a digest asked for no more of them, or called it spam. */
export async function stopDigests(tx: Tx, clientId: string, messageId: string): Promise<void> {
  await tx.$executeRaw`UPDATE message SET error_code = ${NO_MORE} WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid AND kind = 'digest'`;
}

async function waitingShows(tx: Tx, { clientId, mode }: Books): Promise<AppointmentLine[]> {
  const order = { column: 'start', direction: 'asc' } as const;
  return (await appointmentPage(tx, clientId, { filter: { view: 'verify', mode }, order, cursor: null, size: LOOKED_AT })).rows;
}

/** What a digest is written from. */
export type DigestFacts = Books & { clientName: string; zone: string; listed: AppointmentLine[]; more: number };
/** What is kept of a digest: without its links, which only its reader may have. */
export type KeptDigest = { subject: string; body: string; from: string };
export type StartedDigest<W> = { kind: 'send'; key: string; mode: Mode; to: string; written: W } | { kind: 'nothing' };

/**
 * Takes one planned digest to the point where the vendor may be asked once. `write` is given what waits at this moment; nothing is sent where
 * all has been answered since.
 */
export async function startDigest<W extends KeptDigest>(
  tx: Tx,
  { clientId, messageId, begunBy }: PlannedDigest,
  rules: { now: string; lookUpAfter: (mode: Mode) => number; write: (facts: DigestFacts) => Promise<W> },
): Promise<StartedDigest<W>> {
  const [message] = await tx.$queryRaw<{ mode: Mode; key: string; to: string }[]>`
    SELECT mode, dedupe_key AS key, to_address AS to FROM message
    WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid AND kind = 'digest' AND status = 'scheduled' FOR UPDATE`;
  if (!message) return { kind: 'nothing' };
  const { mode, key, to } = message;
  const client = await tx.client.findUniqueOrThrow({ where: { id: clientId }, select: { name: true, timezone: true, status: true } });
  if (client.status !== 'active') {
    await skipDigest(tx, { clientId, messageId }, 'client_suspended');
    return { kind: 'nothing' };
  }
  const { listed, more } = digestShows(await waitingShows(tx, { clientId, mode }), { begunBy, now: rules.now });
  if (listed.length === 0) {
    await skipDigest(tx, { clientId, messageId }, 'nothing_waits');
    return { kind: 'nothing' };
  }
  const written = await rules.write({ clientId, mode, clientName: client.name, zone: client.timezone, listed, more });
  const { begun, effect } = await beginEffect(tx, {
    ...{ clientId, mode, key, vendor: 'sendgrid', kind: 'email', request: { messageId }, lookUpAfter: rules.lookUpAfter(mode) },
  });
  if (!begun) return { kind: 'nothing' };
  await tx.$executeRaw`
    UPDATE message SET status = 'queued', from_address = ${written.from}, subject = ${written.subject}, body = ${written.body}, effect_id = ${effect.id}::uuid
    WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid`;
  return { kind: 'send', key, mode, to, written };
}

/** Leaves a planned digest out, with the reason. */
export async function skipDigest(tx: Tx, { clientId, messageId }: { clientId: string; messageId: string }, reason: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE message SET status = 'skipped', skip_reason = ${reason} WHERE client_id = ${clientId}::uuid AND id = ${messageId}::uuid AND status = 'scheduled'`;
}
