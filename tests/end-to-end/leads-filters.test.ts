import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser } from '#tests/support/browser.ts';
import { wrongsOf } from '#tests/support/page.ts';
import { type Desk, openDesk, scriptless } from './leads-desk.ts';

let desk: Desk;
let page: Page;

beforeAll(async () => {
  if (!hasBrowser) return;
  desk = await openDesk();
  ({ page } = desk);
}, 120_000);
afterAll(() => desk?.[Symbol.asyncDispose]());

const names = () => page.getByRole('table', { name: 'Leads' }).locator('tbody a.row-link').allTextContents();
const filters = () => page.getByRole('main').getByRole('search');

describe.skipIf(!hasBrowser)('several values of a filter', () => {
  test('several statuses of one address stay, and are dropped one by one', async () => {
    await page.goto('/leads?status=new&status=booked');
    const chips = page.getByRole('list', { name: 'Active filters' }).getByRole('link', { name: /Status is/ });
    expect(await chips.count()).toBe(2);
    await page.getByRole('main').getByRole('searchbox').fill('tur al');
    await page.waitForURL((url) => url.searchParams.has('q'));
    expect(new URL(page.url()).searchParams.getAll('status')).toEqual(['new', 'booked']);
    await expect.poll(() => names()).toEqual(['Alan Turing']);
    await chips.filter({ hasText: 'Booked' }).click();
    await page.waitForURL((url) => url.searchParams.getAll('status').join() === 'new');
    await expect.poll(() => names()).toEqual(['Alan Turing']);
  });

  test('a second status is chosen beside the first, with and without a script; “Any status” drops both', async () => {
    await page.goto('/leads');
    expect(await filters().getByLabel('Or another status').count()).toBe(0);
    await filters().getByLabel('Status', { exact: true }).selectOption('New');
    await filters().getByLabel('Or another status').selectOption('Booked');
    const statuses = () => new URL(page.url()).searchParams.getAll('status');
    await expect.poll(statuses).toEqual(['new', 'booked']);
    expect(await wrongsOf(page)).toEqual([]);
    await filters().getByLabel('Status', { exact: true }).selectOption('Any status');
    await expect.poll(statuses).toEqual([]);
    await scriptless(desk, async (still) => {
      await still.goto('/leads?status=new');
      await still.getByLabel('Or another status').selectOption('Booked');
      await still.getByRole('button', { name: 'Apply' }).click();
      const links = still.getByRole('list', { name: 'Active filters' }).getByRole('link', { name: /Status is/ });
      expect((await links.allTextContents()).map((text) => text.replace(/ ?Drop this filter/, ''))).toEqual([
        'Status is New',
        'Status is Booked',
      ]);
    });
  });
});
