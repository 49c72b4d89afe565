import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { magicNumber } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';

const MINUTE = 60_000;
/** Twenty-six who book and say YES when they are asked: enough for a milestone, with one to spare. */
const LEADS = Array.from({ length: 26 }, (_, n) => `Lead,Number ${n + 1},${magicNumber('books-yes', n)},lead.${n + 1}@example.com`);
const FILE = ['first_name,last_name,phone,email', ...LEADS].join('\n');

let app: App;
let browser: Browser;
let page: Page;
/** Clicks, fields filled and files chosen, as a person would count them. */
let interactions = 0;
const click = async (role: 'link' | 'button' | 'tab', name: string | RegExp) => {
  interactions += 1;
  await page.getByRole(role, { name }).first().click();
};

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  page = await browser.newPage({ baseURL: app.urls.web, viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(30_000);
}, 2 * MINUTE);
afterAll(async () => {
  await browser?.close();
  await app?.dispose();
});

test.skipIf(!hasBrowser)(
  'a newcomer comes from the log-in to a paid milestone in at most 25 interactions',
  async () => {
    await page.goto('/');
    await click('button', 'Use the demo account');
    await click('link', 'Campaigns');
    await click('link', 'New campaign');
    interactions += 1;
    await page.getByLabel('Name', { exact: true }).fill('First steps');
    await click('button', 'Create and import leads');
    interactions += 1;
    await page.setInputFiles('input[type=file]', { name: 'leads.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
    await click('button', 'Check without importing');
    await page.getByText('26 will be dialled', { exact: false }).waitFor();
    await click('button', 'Import 26 leads');
    await click('link', 'Review and start');
    await click('button', 'Rehearse with 26 leads');
    await page.getByText('Running', { exact: true }).first().waitFor();

    await click('link', 'Appointments');
    const showed = page.getByRole('button', { name: / showed$/ }).first();
    await showed.waitFor({ timeout: 2 * MINUTE });
    interactions += 1;
    await showed.click();
    await page
      .getByText(/marked as shown/)
      .first()
      .waitFor();

    await click('link', 'Billing');
    const milestone = page.getByRole('link', { name: /^Milestone 1/ }).first();
    await milestone.waitFor({ timeout: 3 * MINUTE });
    interactions += 1;
    await milestone.click();
    await expect
      .poll(() => page.getByRole('table', { name: 'Shows of this milestone' }).locator('tbody tr').count(), { timeout: MINUTE })
      .toBe(25);
    await click('link', 'Its invoice');
    await page.getByText('Paid', { exact: true }).first().waitFor({ timeout: MINUTE });
    await page.getByText('$2,000.00').first().waitFor();
    expect(interactions).toBeLessThanOrEqual(25);
  },
  8 * MINUTE,
);
