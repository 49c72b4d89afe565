import { chromium } from 'playwright-core';
import { createAuth } from '#auth/auth.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { obtainBrowser } from '#scripts/lib/browser.mjs';
import { root } from '#scripts/lib/paths.mjs';
import { startService } from '#scripts/lib/services.mjs';
import { type Ask, asksFor, type Places } from './lists-asks.ts';
import { type Loaded, loadLists } from './lists-data.ts';
import { savePlans } from './lists-plans.ts';
import { cpuMs, growth } from './meters.ts';
import { openStack } from './stack.ts';

/** Milliseconds of design.md §7. */
const BUDGET = { server: 50, browser: 300 };
/** Rounds: measured in server and browser, and thrown away before, so that no figure is that of a process that has just begun. */
const TIMES = { server: 40, browser: 10, warm: 2, first: 3 };
type Spread = { p50: number; p95: number };
/** With the processor time a page takes in web and database: what it would take on a machine with nothing else to do. */
type Served = Spread & { cpuMs: number };

const rank = (sorted: number[], part: number) =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? 0) * 10) / 10;
const spreadOf = (times: number[]): Spread => {
  const sorted = times.toSorted((a, b) => a - b);
  return { p50: rank(sorted, 0.5), p95: rank(sorted, 0.95) };
};

/** Lists of leads, their search and the overview over so many leads of one campaign: in the server and in a browser, with every query's plan kept. */
export async function benchLists({ leads, report }: { leads: number; report: (what: string) => void }) {
  await using stack = await openStack({ services: false, report });
  const environment = stack.environment as Record<string, string>;
  const webUrl = environment.WEB_URL ?? '';
  const { cookie, userId } = await newSession(environment);
  report(`loading ${leads} leads`);
  const loaded = await loadLists(stack.superuserUrl('callvia'), { leads, userId });
  const db = openDb({ appUrl: environment.DATABASE_APP_URL ?? '' });
  const web = startService({ name: 'web', environment, logFolder: stack.logs, cwd: root });
  try {
    await web.ready;
    const asks = asksFor(loaded, await placesOf(db, loaded));
    report('saving the plans');
    await savePlans(db, loaded.clientId, asks);
    const pids = { web: web.pid ?? 0, postgres: stack.pids.postgres ?? 0 };
    report('warming up');
    for (let n = 0; n < TIMES.first; n++) for (const { path } of asks) await (await fetch(webUrl + path, { headers: { cookie } })).text();
    const server: Record<string, Served> = {};
    for (const ask of asks) server[ask.name] = await inServer(webUrl, cookie, ask, pids);
    const browser = await inBrowser(webUrl, cookie, asks);
    report(`\n${table(asks, server, browser ?? {})}\n`);
    const missed = asks.flatMap(({ name }) => [
      ...((server[name]?.p95 ?? 0) > BUDGET.server ? [`${name} in the server`] : []),
      ...((browser?.[name]?.p95 ?? 0) > BUDGET.browser ? [`${name} in the browser`] : []),
    ]);
    return { bench: 'lists', ok: missed.length === 0 && browser !== null, leads, server, browser, missed, budget: BUDGET };
  } finally {
    await web.stop();
    await db.close();
  }
}

async function newSession(environment: Record<string, string>): Promise<{ cookie: string; userId: string }> {
  const { DATABASE_AUTH_URL: authUrl = '', APP_SECRET: secret = '', WEB_URL: baseUrl = '' } = environment;
  const auth = createAuth({ authUrl, secret, baseUrl, trustedOrigins: [baseUrl] });
  try {
    const [email, password] = ['bench@callvia.test', 'a-bench-of-its-own'];
    const created = await auth.createUser({ email, name: 'Bench', password });
    const signedIn = await auth.signIn(email, password, { ip: '127.0.0.1' });
    if (created.kind !== 'ok' || signedIn.kind !== 'ok') throw new Error(`No session: ${created.kind}, ${signedIn.kind}`);
    return { cookie: signedIn.setCookie.split(';')[0] ?? '', userId: created.user.id };
  } finally {
    await auth.close();
  }
}

