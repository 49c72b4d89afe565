import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createParts, endLeftBehind } from './parts.mjs';
import { startProcess } from './processes.mjs';
import { commandOf } from './system-process.mjs';

const SLEEPER = ['-e', 'setInterval(() => {}, 1000)'];
const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'callvia-parts-')), 'processes.json');

test('parts are stopped in order: who takes work in first, who keeps the data last', async () => {
  const parts = createParts(newFile());
  const ended: string[] = [];
  for (const name of ['postgres', 'worker', 'web', 'temporal']) {
    const part = parts.add(startProcess({ name, command: process.execPath, args: SLEEPER }));
    part.exited.then(() => void ended.push(name));
  }
  await parts.stop();
  expect(ended).toEqual(['web', 'worker', 'temporal', 'postgres']);
});

test('a part that ends by itself is named with its last lines', async () => {
  const parts = createParts(newFile());
  parts.add(startProcess({ name: 'worker', command: process.execPath, args: ['-e', `console.error('no disk'); process.exit(3)`] }));
  const end = await parts.crashed;
  expect(end).toMatchObject({ name: 'worker', code: 3, expected: false });
  expect(end.reason).toBe('worker ended (3).\nno disk');
});

test('a part that ignores its signal is killed, with what it started', async () => {
  const stubborn = `process.on('SIGTERM', () => {}); const c = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']); console.log(c.pid); setInterval(() => {}, 1000)`;
  const part = startProcess({ name: 'web', command: process.execPath, args: ['-e', stubborn] });
  await expect.poll(() => part.lastLines.length).toBe(1);
  await part.stop({ patienceMs: 100 });
  await expect.poll(() => commandOf(Number(part.lastLines[0]))).toBe(null);
});

test('what a killed start left running is ended by the next one', async () => {
  const file = newFile();
  const orphan = spawn(process.execPath, [...SLEEPER, 'orphan'], { detached: true, stdio: 'ignore' });
  writeFileSync(file, JSON.stringify([{ name: 'api', pid: orphan.pid, command: [process.execPath, ...SLEEPER, 'orphan'].join(' ') }]));
  expect(await endLeftBehind(file)).toEqual(['api']);
  await expect.poll(() => commandOf(orphan.pid ?? 0)).toBe(null);
  expect(existsSync(file)).toBe(false);
});

test('a process that only got the id of one of ours is left alone', async () => {
  const file = newFile();
  const stranger = spawn(process.execPath, SLEEPER, { stdio: 'ignore' });
  writeFileSync(file, JSON.stringify([{ name: 'api', pid: stranger.pid, command: '/usr/bin/postgres -D data' }]));
  expect(await endLeftBehind(file)).toEqual([]);
  expect(commandOf(stranger.pid ?? 0)).toContain('setInterval');
  stranger.kill();
});
