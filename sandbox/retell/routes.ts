import { type Request, Router } from 'express';
import type { z } from 'zod';
import { type Answer, createDesk, type FailureShape, isSame, jsonBody, Refusal } from '../answer.ts';
import type { World } from '../world.ts';
import { type CallRecord, callObject } from './call.ts';
import { dial } from './dialling.ts';
import { listCalls, listCallsBody } from './listing.ts';
import { createPhoneCall } from './order.ts';

const refuse = (status: number, message: string, headers?: Record<string, string>): Answer => ({
  status,
  body: { status: 'error', message },
  ...(headers && { headers }),
});

const shape: FailureShape = (status, what) => refuse(status, what, status === 429 ? { 'retry-after': '1' } : undefined);

const parse = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Refusal(refuse(400, `Invalid request: ${issue?.path.join('.') || 'body'} ${issue?.message ?? 'is not valid'}`));
};

const longestCallMs = 60_000; // on the wall clock

/** Retell's twin, below `/retell`. */
export function retellRoutes(world: World): Router {
  const desk = createDesk('retell', shape, { faults: world.faults, limits: () => world.knobs.limits });
  const router = Router();

  router.use((req, res, next) => {
    const key = req.get('authorization')?.replace(/^Bearer /, '') ?? '';
    if (isSame(key, world.settings.credentials.retellKey)) return next();
    res.status(401).json({ status: 'error', message: 'Invalid API Key' });
  });

  const bodyOf = <T>(req: Request, schema: z.ZodType<T>): T => parse(schema, jsonBody(req));

  router.post(
    '/v2/create-phone-call',
    desk('create-phone-call', async (req) => {
      const call = await dial(world, bodyOf(req, createPhoneCall));
      return { status: 201, body: callObject(world, call, call.registeredAt - 1) };
    }),
  );
  router.get(
    '/v2/get-call/:id',
    desk('get-call', async (req) => {
      const id = String(req.params.id);
      const call = (await world.state.find<CallRecord>('call', id)) ?? (await world.state.find<CallRecord>('inbound-call', id));
      if (!call) throw new Refusal(refuse(404, 'Call not found'));
      return { status: 200, body: callObject(world, call, Date.now()) };
    }),
  );
  router.post(
    '/v3/list-calls',
    desk('list-calls', async (req) => ({ status: 200, body: await listCalls(world, bodyOf(req, listCallsBody)) })),
  );
  router.get(
    '/get-concurrency',
    desk('get-concurrency', async () => {
      const now = Date.now();
      const { rows } = await world.state.pool.query<{ live: string }>({
        name: 'live-calls',
        text: `SELECT count(*) AS live FROM thing WHERE kind = 'call' AND at > $1 AND coalesce((body->>'endedAt')::bigint > $2::bigint, true)`,
        values: [now - longestCallMs, now],
      });
      const live = Number(rows[0]?.live ?? 0);
      const limit = world.knobs.concurrencyLimit;
      const none = {
        purchased_concurrency: 0,
        concurrency_purchase_limit: 0,
        remaining_purchase_limit: 0,
        reserved_inbound_concurrency: 0,
      };
      return { status: 200, body: { current_concurrency: live, concurrency_limit: limit, base_concurrency: limit, ...none } };
    }),
  );

  const agent = {
    agent_id: 'agent_sandbox',
    version: 1,
    is_published: true,
    agent_name: 'Callvia sandbox agent',
    voice_id: '11labs-Adrian',
  };
  const page = (items: unknown[]): Answer => ({ status: 200, body: { items, has_more: false } });
  router.post(
    '/v2/list-agents',
    desk('list-agents', async () => page([agent])),
  );
  router.get(
    '/get-agent/:id',
    desk('get-agent', async (req) => ({ status: 200, body: { ...agent, agent_id: String(req.params.id) } })),
  );
  const number = (phone: string) => ({
    phone_number: phone,
    phone_number_type: 'retell-twilio',
    last_modification_timestamp: 1767225600000,
  });
  router.get(
    '/v2/list-phone-numbers',
    desk('list-phone-numbers', async () => page([number('+14155550100')])),
  );
  router.get(
    '/get-phone-number/:phone',
    desk('get-phone-number', async (req) => ({ status: 200, body: number(String(req.params.phone)) })),
  );
  router.use((req, res) => {
    res.status(404).json({ status: 'error', message: `Cannot ${req.method} ${req.path}` });
  });
  return router;
}
