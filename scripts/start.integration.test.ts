import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { root } from './lib/paths.mjs';
import { commandOf } from './lib/system-process.mjs';

// One folder of data for all: each test goes on where the one before stopped, as a person would.
const home = mkdtempSync(path.join(tmpdir(), 'callvia-start-'));
const OLD_NODE = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"18.19.0"})';

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

test('an old Node is told so in one sentence, before anything is done', async () => {
  const start = run(['--import', OLD_NODE, 'scripts/start.mjs']);
  expect(await start.exited).toBe(1);
  expect(start.output()).toMatch(/^Callvia needs Node\.js 20\.19 or newer; this is 18\.19\.0\. .+\n$/);
});

test('an option that does not exist is named, with those that do', async () => {
  const start = run(['scripts/start.mjs', '--prot', '80']);
  expect(await start.exited).toBe(1);
  expect(start.output()).toContain(`Unknown option '--prot'`);
  expect(start.output()).toContain('--no-demo');
});

test('a taken port that was asked for stops the start and is named', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const start = run(['scripts/start.mjs', '--port', String(port)]);
  expect(await start.exited).toBe(1);
  expect(start.output()).toContain(`Port ${port} is taken by another program.`);
  await new Promise((resolve) => server.close(resolve));
});

test('a start brings all parts up, a second one says so, and SIGTERM stops all of them', { timeout: 180_000 }, async () => {
  await using start = run(['scripts/start.mjs', '--no-demo']);
  const facts = await ready(start);
  for (const part of ['web', 'api', 'worker', 'sandbox']) {
    const response = await fetch(`http://127.0.0.1:${facts.ports[part]}/health/ready`, { redirect: 'manual' });
    expect([part, response.status]).toEqual([part, 200]);
  }
  expect((await fetch(facts.urls.temporalUi)).status).toBe(200);

  const second = run(['scripts/start.mjs']);
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`Callvia already runs from this folder at ${facts.urls.app} (process ${start.pid}).`);

  await query(facts.databaseUrls.DATABASE_URL, 'create table kept (word text); insert into kept values ($$still here$$)');
  const asked = Date.now();
  start.child.kill('SIGTERM');
  expect(await start.exited).toBe(0);
  expect(Date.now() - asked).toBeLessThan(15_000);
  expect(stillRunning(facts.pids)).toEqual([]);
});

test('after a kill the next start repairs, keeps the data, and names a part that crashes', { timeout: 180_000 }, async () => {
  await using killed = run(['scripts/start.mjs', '--no-demo']);
  const before = await ready(killed);
  killed.child.kill('SIGKILL');
  await killed.exited;

  await using start = run(['scripts/start.mjs', '--no-demo']);
  const facts = await ready(start);
  expect(start.output()).toContain('ended what an earlier start left running:');
  expect(stillRunning(before.pids)).toEqual([]);
  expect(facts.ports).toEqual(before.ports);
  expect(await query(facts.databaseUrls.DATABASE_URL, 'select word from kept')).toEqual([{ word: 'still here' }]);

  process.kill(facts.pids.api as number, 'SIGKILL');
  expect(await start.exited).toBe(1);
  expect(start.output()).toContain('api ended by itself, so everything is stopped. Its last lines:');
  expect(stillRunning(facts.pids)).toEqual([]);
});

type Facts = {
  urls: Record<'app' | 'api' | 'sandbox' | 'temporalUi', string>;
  ports: Record<string, number>;
  pids: Record<string, number>;
  databaseUrls: { DATABASE_URL: string };
};

function run(args: string[]) {
  const { DATABASE_URL: _theirs, ...env } = process.env;
  const child = spawn(process.execPath, args, { cwd: root, env: { ...env, CALLVIA_DATA_DIR: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const exited = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
  };
  return { child, pid: child.pid, exited, output: () => output, [Symbol.asyncDispose]: stop };
}

async function ready(start: ReturnType<typeof run>): Promise<Facts> {
  const ended = start.exited.then(() => Promise.reject(new Error(`The start ended:\n${start.output()}`)));
  await Promise.race([expect.poll(start.output, { timeout: 120_000, interval: 100 }).toContain('Callvia is ready'), ended]);
  return JSON.parse(readFileSync(path.join(home, 'run.json'), 'utf8')) as Facts;
}

function stillRunning(pids: Record<string, number>): string[] {
  return Object.keys(pids).filter((name) => commandOf(pids[name] ?? 0) !== null);
}

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}
