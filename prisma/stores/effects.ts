import type { Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';

export type Vendor = 'retell' | 'calcom' | 'stripe' | 'twilio' | 'sendgrid';
/** `started` is an open question that only a look-up or a webhook answers; `unknown` is the honest end of one. */
export type EffectStatus = 'planned' | 'started' | 'done' | 'failed' | 'denied' | 'unknown';

export type Effect = {
  id: string;
  clientId: string;
  mode: Mode;
  key: string;
  vendor: Vendor;
  kind: string;
  status: EffectStatus;
  vendorId: string | null;
  errorCode: string | null;
  lookups: number;
  startedAt: Date | null;
  request: Record<string, unknown>;
};

const columns = `id, client_id AS "clientId", mode, key, vendor, kind, status, vendor_id AS "vendorId", error_code AS "errorCode", lookups,
  started_at AS "startedAt", request`;

type Begin = {
  clientId: string;
  mode: Mode;
  key: string;
  vendor: Vendor;
  kind: string;
  /** What a look-up needs to find the deed at the vendor: ids, the address, the exact text. */
  request: Record<string, unknown>;
  /** Seconds until somebody looks it up if no answer came; longer than the vendor client's own time-out. Null: its activity repeats it under an idempotency key. */
  lookUpAfter: number | null;
  gateDecisionId?: string;
};

/**
 * Moves the ledger row of this key to `started`, so that the vendor may be asked once. `begun` false: it was begun before, and the row says
 * how far it came. Runs inside the transaction that decides to act.
 */
export async function beginEffect(tx: Tx, effect: Begin): Promise<{ begun: boolean; effect: Effect }> {
  const rows = await tx.$queryRawUnsafe<Effect[]>(
    `INSERT INTO vendor_effect AS e (client_id, mode, key, vendor, kind, status, attempt, request, gate_decision_id, started_at, next_lookup_at)
     VALUES ($1::uuid, $2, $3, $4, $5, 'started', 1, $6::jsonb, $7::uuid, clock_timestamp(), clock_timestamp() + make_interval(secs => $8::float8))
     ON CONFLICT (client_id, key) DO UPDATE SET status = 'started', attempt = e.attempt + 1, request = excluded.request, lookups = 0,
       gate_decision_id = excluded.gate_decision_id, started_at = excluded.started_at, next_lookup_at = excluded.next_lookup_at
     WHERE e.status = 'planned'
     RETURNING ${columns}`,
    effect.clientId,
    effect.mode,
    effect.key,
    effect.vendor,
    effect.kind,
    JSON.stringify(effect.request),
    effect.gateDecisionId ?? null,
    effect.lookUpAfter,
  );
  const [begun] = rows;
  if (begun) return { begun: true, effect: begun };
  const standing = await findEffect(tx, effect.clientId, effect.key);
  if (!standing) throw new Error(`The ledger has no row for ${effect.key} right after refusing a second one.`);
  return { begun: false, effect: standing };
}

/** The ledger row of a key, or null. */
export async function findEffect(tx: Tx, clientId: string, key: string): Promise<Effect | null> {
  const [row] = await tx.$queryRawUnsafe<Effect[]>(
    `SELECT ${columns} FROM vendor_effect WHERE client_id = $1::uuid AND key = $2`,
    clientId,
    key,
  );
  return row ?? null;
}

/** Locks the ledger row of an id and reads it. */
export async function lockEffect(tx: Tx, clientId: string, effectId: string): Promise<Effect | null> {
  const [row] = await tx.$queryRawUnsafe<Effect[]>(
    `SELECT ${columns} FROM vendor_effect WHERE client_id = $1::uuid AND id = $2::uuid FOR UPDATE`,
    clientId,
    effectId,
  );
  return row ?? null;
}

/**
 * Writes how an open effect ended. True when this call ended it; false when it was ended before, which a late answer and a webhook may both try.
 * A proof that it was done also ends an `unknown` one.
 */
export async function settleEffect(
  tx: Tx,
  clientId: string,
  key: string,
  end: { status: 'done' | 'failed' | 'unknown' | 'planned'; vendorId?: string; errorCode?: string },
): Promise<boolean> {
  const settled = await tx.$executeRaw`
    UPDATE vendor_effect SET status = ${end.status}, vendor_id = coalesce(${end.vendorId ?? null}, vendor_id), error_code = ${end.errorCode ?? null},
      next_lookup_at = NULL, settled_at = CASE WHEN ${end.status} = 'planned' THEN NULL ELSE clock_timestamp() END
    WHERE client_id = ${clientId}::uuid AND key = ${key} AND (status = 'started' OR (status = 'unknown' AND ${end.status} = 'done'))`;
  return settled === 1;
}

/** Notes one fruitless look-up and when the next is due. */
export async function noteLookup(tx: Tx, clientId: string, effectId: string, again: number | null): Promise<void> {
  await tx.$executeRaw`
    UPDATE vendor_effect SET lookups = lookups + 1,
      next_lookup_at = CASE WHEN ${again}::float8 IS NULL THEN NULL ELSE clock_timestamp() + make_interval(secs => ${again}::float8) END
    WHERE client_id = ${clientId}::uuid AND id = ${effectId}::uuid AND status = 'started'`;
}
