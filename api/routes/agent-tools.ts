import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { refused, send } from '#api/answers.ts';
import type { Db } from '#prisma/client.ts';
import { UnreadableEvent } from '#vendors/errors.ts';
import { parseRetellFunctionCall, type RetellFunctionCall } from '#vendors/retell-call.ts';
import { type Account, accountOf, deliveryOf, type IntakeDeps, rawBody, WRONG_SIGNATURE } from './webhooks/intake.ts';

/** The call an agent is in: found by its own id, confirmed by our row. */
export type CallAtHand = { account: Account; clientId: string; callId: string };
export type Slots = { slots: { start: string; label: string }[]; say?: string };
export type Booked = { booked: boolean; uid?: string; start?: string; say: string };

/** What the agent may do while it talks. Both give up when `signal` says so. */
export type AgentTools = {
  slots: (ask: CallAtHand & { from?: string; signal: AbortSignal }) => Promise<Slots>;
  book: (ask: CallAtHand & { startAt: string; name?: string; email?: string; signal: AbortSignal }) => Promise<Booked>;
};

export type AgentToolDeps = IntakeDeps & { db: Db; tools: AgentTools };

/** The agent waits two seconds for an answer; the booking itself has less, so that there is time to say so. */
const SLOTS_MS = 1_700;
const BOOK_MS = 1_500;

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const SlotArgs = z.object({ from: instant.optional() });
const BookArgs = z.object({
  start: instant,
  name: z.string().trim().max(200).optional().catch(undefined),
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()).optional().catch(undefined),
});

const LATER = 'I could not book that just now. A link to choose a time follows by text.';
const NO_SLOTS = 'I cannot see the calendar just now. A link to choose a time follows by text.';

/** The two custom functions of our voice agent, signed like a webhook and answered while the lead is on the line. */
export function agentTools(deps: AgentToolDeps): Router {
  const router = Router();
  router.post('/check-slots', tool(deps, checkSlots));
  router.post('/book', tool(deps, book));
  return router;
}

type Deed = (deps: AgentToolDeps, call: CallAtHand, asked: RetellFunctionCall) => Promise<Slots | Booked>;

const checkSlots: Deed = async ({ tools, log }, call, { args }) => {
  const asked = SlotArgs.catch({}).parse(args);
  const nothing: Slots = { slots: [], say: NO_SLOTS };
  return within(
    SLOTS_MS,
    nothing,
    (signal) => tools.slots({ ...call, ...asked, signal }),
    (error) => log.warn({ error, callId: call.callId }, 'no slots in call'),
  );
};

const book: Deed = async ({ tools, log }, call, { args }) => {
  const asked = BookArgs.safeParse(args);
  if (!asked.success) return { booked: false, say: 'Which of the times I named suits you?' };
  const { start, ...who } = asked.data;
  const late: Booked = { booked: false, say: LATER };
  return within(
    BOOK_MS,
    late,
    (signal) => tools.book({ ...call, ...who, startAt: start, signal }),
    (error) => log.warn({ error, callId: call.callId }, 'no booking in call'),
  );
};

/** The deed's answer, or the given one when it fails or takes too long: a silent agent is worse than a modest one. */
async function within<T>(
  ms: number,
  otherwise: T,
  deed: (signal: AbortSignal) => Promise<T>,
  failed: (error: unknown) => void,
): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const late = new Promise<T>((resolve) => signal.addEventListener('abort', () => resolve(otherwise), { once: true }));
  const done = deed(signal).catch((error: unknown) => {
    failed(error);
    return otherwise;
  });
  return Promise.race([done, late]);
}

const tool = (deps: AgentToolDeps, deed: Deed): RequestHandler[] => [
  rawBody('5mb'),
  (req, res, next) => {
    const run = async () => {
      const delivery = deliveryOf(req, deps.apiUrl);
      const account = await accountOf(
        deps,
        (verify, { rawBody, header }) => verify.retell({ rawBody, signature: header('x-retell-signature') }),
        delivery,
      );
      if (!account) return send(res, WRONG_SIGNATURE);
      const asked = parseRetellFunctionCall(delivery.rawBody);
      const call = await callAtHand(deps.db, account, asked);
      if (!call) return send(res, refused(404, 'not_found', 'No such call is under way.'));
      Object.assign(res.locals, { account, clientId: call.clientId, callId: call.callId });
      res.json(await deed(deps, call, asked));
    };
    run().catch((error: unknown) => {
      if (error instanceof UnreadableEvent) send(res, refused(400, 'malformed_body', 'The body is no function call.'));
      else next(error);
    });
  },
];

const ours = z.object({ client_id: z.uuid(), call_id: z.uuid() });

/** Ids in a payload only say where to look: the call must be ours, in this account, not another of the vendor's, and not over. */
async function callAtHand(db: Db, account: Account, { call }: RetellFunctionCall): Promise<CallAtHand | null> {
  const ids = ours.safeParse(call.metadata);
  if (!ids.success) return null;
  const { client_id: clientId, call_id: callId } = ids.data;
  const mode = account === 'live' ? 'live' : 'rehearsal';
  const row = await db.withClient(clientId, (tx) =>
    tx.call.findFirst({
      where: {
        clientId,
        id: callId,
        mode,
        permit: 'consumed',
        endedAt: null,
        OR: [{ retellCallId: null }, { retellCallId: call.vendorId }],
      },
      select: { id: true },
    }),
  );
  return row ? { account, clientId, callId } : null;
}
