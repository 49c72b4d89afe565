import pg from 'pg';
import { expect, test } from 'vitest';
import type { Effects } from './effects.ts';
import { magicNumber } from './numbers.ts';
import { type Bench, openBench } from './testing/bench.ts';

const from = '+14155550100';
const to = magicNumber('refuses');
const dial = (bench: Bench, key = 'k1', pace = 'instant', phone = to) =>
  bench.retell.call.createPhoneCall({ from_number: from, to_number: phone, metadata: { call_key: key, lead_id: `lead-${phone}`, pace } });

test('webhooks still to be sent survive a restart', async () => {
  await using bench = await openBench();
  bench.product.status = 503;
  await dial(bench);
  await bench.until('call_started');
  await bench.restart();
  expect(bench.events('call_analyzed').every(({ at }) => at > 0)).toBe(true);
  bench.product.status = 200;
  const before = bench.received.length;
  await bench.quiet();
  expect(bench.received.slice(before).map(({ event }) => event)).toContain('call_analyzed');
  expect(await bench.admin('GET', '/webhooks')).toMatchObject({ queue: { dropped: 0 } });
});

test('a receiver that says no is asked again until it says yes', async () => {
  await using bench = await openBench();
  bench.product.status = 500;
  await dial(bench);
  await bench.until('call_analyzed', 3);
  bench.product.status = 200;
  await bench.quiet();
  expect(bench.events('call_analyzed').length).toBeGreaterThan(3);
});

test.each([
  ['429', 'before', 0, { status: 429 }],
  ['500', 'before', 0, { status: 500 }],
  ['500', 'after', 1, { status: 500 }],
  ['reset', 'before', 0, {}],
  ['reset', 'after', 1, {}],
  ['cut-body', 'after', 1, {}],
] as const)('fault %s %s acting leaves %i calls', async (kind, when, dials, error) => {
  await using bench = await openBench();
  await bench.admin('POST', '/faults', { vendor: 'retell', operation: 'create-phone-call', kind, when, count: 1 });
  await expect(dial(bench)).rejects.toMatchObject(error);
  expect(await bench.admin<Effects>('GET', '/effects')).toMatchObject({ totals: { dials } });
  await dial(bench, 'k2'); // the fault is used up
});

test('a hanging answer ends the client’s patience, wrong JSON arrives as a 2xx', async () => {
  await using bench = await openBench();
  await bench.admin('POST', '/faults', {
    faults: [
      { vendor: 'retell', kind: 'hang', when: 'after', count: 1 },
      { vendor: 'retell', kind: 'wrong-json', when: 'before', count: 1 },
    ],
  });
  const attempt = bench.retell.call.createPhoneCall({ from_number: from, to_number: to }, { signal: AbortSignal.timeout(300) });
  await expect(attempt).rejects.toThrow();
  expect(await dial(bench)).toEqual({ unexpected: true });
  expect(await bench.admin<Effects>('GET', '/effects')).toMatchObject({ totals: { dials: 1 } });
});

test('the same seed hits the same requests', async () => {
  const hits = async () => {
    await using bench = await openBench();
    await bench.admin('POST', '/faults', { vendor: 'retell', kind: '500', rate: 0.5, seed: 's1' });
    const results: boolean[] = [];
    for (let i = 0; i < 12; i++)
      results.push(
        await dial(bench, `k${i}`).then(
          () => true,
          () => false,
        ),
      );
    return results;
  };
  const first = await hits();
  expect(new Set(first).size).toBe(2);
  expect(await hits()).toEqual(first);
});

test('webhooks can come twice, late, forged or not at all', async () => {
  await using bench = await openBench();
  await bench.admin('POST', '/faults', {
    faults: [
      { vendor: 'retell', operation: 'call_started', kind: 'duplicate', times: 3 },
      { vendor: 'retell', operation: 'call_ended', kind: 'lose' },
      { vendor: 'retell', operation: 'call_analyzed', kind: 'forge' },
    ],
  });
  await dial(bench);
  await bench.quiet();
  const seen = (event: string) => bench.events(event).map(({ isGenuine }) => isGenuine);
  expect([seen('call_started'), seen('call_ended'), seen('call_analyzed')]).toEqual([[true, true, true], [], [false, true]]);
  await bench.admin('DELETE', '/faults');
  await bench.admin('POST', '/faults', { vendor: 'retell', operation: 'call_started', kind: 'delay', ms: 600 });
  const before = Date.now();
  await dial(bench, 'k2');
  expect((await bench.until('call_started', 4)).at - before).toBeGreaterThanOrEqual(600);
});

