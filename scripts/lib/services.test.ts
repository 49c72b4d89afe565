import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { untilReady } from './services.mjs';

const servers: ReturnType<typeof createServer>[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Something that answers every question with this. */
async function saying(status: number, body: string): Promise<string> {
  const server = createServer((_req, res) => res.writeHead(status).end(body));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health/ready`;
}
const parts = (postgres: boolean, queues: object) => JSON.stringify({ status: 'not_ready', parts: { postgres: { ok: postgres }, queues } });
const BEHIND = { ok: false, inbox: { waiting: 1219, oldestSeconds: 22_304 }, outbox: { waiting: 0, oldestSeconds: 0 } };

test('a part that is ready is started', async () => {
  await expect(untilReady(await saying(200, '{"status":"ready"}'), 300)).resolves.toBeUndefined();
});

test('a part that only has to catch up on what waited while everything was stopped is started', async () => {
  await expect(untilReady(await saying(503, parts(true, BEHIND)), 300)).resolves.toBeUndefined();
});

test.each([
  ['lacks its database too', parts(false, BEHIND)],
  ['cannot read its queues', parts(true, { ok: false, why: 'failed' })],
  ['is not ours', 'Service Unavailable'],
])('a part that %s is not', async (_what, body) => {
  await expect(untilReady(await saying(503, body), 300)).rejects.toThrow(/was not ready after 0.3 s. It said: 503 /);
});
