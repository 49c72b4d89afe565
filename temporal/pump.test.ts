import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type Log, pump } from './pump.ts';

const said: string[] = [];
const note = (_facts: object, message: string) => void said.push(message);
const log: Log = { debug: note, info: note, warn: note, error: note };

test('while there is work, steps run side by side up to the limit, and one looks when there is none', async () => {
  const stop = new AbortController();
  let left = 30;
  let running = 0;
  let most = 0;
  let looks = 0;
  const step = async () => {
    looks++;
    if (left === 0) return false;
    left--;
    most = Math.max(most, ++running);
    await sleep(2);
    running--;
    return true;
  };
  const done = pump({ name: 'test', step, concurrency: 4, idleMs: 20, signal: stop.signal, log });
  await sleep(150);
  const looksAtRest = looks;
  await sleep(100);
  expect(looks - looksAtRest).toBeLessThanOrEqual(6);
  stop.abort();
  await done;
  expect({ left, most }).toEqual({ left: 0, most: 4 });
});

test('a step that throws is logged, waited for, and tried again', async () => {
  const stop = new AbortController();
  let tries = 0;
  const step = async () => {
    tries++;
    if (tries < 3) throw new Error('the database is away');
    stop.abort();
    return false;
  };
  const before = Date.now();
  await pump({ name: 'test', step, concurrency: 2, idleMs: 1, signal: stop.signal, log });
  expect(tries).toBe(3);
  expect(Date.now() - before).toBeGreaterThanOrEqual(600); // 200 ms, then 400 ms
  expect(said).toContain('a loop failed and goes on');
});

test('a stop waits for the step that is running', async () => {
  const stop = new AbortController();
  let isOver = false;
  const step = async () => {
    stop.abort();
    await sleep(30);
    isOver = true;
    return true;
  };
  await pump({ name: 'test', step, concurrency: 1, idleMs: 1_000, signal: stop.signal, log });
  expect(isOver).toBe(true);
});
