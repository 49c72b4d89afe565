import AxeBuilder from '@axe-core/playwright';
import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { magicNumber, type WillName } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { signIn } from './person.ts';
import { sandboxOf } from './sandbox.ts';

const MINUTE = 60_000;
const CAST = { Grace: 'books-yes', Alan: 'books-vanishes', Mary: 'books-yes', Sam: 'played', Rosa: 'books-yes' } as const satisfies Record<
  string,
  WillName
>;
type Name = keyof typeof CAST;

let app: App;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let leads: Map<string, string>;
const complaints: string[] = [];

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  await sandboxOf(app).silenceClient();
  const person = await signIn(app);
  const campaign = { name: 'Lives in a minute', mode: 'rehearsal', cadencePreset: 'true', pace: 'instant' };
  const { id: campaignId } = await person.post<{ id: string }>('/campaigns', campaign);
  const rows = Object.entries(CAST).map(([name, will], n) => ({
    ...{ first_name: name, phone: magicNumber(will, n), email: `${name}@example.com`, timezone: 'America/Denver' },
  }));
  await person.post('/leads/import', { campaignId, leads: rows });
  await person.post(`/campaigns/${campaignId}/activate`);
  const { data } = await person.get<{ data: { id: string; firstName: string }[] }>(`/leads?campaignId=${campaignId}`);
  leads = new Map(data.map(({ id, firstName }) => [firstName, id]));
  context = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto('/login');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}, 3 * MINUTE);
afterAll(async () => {
  await browser?.close();
  await app?.dispose();
});

const open = async (name: Name) => {
  await page.goto(`/leads/${leads.get(name)}`);
  await page.getByRole('heading', { level: 1, name }).waitFor();
};
const stations = async (where = page) => {
  const texts = await where.getByRole('list', { name: 'This life so far, and what comes' }).locator('li').allTextContents();
  return texts.map((text) => text.trim());
};
const card = () => page.getByRole('region', { name: 'Rehearsal clock' });
const forward = async (button: string, result: string | RegExp) => {
  await card().getByRole('button', { name: button }).click();
  await card().getByText(result).waitFor({ timeout: MINUTE });
};

