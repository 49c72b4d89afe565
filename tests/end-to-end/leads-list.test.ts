import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { wrongsOf } from '#tests/support/page.ts';
import { addLeads } from './leads-desk.ts';

const MINUTE = 60_000;

let app: App;
let sql: pg.Client;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let campaignId: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp({ without: ['worker', 'sandbox'] }), launchBrowser()]);
  campaignId = await addLeads(app, { count: 60, known: 5, firstPhone: 2000 });
  sql = new pg.Client({ connectionString: app.database.superuserUrl });
  await sql.connect();
  context = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto('/login?next=%2Fleads');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor();
}, 2 * MINUTE);
afterAll(async () => {
  await sql?.end();
  await browser?.close();
  await app?.dispose();
});

const rows = (where: Page = page) => where.getByRole('table', { name: 'Leads' }).locator('tbody tr');
const names = (where: Page = page) => rows(where).locator('a.row-link').allTextContents();
const seesNothingWrong = () => wrongsOf(page);

describe.skipIf(!hasBrowser)('somebody works with a list of leads', () => {
  test('a number is found however it is written, a name by its beginning, and the address keeps the search', async () => {
    await page.getByRole('main').getByRole('searchbox').fill('(415) 555-2001');
    await page.waitForURL('**/leads?q=*');
    await expect.poll(() => names()).toEqual(['Grace Hopper']);
    await page.getByRole('main').getByRole('searchbox').fill('tur al');
    await expect.poll(() => names()).toEqual(['Alan Turing']);
    await page.reload();
    expect(await names()).toEqual(['Alan Turing']);
    await page.getByRole('link', { name: /Search “tur al”/ }).click();
    await expect.poll(() => rows().count()).toBe(50);
  });

  test('a title sorts and says so; pages lead forth and back', async () => {
    await page.goto('/leads?size=25');
    await page.getByRole('link', { name: 'Lead', exact: true }).click();
    await page.locator('th[aria-sort=ascending]').waitFor();
    expect((await names())[0]).toBe('Joan Clarke');
    await page.getByRole('link', { name: 'Next', exact: true }).click();
    await page.waitForURL('**after=*');
    await expect.poll(async () => (await names())[0]).toBe('Lead Number27');
    await page.getByRole('link', { name: 'Previous' }).click();
    await expect.poll(async () => (await names())[0]).toBe('Joan Clarke');
    expect(await page.getByText('25 of 60 leads').count()).toBe(1);
  });

  test('nobody found says which part of the filter to drop, and what that brings', async () => {
    await page.goto('/leads?q=hopper&status=booked');
    await page.getByRole('link', { name: 'Drop “Status is Booked”: 1' }).click();
    await expect.poll(() => names()).toEqual(['Grace Hopper']);
  });

  test('keys pick rows, a selection outlives paging, and a tag is put on and taken back', async () => {
    await page.goto('/leads?size=25&sort=name.asc');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('1 lead selected').waitFor();
    await page.getByRole('link', { name: 'Next', exact: true }).click();
    await page.waitForURL('**after=*');
    await expect.poll(async () => (await names())[0]).toBe('Lead Number27');
    await page.getByRole('checkbox', { name: 'Select Lead Number27' }).check();
    await page.getByText('2 leads selected').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Tag 2 leads' }).waitFor();
    await page.getByLabel('Tag').fill('vip');
    await page.getByRole('button', { name: 'Tag 2 leads' }).click();
    await page.getByText('2 of 2 leads gone through.').waitFor();
    await page.goto('/leads?tag=vip&sort=name.asc');
    expect(await names()).toEqual(['Grace Hopper', 'Lead Number27']);
    await page.goBack();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { level: 1, name: 'Tag “vip” removed from 2 leads' }).waitFor();
    await page.getByText('2 of 2 leads gone through.').waitFor();
    await page.goto('/leads?tag=vip');
    await page.getByText('No lead matches').waitFor();
  });

  test('leads picked in a list are given to one person, whose leads they then are', async () => {
    await page.goto('/leads?q=hopper');
    await page.getByRole('checkbox', { name: 'Select Grace Hopper' }).check();
    await page.getByRole('button', { name: 'Assign', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Who looks after 1 lead?' }).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByLabel('Owner').selectOption({ label: 'Dana Demo' });
    await page.getByRole('button', { name: 'Assign 1 lead' }).click();
    await page.getByText('1 of 1 lead gone through. Their owner: Dana Demo.').waitFor();
    await page.goto('/leads?q=hopper&columns=name.owner');
    await page.getByRole('cell', { name: 'Dana Demo' }).waitFor();
  });

  test('all that match are meant beyond the page, asked about by their number, and barred', async () => {
    await page.goto('/leads?size=25&q=number');
    await page.getByRole('checkbox', { name: 'Select this page' }).check();
    await page.getByRole('button', { name: 'Select all 55 matching' }).click();
    await page.getByRole('button', { name: 'Do not call' }).click();
    await page.getByRole('heading', { level: 1, name: 'Never call 55 leads again?' }).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('button', { name: 'Do not call 55 leads' }).click();
    await page.getByText('55 of 55 leads gone through.').waitFor({ timeout: MINUTE });
    await page.goto('/leads?status=dnc');
    expect(await page.getByText('50 of 55 leads').count()).toBe(1);
  });

  test('a file has what the filter shows', async () => {
    await page.goto('/leads?q=clarke');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()]);
    const file = Buffer.concat(await (await download.createReadStream()).toArray()).toString();
    expect(file.split('\r\n').map((line) => line.split(',').slice(1, 4))).toEqual([
      ['"first_name"', '"last_name"', '"phone"'],
      ['"Joan"', '"Clarke"', `"'+14155552003"`],
      [],
    ]);
  });

  test('a lead is edited; what cannot be is said at its field and nothing typed is lost', async () => {
    await page.goto('/leads?q=clarke');
    await page.getByRole('link', { name: 'Joan Clarke' }).click();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('E-mail').fill('joan at example');
    await page.getByLabel('Company').fill('Hut 8');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('An address like name@example.com').waitFor();
    expect(await page.getByLabel('Company').inputValue()).toBe('Hut 8');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('email');
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByLabel('E-mail').fill('joan@example.com');
    await page.getByLabel('New field').fill('Machine');
    await page.getByLabel('Its value').fill('Bombe');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Results' }).getByText('The lead is saved.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Joan Clarke', exact: true }).waitFor();
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByLabel('Machine').fill('');
    await page.getByRole('button', { name: 'Another field' }).click();
    await page.getByLabel('New field').last().fill('Hut');
    await page.getByLabel('Its value').last().fill('8');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { level: 1, name: 'Joan Clarke', exact: true }).waitFor();
    expect((await page.getByRole('main').locator('dl').allTextContents()).join()).toMatch(/Hut8$/);
    await page.goto('/leads?q=hut%208');
    expect(await names()).toEqual(['Joan Clarke']);
  });

  test('one lead is added to a campaign; a number that is there or barred is said at its field, and nothing typed is lost', async () => {
    await page.goto(`/campaigns/${campaignId}/leads`);
    await page.getByRole('link', { name: 'Add lead' }).click();
    await page.getByRole('heading', { level: 1, name: 'Add a lead' }).waitFor();
    expect(await page.getByLabel('Campaign').inputValue()).toBe(campaignId);
    const add = async (phone: string) => {
      await page.getByLabel('Phone').fill(phone);
      await page.getByRole('button', { name: 'Add lead' }).click();
    };
    const saysAtPhone = (text: string) => page.locator('form').getByText(text).last().waitFor();
    await page.getByLabel('Last name').fill('Johnson');
    await page.getByLabel('New field').fill('Roof');
    await page.getByLabel('Its value').fill('slate');
    await page.getByLabel('Where it was given').fill('Form on our website');
    await add('(415) 555-2001');
    await saysAtPhone('The day on which consent was given: today or earlier.');
    await page.getByLabel('Consent given on').fill('2026-03-04');
    await add('(415) 555-2001');
    await saysAtPhone('This number is in the campaign already.');
    await page.getByRole('link', { name: 'See the lead with this number' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('phone');
    expect(await seesNothingWrong()).toEqual([]);
    await sql.query(`UPDATE dnc_entry SET phone = '+14155559001' WHERE phone = '+14155552010'`);
    await add('(415) 555-9001');
    await saysAtPhone('This number is on the do-not-call list and must not be contacted.');
    expect(await page.getByLabel('Last name').inputValue()).toBe('Johnson');
    await add('(415) 555-9002');
    await page.getByRole('region', { name: 'Results' }).getByText('The lead is added.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Johnson' }).waitFor();
    await page.waitForURL((url) => url.search === '');
    const facts = await page.getByRole('main').locator('dl').allTextContents();
    expect(facts.join()).toMatch(/Form on our website.*Roofslate/);
  });

  test('the filters stay where they are when the list can be saved as a view', async () => {
    const top = async () => (await page.getByRole('main').getByRole('search').boundingBox())?.y;
    await page.goto('/leads');
    const before = await top();
    await page.goto('/leads?tag=nobody');
    await page.getByRole('link', { name: 'Save view' }).waitFor();
    expect(await top()).toBe(before);
  });

  test('what was with a lead that is days ahead is told by its own clock', async () => {
    await sql.query(
      `UPDATE lead SET clock_offset = 432000000, last_contacted_at = now() + interval '5 days' - interval '3 minutes' WHERE last_name = 'Turing'`,
    );
    await page.goto('/leads?q=tur+al');
    expect(await rows().first().textContent()).toContain('3 min ago');
  });

  test('new bookings wait behind a button instead of moving the list', async () => {
    const book = (days: number) =>
      sql.query(
        `WITH a AS (
           INSERT INTO appointment (id, client_id, campaign_id, mode, timezone, start_at, end_at, verify_due_at, booked_at, updated_at)
           SELECT gen_random_uuid(), client_id, id, mode, 'America/New_York', now() + make_interval(days => $1), now() + make_interval(days => $1, mins => 30), now() + make_interval(days => $1 + 2), now(), now()
           FROM campaign WHERE id = $2 RETURNING client_id, mode, id)
         INSERT INTO outbox_event (client_id, mode, aggregate_type, aggregate_id, type, payload, published_at)
         SELECT client_id, mode, 'appointment', id, 'appointment.booked', '{}', now() FROM a`,
        [days, campaignId],
      );
    await book(9);
    await page.goto('/appointments?view=all');
    const booked = page.getByRole('main').getByRole('table').locator('tbody tr');
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
    expect(await booked.count()).toBe(1);
    await book(8);
    await page.getByRole('button', { name: '1 new' }).click();
    await expect.poll(() => booked.count()).toBe(2);
  });

  test('on a phone the current part of a campaign is in view', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/campaigns/${campaignId}/settings`);
    const current = page.getByRole('main').getByRole('navigation').locator('a[aria-current=page]').first();
    await expect
      .poll(async () => {
        const box = await current.boundingBox();
        return box !== null && box.x >= 0 && box.x + box.width <= 390;
      })
      .toBe(true);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('without a script leads are checked, acted on and asked about', async () => {
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
    await plain.addCookies(await context.cookies());
    const still = await plain.newPage();
    await still.goto('/leads?q=perlman');
    await still.getByRole('checkbox', { name: 'Select Radia Perlman' }).check();
    await still.getByRole('button', { name: 'Delete' }).click();
    await still.getByRole('heading', { level: 1, name: 'Delete 1 lead?' }).waitFor();
    await still.getByRole('button', { name: 'Delete 1 lead' }).click();
    await expect
      .poll(async () => {
        await still.reload();
        return still.getByText('1 of 1 lead gone through.').count();
      })
      .toBe(1);
    await still.goto('/leads?q=perlman');
    await still.getByText('No lead matches').waitFor();
    await plain.close();
  });

  test.each([
    ['light', 1280],
    ['dark', 390],
  ])('nothing is wrong in the %s theme at %i pixels, nor scrolls sideways', async (theme, width) => {
    await context.addCookies([{ name: 'theme', value: theme, url: app.urls.web }]);
    await page.setViewportSize({ width, height: 844 });
    const found: string[] = [];
    for (const path of ['/leads', '/leads?q=nobody-at-all', '/leads/bulk']) {
      await page.goto(path);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (overflow > 0) found.push(`${path} scrolls sideways by ${overflow}`);
      found.push(...(await seesNothingWrong()).map((text) => `${path}: ${text}`));
    }
    expect(found).toEqual([]);
  });
});
