import http from 'node:http';
import https from 'node:https';
import { between, chance } from './behaviour/chance.ts';
import type { Fault, Faults, Vendor } from './faults.ts';
import type { Queue } from './queue.ts';
import type { Settings } from './settings.ts';
import { forgedHeaders, signatureHeaders } from './signatures.ts';
import type { State, Task } from './state.ts';

/** A webhook as it waits to be sent; signed only when it leaves. */
export type Hook = { vendor: Vendor; event: string; url: string; body: string; isForm?: true; token?: string; wasFaulty?: true };

/** What a receiver answered. */
export type Reply = { status: number; text: string; location: string | null };

const retellTimeoutMs = 10_000;
const agents = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: 64, keepAliveMsecs: 5_000, scheduling: 'lifo' }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: 64, keepAliveMsecs: 5_000, scheduling: 'lifo' }),
};

/** One request over kept connections; rejects on a broken connection or when `timeoutMs` are over. */
export function request(
  method: 'GET' | 'POST',
  url: string,
  headers: Record<string, string>,
  body: string,
  timeoutMs: number,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const target = new URL(url);
    const scheme = target.protocol === 'https:' ? https : http;
    const length = method === 'POST' ? { 'content-length': String(Buffer.byteLength(body)) } : {};
    const req = scheme.request(target, { method, headers: { ...headers, ...length }, agent: agents[target.protocol as 'http:'] }, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part: Buffer) => parts.push(part));
      res.on('error', reject);
      res.on('end', () => {
        clearTimeout(timer);
        resolve({ status: res.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8'), location: res.headers.location ?? null });
      });
    });
    const timer = setTimeout(() => req.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    req.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    req.end(method === 'POST' ? body : undefined);
  });
}

/** Sends the webhooks: a small wait between tries on anything but 2xx, the newest signature each time, faults by script. */
export function createOutgoing({ state, queue, faults, settings }: { state: State; queue: Queue; faults: Faults; settings: Settings }) {
  const counts: Record<string, { delivered: number; refused: number; lastStatus: number; lost: number }> = {};
  const countOf = (vendor: Vendor) => {
    counts[vendor] ??= { delivered: 0, refused: 0, lastStatus: 0, lost: 0 };
    return counts[vendor];
  };

  async function send({ vendor, url, body, isForm, token }: Hook, forged = false): Promise<Reply> {
    const headers = (forged ? forgedHeaders : signatureHeaders)(vendor, url, body, settings.credentials, Date.now());
    const type = isForm ? 'application/x-www-form-urlencoded; charset=utf-8' : 'application/json';
    const extra: Record<string, string> = token ? { 'i-twilio-idempotency-token': token } : {};
    return request('POST', url.replace(/#.*$/, ''), { 'content-type': type, ...headers, ...extra }, body, retellTimeoutMs);
  }

  async function put(hook: Hook, task: Task, fault: Fault, inMs: number) {
    const body: Hook = { ...hook, wasFaulty: true };
    const later = { ...task, id: state.nextId(), dueAt: Date.now() + inMs, body };
    await state.commit({ tasks: [later] });
    return fault;
  }

  async function deliver(task: Task): Promise<void> {
    const hook = task.body as Hook;
    const count = countOf(hook.vendor);
    const fault = hook.wasFaulty ? null : faults.ofWebhook(hook.vendor, hook.event);
    if (fault) {
      hook.wasFaulty = true; // a retry of this webhook draws no second fault
      if (fault.kind === 'lose') return void count.lost++;
      if (fault.kind === 'delay') return void (await put(hook, task, fault, fault.ms ?? 5_000));
      if (fault.kind === 'shuffle') {
        const drawn = chance(fault.seed, 'shuffle', fault.id, fault.hits);
        return void (await put(hook, task, fault, between(0, fault.ms ?? 2_000, drawn)));
      }
      if (fault.kind === 'forge') await send({ ...hook }, true).catch(() => undefined); // the stranger does not care about the answer
      if (fault.kind === 'duplicate') await Promise.allSettled(Array.from({ length: fault.times - 1 }, () => send(hook)));
    }
    const reply = await send(hook);
    count.lastStatus = reply.status;
    if (reply.status < 200 || reply.status > 299) {
      count.refused++;
      throw new Error(`${hook.vendor} ${hook.event}: answered ${reply.status}`);
    }
    count.delivered++;
  }
  queue.on('hook', deliver);

  return {
    counts,
    /** A call of an agent's tool: signed like a webhook, asked once, its answer wanted within `timeoutMs`. */
    ask: (hook: Hook, timeoutMs: number): Promise<Reply> =>
      request(
        'POST',
        hook.url,
        { 'content-type': 'application/json', ...signatureHeaders(hook.vendor, hook.url, hook.body, settings.credentials, Date.now()) },
        hook.body,
        timeoutMs,
      ),
  };
}
/** The sender of webhooks. */
export type Outgoing = ReturnType<typeof createOutgoing>;

/** Where the product takes the webhooks of a vendor. */
export const hookUrl = (settings: Settings, path: string): string => `${settings.apiUrl}/api/webhooks/${path}`;