describe.skipIf(!hasBrowser)('somebody fast-forwards rehearsed leads in the browser', () => {
  test(
    'from the call over booking, 24 h, 2 h and 15 min to the verdict after 48 h in under a minute, step by step on one page',
    async () => {
      await open('Grace');
      await card().getByText('Nobody is contacted, nothing is charged.').waitFor();
      await page.evaluate(() => Object.assign(window, { isSamePage: true }));
      const began = Date.now();
      const seen: number[] = [];
      const watch = setInterval(() => void stations().then((list) => seen.push(list.filter((text) => text.endsWith('done')).length)), 200);
      await forward('To the end', /^Showed up\./);
      clearInterval(watch);
      expect(Date.now() - began).toBeLessThan(MINUTE);
      expect(await stations()).toEqual([
        ...['Call, done', 'Booked, done', 'Confirmed, done', '24 h before, done', '2 h before, done', '15 min before, done'],
        ...['Asked, done', 'Reply, done', 'Showed, done'],
      ]);
      expect(new Set(seen).size).toBeGreaterThan(3); // it was seen to grow
      expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
      await page.getByText('It is show 1, and counts for milestone 1: 24 to go.').first().waitFor();
      await page.getByText('Evidence: lead said yes · no call around it').waitFor();
    },
    2 * MINUTE,
  );

  test(
    'the show that completes a milestone ends with its invoice, from the dial in under a minute',
    async () => {
      const sql = new pg.Client({ connectionString: app.database.superuserUrl });
      await sql.connect();
      await sql.query('UPDATE client SET milestone_size = 2'); // one more show
      await sql.end();
      await open('Rosa');
      const began = Date.now();
      await forward('To the end', /^Showed up, and completed milestone 1: 2 shows/);
      await page.getByText('Milestone 1 reached: 2 shows').waitFor();
      await page.getByRole('link', { name: 'its invoice', exact: true }).waitFor({ timeout: MINUTE });
      expect((await stations()).at(-1)).toBe('Milestone 1 invoiced, done');
      expect(Date.now() - began).toBeLessThan(MINUTE);
      await page.getByRole('link', { name: 'its invoice', exact: true }).click();
      await page.getByText('2,000.00').first().waitFor();
    },
    2 * MINUTE,
  );

  test(
    'a lead that does not come is offered new times on days 0, 2 and 4',
    async () => {
      await open('Alan');
      await forward('To the end', 'Did not show up, and took none of the new times on days 0, 2 and 4.');
      const past = await stations();
      expect(past.slice(past.indexOf('Asked, done') + 1)).toEqual([
        ...['No-show, not done', 'Offer day 0, done', 'Offer day 2, done', 'Offer day 4, done', 'Given up, not done'],
      ]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await page.getByRole('link', { name: 'Not done', exact: true }).click();
      await page.getByText('Nothing under “Not done”').waitFor();
    },
    2 * MINUTE,
  );

  test(
    'one step at a time: a skipped reminder is not sent, and stands on the timeline',
    async () => {
      await open('Mary');
      await page.getByRole('button', { name: 'Skip this step: Reminder two hours before' }).click();
      await page.getByText(/Will not be sent: reminder two hours before, because somebody took it out/i).waitFor();
      const before = await page.getByText('The lead’s time').locator('..').locator('time').getAttribute('datetime');
      await forward('Next step', 'The rehearsal moved on to its next step.');
      const after = await page.getByText('The lead’s time').locator('..').locator('time').getAttribute('datetime');
      expect(Date.parse(after ?? '') - Date.parse(before ?? '')).toBeGreaterThan(10 * MINUTE);
      await page.getByText(/took a step out of the plan: reminder two hours before/).waitFor();
    },
    2 * MINUTE,
  );

  test('what cannot be done now says why, and it works without a script', async () => {
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
    await plain.addCookies(await context.cookies());
    const still = await plain.newPage();
    await still.goto(`/leads/${leads.get('Mary')}?do=call`);
    await still.getByText('Not possible now').waitFor();
    expect(await still.getByRole('dialog').textContent()).toContain('The lead has an appointment.');
    await still.goto(`/leads/${leads.get('Mary')}`);
    await still.getByRole('button', { name: 'Next step' }).click();
    expect(await stations(still)).toContain('15 min before, done');
    await plain.close();
  });

  test(
    'a person plays a lead: the phone rings in the sandbox, they pick a time, and the lead’s page has it',
    async () => {
      const me = await context.newPage();
      await me.goto(`${app.urls.sandbox}/play/${encodeURIComponent(magicNumber(CAST.Sam, 3))}`);
      const phone = me.frameLocator('iframe[title="Your phone"]');
      await open('Sam');
      await page.getByText('Call 1: no answer').waitFor({ timeout: MINUTE }); // nobody was there when it rang first
      await phone.getByText('It does not ring').waitFor(); // else a press may answer the call that is over
      await page.getByRole('link', { name: 'Call now' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Call now' }).click();
      await phone.getByRole('button', { name: 'Answer', exact: true }).click({ timeout: 30_000 });
      await phone.getByRole('button', { name: 'Book an appointment' }).click();
      await phone.locator('input[name=start]').first().waitFor({ state: 'attached' });
      await phone.getByRole('button').first().click();
      await page.getByText('Booked during the call').waitFor({ timeout: 30_000 });
      await me.getByLabel('Reply').fill('Looking forward to it');
      await me.getByRole('button', { name: 'Send the text' }).click();
      await me.getByText('The text is sent.').waitFor();
      await page.getByText('Looking forward to it').waitFor({ timeout: 30_000 });
      await me.close();
    },
    3 * MINUTE,
  );

  test('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
});
