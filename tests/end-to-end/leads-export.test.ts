import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser } from '#tests/support/browser.ts';
import { wrongsOf } from '#tests/support/page.ts';
import { type Desk, openDesk, scriptless } from './leads-desk.ts';

const MINUTE = 60_000;

let desk: Desk;
let page: Page;

beforeAll(async () => {
  if (!hasBrowser) return;
  desk = await openDesk();
  ({ page } = desk);
}, 2 * MINUTE);
afterAll(() => desk?.[Symbol.asyncDispose]());

/** The name of the file that a press brings, and what it holds. */
async function fileOf(where: Page, press: () => Promise<void>) {
  const [download] = await Promise.all([where.waitForEvent('download'), press()]);
  const text = Buffer.concat(await (await download.createReadStream()).toArray()).toString();
  return { name: download.suggestedFilename(), leads: JSON.parse(text) as Record<string, unknown>[] };
}

describe.skipIf(!hasBrowser)('a file of leads as JSON', () => {
  test('has what the filter and the columns show', async () => {
    await page.goto('/leads?q=hopper&columns=name.phone.tags');
    const { name, leads } = await fileOf(page, () => page.getByRole('link', { name: 'Export JSON' }).click());
    expect(name).toMatch(/^leads-\d{4}-\d\d-\d\d\.json$/);
    expect(leads).toEqual([{ id: expect.any(String), first_name: 'Grace', last_name: 'Hopper', phone: '+14155553001', tags: ['vip'] }]);
  });

  test('has the leads that were picked', async () => {
    await page.goto('/leads?tag=vip');
    await page.getByRole('checkbox', { name: 'Select Grace Hopper' }).check();
    const button = page.getByRole('button', { name: 'Export JSON' });
    await button.waitFor();
    expect(await wrongsOf(page)).toEqual([]);
    const { leads } = await fileOf(page, () => button.click());
    expect(leads.map((lead) => [lead.first_name, lead.tags])).toEqual([['Grace', ['vip']]]);
  });

  test('comes without a script too', async () => {
    await scriptless(desk, async (still) => {
      await still.goto('/leads?q=hopper');
      const { leads } = await fileOf(still, () => still.getByRole('link', { name: 'Export JSON' }).click());
      expect(leads.map((lead) => lead.last_name)).toEqual(['Hopper']);
    });
  });
});