test('effects are counted by our key, and a key that came twice is shown', async () => {
  await using bench = await openBench();
  for (const key of ['k1', 'k2', 'k1']) await dial(bench, key);
  const seen = await bench.admin<Effects>('GET', '/effects');
  expect(seen.totals.dials).toBe(3);
  expect(seen.dials?.map(({ key, count }) => [key, count])).toEqual([
    ['k1', 2],
    ['k2', 1],
  ]);
  expect(seen.duplicates).toHaveLength(1);
  expect(await bench.admin('POST', '/reset')).toEqual({ reset: true });
  expect(await bench.admin<Effects>('GET', '/effects?totals=1')).toMatchObject({ totals: { dials: 0 }, duplicates: [] });
});

test('what is still to come is told per phone', async () => {
  await using bench = await openBench();
  await dial(bench, 'k1', 'seconds');
  const other = encodeURIComponent(magicNumber('busy'));
  expect(await bench.admin('GET', `/pending?phone=${encodeURIComponent(to)}`)).toMatchObject({ quiet: false, calls: 1, webhooks: 3 });
  expect(await bench.admin('GET', `/pending?phone=${other}`)).toMatchObject({ quiet: true, calls: 0, webhooks: 0 });
  await bench.quiet();
  expect(await bench.admin('GET', `/pending?phone=${encodeURIComponent(to)}`)).toMatchObject({ quiet: true });
});

test('rate limits are switches', async () => {
  await using bench = await openBench();
  await bench.admin('POST', '/limits', { retell: 2 });
  const all = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7, 8].map((n) => dial(bench, `k${n}`)));
  expect(all.some((one) => one.status === 'rejected' && (one.reason as { status: number }).status === 429)).toBe(true);
  await bench.admin('POST', '/limits', {});
  await dial(bench, 'k9');
});

test('the mix decides for all numbers that are not magic, and mistakes in switches are named', async () => {
  await using bench = await openBench();
  await bench.admin('POST', '/mix', { weights: { busy: 1 } });
  const call = await dial(bench, 'k1', 'instant', '+14153209876');
  await bench.quiet();
  expect((await bench.retell.call.retrieve(call.call_id)).disconnection_reason).toBe('dial_busy');
  expect(await bench.admin('POST', '/mix', { weights: { nobody: 1 } })).toMatchObject({ error: expect.stringContaining('nobody') });
  expect(await bench.admin('POST', '/faults', { kind: 'earthquake' })).toMatchObject({ error: expect.stringContaining('kind') });
});

test('the page shows what happened and how each magic number behaves, and what strangers wrote stays text', async () => {
  await using bench = await openBench();
  await bench.admin('POST', '/sms/inbound', { from: to, to: from, body: '<script>alert(1)</script>' });
  await dial(bench);
  const html = await (await fetch(bench.url)).text();
  expect(html).toContain(to);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('Picks up and says “stop calling me”.');
  expect(html).not.toContain('<script>');
  expect((await fetch(`${bench.url}/health/ready`)).status).toBe(200);
});

test('lost database connections are replaced, and what was under way still arrives', async () => {
  await using bench = await openBench();
  await dial(bench, 'k1', 'seconds');
  const other = new pg.Client(bench.databaseUrl);
  await other.connect();
  await other.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await other.end();
  await bench.until('call_analyzed');
  await dial(bench, 'k2');
  await bench.until('call_analyzed', 2);
  expect(await bench.admin<Effects>('GET', '/effects')).toMatchObject({ totals: { dials: 2 }, duplicates: [] });
});

test('a clock that is put forward by a few seconds brings what was due until then, and no more', async () => {
  await using bench = await openBench();
  const phone = magicNumber('books-calls');
  await dial(bench, 'k1', 'instant', phone);
  type Task = { what: string; leadAt: string };
  const tasks = async () => (await bench.admin<{ tasks: Task[] }>('GET', `/pending?phone=${encodeURIComponent(phone)}`)).tasks;
  await expect.poll(async () => (await tasks()).map(({ what }) => what), { timeout: 8_000 }).toEqual(['ring-us', 'meeting-ended']);
  const [ring, meeting] = await tasks();
  await bench.admin('POST', '/clock', { phone, lead_now: ring?.leadAt });
  await bench.until('call_inbound');
  expect(bench.events('MEETING_ENDED')).toHaveLength(0);
  await bench.admin('POST', '/clock', { phone, lead_now: meeting?.leadAt });
  await bench.until('MEETING_ENDED');
});
