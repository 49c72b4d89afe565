import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { magicNumber } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { watch } from '#tests/support/page.ts';

const FILE = [
  'First name,Last name,Phone,E-mail,Zone,Favourite colour',
  `Grace,Hopper,${magicNumber('books-yes')},grace@example.com,America/New_York,blue`,
  `Alan,Turing,${magicNumber('refuses')},alan@example.com,America/Chicago,green`,
  `Joan,Clarke,${magicNumber('declines')},joan@example.com,America/New_York,red`,
  'Nobody,Atall,12,nobody@example.com,America/New_York,none',
].join('\n');
const MINUTE = 60_000;

let app: App;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];
let campaignUrl = '';

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  context = await browser.newContext({ baseURL: app.urls.web, timezoneId: 'Europe/Berlin', viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  watch(page, complaints);
}, 2 * MINUTE);
afterAll(async () => {
  await browser?.close();
  await app?.dispose();
});

/** Waits until the page hears of facts; its mark stands in two places, of which a screen shows one. */
const isLive = (where: Page) => where.getByText('Live', { exact: true }).filter({ visible: true }).waitFor();

const seesNothingWrong = async (where: Page) => {
  const { violations } = await new AxeBuilder({ page: where }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
};

describe.skipIf(!hasBrowser)('somebody rehearses a campaign in the browser', () => {
  test('without a session every page leads to the log-in, and from there back', async () => {
    await page.goto('/campaigns?status=draft');
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/login?next=%2Fcampaigns%3Fstatus%3Ddraft');
    expect(await seesNothingWrong(page)).toEqual([]);
    await page.getByRole('button', { name: 'Use the demo account' }).click();
    await page.waitForURL('**/campaigns?status=draft');
    await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
  });

  test('a campaign is created with what the form proposes', async () => {
    await page.getByRole('link', { name: 'New campaign' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Rehearsed in the browser');
    await page.getByRole('button', { name: 'Create and import leads' }).click();
    await page.waitForURL('**/import');
    campaignUrl = new URL(page.url()).pathname.replace(/\/import$/, '');
    await page.getByText('Rehearsal: contacts nobody').first().waitFor();
  });

  test('a file is previewed, checked and imported, and its bad row can be downloaded with the reason', async () => {
    await page.setInputFiles('input[type=file]', { name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
    expect(await page.getByLabel('Column First name becomes').inputValue()).toBe('first_name');
    expect(await page.getByLabel('Column Favourite colour becomes').inputValue()).toBe('custom:Favourite colour');
    await page.getByLabel('Column Zone becomes').selectOption('timezone');
    await page.getByRole('button', { name: 'Check without importing' }).click();
    await page.getByText('Would be added').waitFor();
    await page.getByRole('button', { name: 'Import 3 leads' }).click();
    const figure = (label: string) =>
      page
        .locator('dl > div', { has: page.getByText(label, { exact: true }) })
        .locator('dd')
        .first()
        .textContent();
    await page.getByText('Added', { exact: true }).waitFor();
    expect([await figure('Added'), await figure('Not importable')]).toEqual(['3', '1']);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download errors.csv' }).click()]);
    const csv = await (await download.createReadStream()).toArray();
    expect(Buffer.concat(csv).toString()).toContain('"5","phone","12"');
  });

  test('starting says what it does, and does it', async () => {
    await page.goto(campaignUrl);
    await page.getByRole('link', { name: 'Start' }).click();
    const dialog = page.getByRole('dialog', { name: 'Rehearse with 3 leads?' });
    expect(await dialog.textContent()).toContain('nobody is contacted');
    await dialog.getByRole('button', { name: 'Start the rehearsal' }).click();
    await page.getByText('Running', { exact: true }).first().waitFor();
  });

  test(
    'a lead’s page shows its life as it happens, without a reload',
    async () => {
      await page.goto(`${campaignUrl}/leads`);
      await page.getByRole('link', { name: 'Grace Hopper' }).click();
      await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor();
      await isLive(page);
      await page.evaluate(() => Object.assign(window, { isSamePage: true }));
      await page.getByText('Booked during the call').waitFor({ timeout: MINUTE });
      await page.getByText('Verdict: showed or not').waitFor();
      await page.getByText('Verdict: showed up').waitFor({ timeout: 3 * MINUTE });
      expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
      await page
        .getByText(/^Transcript, \d+ lines$/)
        .first()
        .click();
      await page
        .locator('dt', { hasText: /^Agent/ })
        .first()
        .waitFor();
      await page.getByText('The lead says: it took place').waitFor();
      expect(await seesNothingWrong(page)).toEqual([]);
    },
    5 * MINUTE,
  );

  test(
    'when the last lead is done the campaign is, and its minutes are invoiced in the rehearsal books',
    async () => {
      await page.goto(campaignUrl);
      await page
        .getByText('Done', { exact: true })
        .first()
        .waitFor({ timeout: 4 * MINUTE });
      await page.goto('/billing?books=rehearsal');
      await page.getByRole('table', { name: 'Invoices' }).getByRole('link').first().waitFor({ timeout: MINUTE });
      await page.getByRole('table', { name: 'Invoices' }).getByRole('link').first().click();
      await page.getByText('Total', { exact: true }).waitFor();
      await page.getByText('Rehearsal: contacts nobody').first().waitFor();
      expect(await seesNothingWrong(page)).toEqual([]);
    },
    6 * MINUTE,
  );

  test.each([
    ['light', 1440],
    ['light', 390],
    ['dark', 1440],
    ['dark', 390],
  ])(
    'no page has an accessibility problem in the %s theme at %i pixels, nor scrolls sideways',
    async (theme, width) => {
      const found: string[] = [];
      await context.addCookies([{ name: 'theme', value: theme, url: app.urls.web }]);
      await page.setViewportSize({ width, height: 844 });
      const parts = ['', '/leads', '/appointments', '/calls', '/messages', '/imports', '/import', '/settings'].map(
        (part) => campaignUrl + part,
      );
      const places = [
        '/',
        '/campaigns',
        '/campaigns/new',
        '/leads',
        '/leads/new',
        '/calls',
        '/appointments?view=past',
        '/billing?books=rehearsal',
        '/billing/next?books=rehearsal',
        '/styleguide',
        '/nowhere',
      ];
      for (const path of [...places, ...parts]) {
        await page.goto(path);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (overflow > 0) found.push(`${path} scrolls sideways by ${overflow}`);
        found.push(...(await seesNothingWrong(page)).map((text) => `${path}: ${text}`));
      }
      expect(found).toEqual([]);
    },
    5 * MINUTE,
  );

  test('it works without a script: log-in, filter, campaign', async () => {
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto('/leads');
    await still.getByRole('button', { name: 'Use the demo account' }).click();
    await still.getByRole('heading', { level: 1, name: 'Leads' }).waitFor();
    await still.getByRole('searchbox', { name: 'Search all leads' }).fill('turing');
    await still.keyboard.press('Enter');
    await still.waitForURL('**/leads?q=turing');
    expect(await still.getByRole('table', { name: 'Leads' }).locator('tbody tr').count()).toBe(1);
    await still.goto('/leads');
    await still.getByRole('main').getByRole('searchbox').fill('turing');
    await still.getByRole('button', { name: 'Apply' }).click();
    expect(await still.getByRole('table', { name: 'Leads' }).locator('tbody tr').count()).toBe(1);
    await still.goto('/campaigns/new');
    await still.getByLabel('Name', { exact: true }).fill('Made without a script');
    await still.getByRole('button', { name: 'Create and import leads' }).click();
    await still.getByRole('heading', { level: 1, name: 'Made without a script' }).waitFor();
    await plain.close();
  });

  test('the first page loads at most 150 kB of script', async () => {
    const fresh = await browser.newContext({ baseURL: app.urls.web });
    await fresh.addCookies(await context.cookies());
    const first = await fresh.newPage();
    const sizes: Promise<number>[] = [];
    first.on('requestfinished', (request) => {
      if (new URL(request.url()).pathname.endsWith('.js')) sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
    });
    await first.goto('/campaigns', { waitUntil: 'load' });
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    await fresh.close();
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(150_000);
  });

  test('the menu changes the theme at once and logs out', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto('/campaigns');
    await page.getByRole('button', { name: 'Dana Demo: account' }).click();
    expect(await seesNothingWrong(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Light' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
    await page.getByRole('button', { name: 'Dana Demo: account' }).click();
    await page.getByRole('menuitem', { name: 'Log out' }).click();
    await page.waitForURL('**/login');
    expect(new URL((await page.goto('/leads'))?.url() ?? '').pathname).toBe('/login');
  });

  test('a deed from another site is refused; a lead’s link needs no origin, and says kindly what it cannot do', async () => {
    const post = (path: string, headers: Record<string, string>) =>
      fetch(`${app.urls.web}${path}`, {
        method: 'POST',
        redirect: 'manual',
        headers,
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      });
    expect((await post('/logout', {})).status).toBe(403);
    expect((await post('/logout', { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('/logout', { origin: app.urls.web })).status).toBe(302);
    const nobody = Buffer.alloc(32).toString('base64url');
    expect((await post(`/unsubscribe/${nobody}`, {})).status).toBe(410);
    const answer = await fetch(`${app.urls.web}/confirm/${nobody}`);
    expect([answer.status, answer.headers.get('referrer-policy'), answer.headers.get('cache-control')]).toEqual([
      404,
      'no-referrer',
      'no-store',
    ]);
    expect(await answer.text()).toContain('This link leads nowhere');
    expect(answer.headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-[\w+/=]{24}'/);
  });

  test('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
});
