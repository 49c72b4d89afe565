import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { freePorts } from './ports.mjs';
import { bootPostgres } from './postgres.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'callvia-postgres-'));
chmodSync(folder, 0o755); // the postgres user walks through it
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a server whose killed predecessor still has a process holds no start up for long', { timeout: 60_000 }, async () => {
  const [port = 0] = await freePorts(1);
  const options = { dataFolder: path.join(folder, 'data'), port, throwAway: true };
  const killed = await bootPostgres(options);
  const client = new pg.Client({ connectionString: killed.url('postgres') });
  client.on('error', () => undefined); // it is cut off below
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const straggler = rows[0]?.pid as number;
  process.kill(straggler, 'SIGSTOP');
  killed.kill();
  await killed.exited;

  const launched: unknown[] = [];
  const crashed: unknown[] = [];
  const booting = bootPostgres({
    ...options,
    started: (server) => {
      launched.push(server);
      server.exited.then((end) => end.expected || crashed.push(end));
    },
  });
  await expect.poll(() => launched.length, { timeout: 15_000 }).toBeGreaterThan(1);
  process.kill(straggler, 'SIGCONT'); // it sees that its server is gone, and goes
  await using server = { booted: await booting, [Symbol.asyncDispose]: async () => (await booting).stop() };
  const again = new pg.Client({ connectionString: server.booted.url('postgres') });
  await again.connect();
  expect((await again.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await again.end();
  expect(crashed).toEqual([]);
});
