import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { magicNumber } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { type Person, signIn } from './person.ts';

const SECOND = 1_000;

let app: App;
let browser: Browser;
let person: Person;
let campaignId = '';
let here: Page;
let there: Page;
let thereContext: BrowserContext;

const openBrowser = async () => {
  const context = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15 * SECOND);
  await page.goto('/login');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await page.waitForURL(`${app.urls.web}/`);
  return { context, page };
};
const isLive = (page: Page) => page.getByRole('status').getByText('Live', { exact: true }).waitFor();
const addLead = (name: string) =>
  person.post('/leads', { campaignId, firstName: name, lastName: 'Live', phone: magicNumber('books-yes') });

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  person = await signIn(app);
  const campaigns = await person.get<{ data: { id: string }[] }>('/campaigns?limit=1');
  campaignId = campaigns.data[0]?.id ?? '';
  ({ page: here } = await openBrowser());
  ({ page: there, context: thereContext } = await openBrowser());
}, 120 * SECOND);
afterAll(async () => {
  await browser?.close();
  await app?.dispose();
});

describe.skipIf(!hasBrowser)('pages that live', () => {
  test('a campaign that is started in one browser runs in the other within two seconds, without a reload', async () => {
    await person.post('/leads', { campaignId, firstName: 'Ada', lastName: 'Live', phone: magicNumber('refuses') }).catch(() => undefined);
    await Promise.all([here.goto(`/campaigns/${campaignId}`), there.goto(`/campaigns/${campaignId}`)]);
    await Promise.all([isLive(here), isLive(there)]);
    await there.evaluate(() => Object.assign(window, { isSamePage: true }));
  });
});
