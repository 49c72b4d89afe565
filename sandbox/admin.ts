import { Router } from 'express';
import { z } from 'zod';
import { jsonBody } from './answer.ts';
import { type Mix, mixes } from './behaviour/mix.ts';
import { reply } from './behaviour/reactions.ts';
import type { ClientLogin } from './client.ts';
import { effectKinds, effects } from './effects.ts';
import { faultSchema } from './faults.ts';
import { magicNumbers, type WillName } from './numbers.ts';
import { pending } from './pending.ts';
import { ringUs } from './retell/dialling.ts';
import { getInvoice, nobody, pay } from './stripe/invoices.ts';
import type { World } from './world.ts';

const phone = z.string().regex(/^\+[1-9]\d{6,14}$/);
const names = magicNumbers.map(({ name }) => name) as [WillName, ...WillName[]];
const mixBody = z.union([
  z.strictObject({ preset: z.enum(['campaign', 'bench']), seed: z.string().optional() }),
  z.strictObject({
    weights: z.partialRecord(z.enum(names), z.number().min(0)),
    useMagicNumbers: z.boolean().default(true),
    seed: z.string().optional(),
  }),
]);
const limitsBody = z.strictObject({
  ...{ retell: z.int().positive().optional(), cal: z.int().positive().optional(), stripe: z.int().positive().optional() },
  ...{ twilio: z.int().positive().optional(), sendgrid: z.int().positive().optional(), concurrencyLimit: z.int().positive().optional() },
});
const inboundCall = z.strictObject({ from: phone, to: phone, duration_ms: z.int().nonnegative().default(46_000) });
const inboundText = z.strictObject({ from: phone, to: phone.optional(), body: z.string().min(1).max(1600) });
const clientBody = z.union([z.strictObject({ email: z.string(), password: z.string() }), z.strictObject({ email: z.null() })]);
const clockBody = z.strictObject({ phone, lead_now: z.iso.datetime({ offset: true }) });

/** The sandbox's own switches and counters, below `/_sandbox`. Nothing here has a vendor's shape. */
export function adminRoutes(
  world: World,
  { keepKnobs, playAs }: { keepKnobs: () => Promise<void>; playAs: (login: ClientLogin | null) => Promise<void> },
): Router {
  const router = Router();
  type Act = (body: unknown, query: Record<string, unknown>, id: string) => Promise<unknown>;
  const on = (method: 'get' | 'post' | 'delete', path: string, act: Act) =>
    router[method](path, async (req, res) => {
      try {
        res.json(await act(jsonBody(req) ?? {}, req.query, String(req.params.id ?? '')));
      } catch (error) {
        const message = error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : 'failed';
        res.status(error instanceof z.ZodError ? 400 : 500).json({ error: message });
      }
    });

  on('get', '/effects', (_body, query) => {
    const { kind, key } = z
      .object({ kind: z.enum(effectKinds).optional(), key: z.string().optional(), totals: z.string().optional() })
      .parse(query);
    return effects(world, { ...(kind && { kind }), ...(key && { key }), onlyTotals: query.totals !== undefined });
  });
  on('get', '/pending', (_body, query) => pending(world, z.object({ phone: phone.optional() }).parse(query).phone ?? null));
  on('post', '/reset', async () => {
    world.queue.forget();
    await world.state.wipe();
    world.people.forget();
    world.faults.clear();
    await keepKnobs();
    return { reset: true };
  });

  on('post', '/client', async (body) => {
    const login = clientBody.parse(body);
    await playAs(login.email === null ? null : { email: login.email, password: login.password });
    return { playing: login.email !== null };
  });

  on('get', '/faults', async () => ({ faults: world.faults.list() }));
  on('post', '/faults', async (body) => {
    const lines =
      'faults' in (body as object) ? z.strictObject({ faults: z.array(faultSchema) }).parse(body).faults : [faultSchema.parse(body)];
    const faults = lines.map((line) => world.faults.add(line));
    await keepKnobs();
    return { faults };
  });
  on('delete', '/faults', async () => {
    world.faults.clear();
    await keepKnobs();
    return { faults: [] };
  });

  on('get', '/mix', async () => ({ ...world.knobs.mix, seed: world.knobs.seed }));
  on('post', '/mix', async (body) => {
    const wanted = mixBody.parse(body);
    const mix: Mix = 'preset' in wanted ? mixes[wanted.preset] : { weights: wanted.weights, useMagicNumbers: wanted.useMagicNumbers };
    Object.assign(world.knobs, { mix, seed: wanted.seed ?? world.knobs.seed });
    await keepKnobs();
    return { ...mix, seed: world.knobs.seed };
  });
  on('get', '/limits', async () => ({ ...world.knobs.limits, concurrencyLimit: world.knobs.concurrencyLimit }));
  on('post', '/limits', async (body) => {
    const { concurrencyLimit = world.knobs.concurrencyLimit, ...limits } = limitsBody.parse(body);
    Object.assign(world.knobs, { limits, concurrencyLimit });
    await keepKnobs();
    return { ...limits, concurrencyLimit };
  });

  on('post', '/clock', async (body) => {
    const wanted = clockBody.parse(body);
    const byMs = await world.people.meet(wanted.phone, async (person) => {
      const before = person.offsetMs;
      person.offsetMs = Math.max(0, Date.parse(wanted.lead_now) - Date.now());
      return { change: {}, result: before - person.offsetMs };
    });
    await world.queue.shift(wanted.phone, byMs);
    return pending(world, wanted.phone);
  });
  on('post', '/calls/inbound', async (body) => {
    const { from, to, duration_ms: durationMs } = inboundCall.parse(body);
    return { call_id: (await ringUs(world, { from, to, durationMs })).callId };
  });
  on('post', '/sms/inbound', async (body) => {
    const wanted = inboundText.parse(body);
    return world.people.meet(wanted.from, async (person) => {
      person.ourNumber = wanted.to ?? person.ourNumber;
      return { change: reply(world, person, wanted.body, 0), result: { sent: person.ourNumber !== null } };
    });
  });
  on('post', '/invoices/:id/pay', async (_body, _query, id) => {
    const { invoice, change } = pay(world, await getInvoice(world, id), nobody);
    await world.state.commit(change);
    return { id: invoice.id, status: invoice.status };
  });
  on('get', '/people/:id', async (_body, _query, id) => ({ person: await world.people.find(id) }));
  on('get', '/numbers', async () => ({ numbers: magicNumbers }));
  on('get', '/webhooks', async () => ({ delivered: world.outgoing.counts, queue: world.queue.counts }));
  return router;
}