/** A lead to look for, and cursors nine tenths into the lists of three orders. */
async function placesOf(db: Db, { clientId }: Loaded): Promise<Places> {
  const cursor = (value: string, id: string) => Buffer.from(JSON.stringify([value, id])).toString('base64url');
  return db.withClient(clientId, async (tx) => {
    type Place = { value: string; id: string; phone: string };
    const [created] = await tx.$queryRaw<Place[]>`
      SELECT created_at::text AS value, id, phone FROM lead WHERE client_id = ${clientId}::uuid ORDER BY created_at, id
      OFFSET (SELECT count(*) * 9 / 10 FROM lead WHERE client_id = ${clientId}::uuid) LIMIT 1`;
    const [name] = await tx.$queryRaw<Place[]>`
      SELECT sort_name AS value, lead_id AS id, '' AS phone FROM lead_search WHERE client_id = ${clientId}::uuid ORDER BY sort_name, lead_id
      OFFSET (SELECT count(*) * 9 / 10 FROM lead WHERE client_id = ${clientId}::uuid) LIMIT 1`;
    const [contacted] = await tx.$queryRaw<Place[]>`
      SELECT last_contacted_at::text AS value, id, phone FROM lead WHERE client_id = ${clientId}::uuid AND last_contacted_at IS NOT NULL
      ORDER BY last_contacted_at DESC LIMIT 1 OFFSET 1000`;
    if (!created || !name || !contacted) throw new Error('There are too few leads to go deep.');
    const after = {
      created: cursor(created.value, created.id),
      name: cursor(name.value, name.id),
      contacted: cursor(contacted.value, contacted.id),
    };
    return { id: created.id, phone: created.phone, after };
  });
}

/** From the request to the last byte of the page, one after the other. */
async function inServer(webUrl: string, cookie: string, { name, path }: Ask, pids: Record<string, number>): Promise<Served> {
  const times: number[] = [];
  let before = cpuMs(pids);
  for (let n = -TIMES.warm; n < TIMES.server; n++) {
    if (n === 0) before = cpuMs(pids);
    const start = performance.now();
    const response = await fetch(webUrl + path, { headers: { cookie }, redirect: 'manual' });
    await response.text();
    if (response.status !== 200) throw new Error(`${name} answered ${response.status}`);
    if (n >= 0) times.push(performance.now() - start);
  }
  const cpu = Object.values(growth(before, cpuMs(pids))).reduce((sum, ms) => sum + ms, 0);
  return { ...spreadOf(times), cpuMs: Math.round((cpu * 10) / TIMES.server) / 10 };
}

/** From the navigation to the end of the page's load event, scripts from the browser's cache; null without a browser. */
async function inBrowser(webUrl: string, cookie: string, asks: readonly Ask[]): Promise<Record<string, Spread> | null> {
  const found = await obtainBrowser();
  if (!found) return null;
  const { executablePath, libraryPath } = found;
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...(libraryPath && { LD_LIBRARY_PATH: libraryPath }) };
  const browser = await chromium.launch({ executablePath, env, args: ['--no-sandbox', '--disable-gpu', '--headless=shell'] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const [name = '', value = ''] = cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: webUrl }]);
    const page = await context.newPage();
    const spreads: Record<string, Spread> = {};
    for (const ask of asks) {
      const times: number[] = [];
      for (let n = -TIMES.warm; n < TIMES.browser; n++) {
        await page.goto(webUrl + ask.path, { waitUntil: 'load' });
        const ms = await page.evaluate(() => (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).duration);
        if (n >= 0) times.push(ms);
      }
      spreads[ask.name] = spreadOf(times);
    }
    return spreads;
  } finally {
    await browser.close();
  }
}

function table(asks: readonly Ask[], server: Record<string, Served>, browser: Record<string, Spread>): string {
  const cells = (...values: (number | undefined)[]) =>
    values.map((value) => (value === undefined ? '' : value.toFixed(1)).padStart(9)).join('');
  const lines = asks.map(({ name }) => {
    const [inServer, inBrowser] = [server[name], browser[name]];
    return `  ${name.padEnd(22)}${cells(inServer?.p50, inServer?.p95, inServer?.cpuMs)}  ${cells(inBrowser?.p50, inBrowser?.p95)}`;
  });
  return ['  milliseconds          server p50      p95      CPU  browser p50   p95', ...lines].join('\n');
}
