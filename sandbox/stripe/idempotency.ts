import { createHash } from 'node:crypto';
import { type Answer, Refusal } from '../answer.ts';
import type { Fault } from '../faults.ts';
import type { Change, Thing } from '../state.ts';
import type { World } from '../world.ts';
import { stripeError } from './form.ts';

const keptMs = 24 * 3600_000;
type Kept = { path: string; hash: string; status: number; body: unknown; requestId: string; at: number };

/** What a Stripe route wants written and answered; both happen or neither. */
export type Done = { body: object; change: Change };

/** One POST as the idempotency rules see it. */
export type Post = { key: string | undefined; path: string; form: string; requestId: string; fault: Fault | null };

async function settle({ fault }: Post, act: () => Promise<Done>): Promise<{ answer: Answer; change: Change }> {
  const failed = stripeError(500, 'api_error', 'An unknown error occurred');
  if (fault?.when === 'before') return { answer: failed, change: {} };
  try {
    const { body, change } = await act();
    return { answer: fault ? failed : { status: 200, body }, change };
  } catch (error) {
    if (error instanceof Refusal) return { answer: error.answer, change: {} };
    throw error;
  }
}

/**
 * Stripe's idempotency keys: the first answer, a 500 too, is replayed for 24 hours; other parameters are refused; a second request
 * while the first still runs is turned away. What was refused before anything was done (400, 401, 404, 409, 429) is not kept.
 */
export function createIdempotency(world: World) {
  const inFlight = new Set<string>();
  let turn: Promise<unknown> = Promise.resolve(); // one deed after the other, so that none overwrites another's invoice

  function inTurn<T>(act: () => Promise<T>): Promise<T> {
    const mine = turn.then(act);
    turn = mine.catch(() => undefined);
    return mine;
  }

  async function once(post: Post, key: string, act: () => Promise<Done>): Promise<Answer> {
    const hash = createHash('sha256').update(post.form).digest('hex');
    const kept = await world.state.find<Kept>('idempotency', key);
    if (kept && Date.now() - kept.at < keptMs) {
      if (kept.path !== post.path || kept.hash !== hash) {
        const only = 'Keys for idempotent requests can only be used with the same parameters they were first used with.';
        return stripeError(
          400,
          'idempotency_error',
          `${only} Try using a key other than '${key}' if you meant to execute a different request.`,
        );
      }
      const headers = { 'Idempotent-Replayed': 'true', 'original-request': kept.requestId, 'idempotency-key': key };
      return { status: kept.status, body: kept.body, headers };
    }
    const { answer, change } = await settle(post, act);
    const isKept = answer.status < 400 || answer.status === 402 || answer.status >= 500;
    const body: Kept = { path: post.path, hash, status: answer.status, body: answer.body, requestId: post.requestId, at: Date.now() };
    const row: Thing = { kind: 'idempotency', id: key, key: null, phone: null, at: body.at, body };
    await world.state.commit(isKept ? { ...change, things: [...(change.things ?? []), row] } : change);
    return { ...answer, headers: { 'idempotency-key': key } };
  }

  return async (post: Post, act: () => Promise<Done>): Promise<Answer> => {
    const { key } = post;
    if (!key) {
      return inTurn(async () => {
        const { answer, change } = await settle(post, act);
        await world.state.commit(change);
        return answer;
      });
    }
    if (key.length > 255) return stripeError(400, 'idempotency_error', 'Idempotency keys are at most 255 characters long.');
    if (inFlight.has(key)) {
      const what = `There is currently another in-progress request using this Idempotent Key (${key}).`;
      return stripeError(409, 'idempotency_error', what, { code: 'idempotency_key_in_use' });
    }
    inFlight.add(key);
    try {
      return await inTurn(() => once(post, key, act));
    } finally {
      inFlight.delete(key);
    }
  };
}
