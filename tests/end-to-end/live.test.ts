import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { magicNumber } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { type Person, signIn } from './person.ts';
import { Rehearsal } from './rehearsal.ts';

const SECOND = 1_000;

let app: App;
let browser: Browser;
let person: Person;
let rehearsal: Rehearsal;
let here: Page;
let there: Page;
let thereContext: BrowserContext;

async function openBrowser(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15 * SECOND);
  await page.goto('/login');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await page.waitForURL(`${app.urls.web}/`);
  return { context, page };
}

/** Waits until the page says this about its own updates. */
const says = (page: Page, state: 'Live' | 'Reconnecting' | 'Paused', timeout = 15 * SECOND) =>
  page.getByRole('banner').getByText(state, { exact: true }).waitFor({ timeout });
const leadCount = (page: Page) => page.getByRole('table', { name: 'Leads' }).locator('tbody tr').count();
let numbers = 10;
const addLead = (firstName: string) =>
  person.post('/leads', { campaignId: rehearsal.campaignId, firstName, lastName: 'Later', phone: magicNumber('refuses', numbers++) });
let isRunning = false;
/** Something that happens: the campaign pauses, or goes on. */
async function happens(): Promise<void> {
  await person.post(`/campaigns/${rehearsal.campaignId}/${isRunning ? 'pause' : 'resume'}`);
  isRunning = !isRunning;
}
/** A change that shows on the campaign's page, made by somebody else. */
const campaignIs = (page: Page, status: string, timeout: number) =>
  page.getByRole('main').getByText(status, { exact: true }).first().waitFor({ timeout });

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  person = await signIn(app);
  rehearsal = await Rehearsal.create(person, 'Watched by two');
  await rehearsal.import({ refuses: 2, 'no-answer': 4 });
  ({ page: here } = await openBrowser());
  ({ page: there, context: thereContext } = await openBrowser());
}, 120 * SECOND);
afterAll(async () => {
  await browser?.close();
  await app?.dispose();
});

describe.skipIf(!hasBrowser)('pages that live', () => {
  test('a campaign that is started in one browser runs in the other within two seconds, without a reload', async () => {
    const address = `/campaigns/${rehearsal.campaignId}`;
    await Promise.all([here.goto(address), there.goto(address)]);
    await Promise.all([says(here, 'Live'), says(there, 'Live')]);
    await there.evaluate(() => Object.assign(window, { isSamePage: true }));
    await here.getByRole('link', { name: 'Start' }).click();
    await here.getByRole('dialog').getByRole('button', { name: 'Start the rehearsal' }).click();
    await campaignIs(here, 'Running', 10 * SECOND);
    await campaignIs(there, 'Running', 2 * SECOND);
    await person.post(`/campaigns/${rehearsal.campaignId}/pause`);
    await Promise.all([campaignIs(here, 'Paused', 2 * SECOND), campaignIs(there, 'Paused', 2 * SECOND)]);
    expect(await there.evaluate(() => 'isSamePage' in window)).toBe(true);
  });

  test('what somebody else keeps about a lead shows within two seconds', async () => {
    const { id } = (await addLead('Nora')) as { id: string };
    await there.goto(`/leads/${id}`);
    await says(there, 'Live');
    await person.ask('PUT', `/leads/${id}`, { lastName: 'Renamed', tags: ['vip'] });
    await there.getByRole('heading', { level: 1, name: 'Nora Renamed' }).waitFor({ timeout: 2 * SECOND });
    await there
      .getByText('vip', { exact: true })
      .first()
      .waitFor({ timeout: 2 * SECOND });
  });

  test('new leads wait behind a button instead of moving the list', async () => {
    await there.goto(`/leads?campaign=${rehearsal.campaignId}`);
    await says(there, 'Live');
    const before = await there.getByRole('table', { name: 'Leads' }).locator('tbody tr').first().textContent();
    const count = await leadCount(there);
    await addLead('Newcomer');
    await happens();
    await there.getByRole('button', { name: '1 new' }).waitFor();
    expect(await leadCount(there)).toBe(count);
    expect(await there.getByRole('table', { name: 'Leads' }).locator('tbody tr').first().textContent()).toContain(before?.slice(0, 12));
    await there.getByRole('button', { name: '1 new' }).click();
    await there.getByRole('link', { name: 'Newcomer Later' }).waitFor();
    expect(await there.getByRole('button', { name: '1 new' }).count()).toBe(0);
  });

  test('paused, a page holds still; resumed, it catches up', async () => {
    await there.getByRole('button', { name: 'Pause updates' }).click();
    await says(there, 'Paused');
    await addLead('Unheard');
    await happens();
    await here.goto(`/leads?campaign=${rehearsal.campaignId}&q=Unheard`);
    await here.getByRole('link', { name: 'Unheard Later' }).waitFor();
    expect(await there.getByRole('button', { name: '1 new' }).count()).toBe(0);
    await there.getByRole('button', { name: 'Resume updates' }).click();
    await there.getByRole('button', { name: '1 new' }).click();
    await there.getByRole('link', { name: 'Unheard Later' }).waitFor();
    await says(there, 'Live');
  });

  test('the server gone, the page says so; the server back, it shows what happened meanwhile', async () => {
    await app.kill('web');
    await says(there, 'Reconnecting');
    await addLead('Missed');
    await app.start('web');
    await says(there, 'Live', 20 * SECOND);
    const news = there.getByRole('button', { name: '1 new' });
    await news
      .or(there.getByRole('link', { name: 'Missed Later' }))
      .first()
      .waitFor(); // a reading that was cut off starts the page anew
  }, 60_000);

  test('offline, a banner says what that means', async () => {
    await thereContext.setOffline(true);
    await there.getByText('You are offline.').waitFor();
    await thereContext.setOffline(false);
    await there.getByText('You are offline.').waitFor({ state: 'detached' });
    await says(there, 'Live', 20 * SECOND);
  });

  test('where streams do not get through, the page asks, and is still live', async () => {
    const { context, page } = await openBrowser();
    await context.route(/\/sse\?after=/, (route) => route.abort());
    await page.goto(`/leads?campaign=${rehearsal.campaignId}`);
    await says(page, 'Live', 20 * SECOND);
    await addLead('Asked');
    await happens();
    await page.getByRole('button', { name: '1 new' }).waitFor();
    await context.close();
  }, 60_000);

  test('a worker that stopped is said on top with its effect, and that it goes on', async () => {
    await app.kill('worker');
    await happens();
    const alert = there.getByRole('alert').filter({ hasText: 'Calls are not being placed.' });
    await alert.waitFor({ timeout: 30 * SECOND });
    expect(await alert.textContent()).toContain('Nothing is lost');
    await app.start('worker');
    await alert.waitFor({ state: 'detached', timeout: 30 * SECOND });
  }, 120_000);
});
