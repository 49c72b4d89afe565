import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { magicNumber } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { watch, wrongsOf } from '#tests/support/page.ts';

const MINUTE = 60_000;
const FILE = [
  'Vorname,Nachname,Mobile,E-mail',
  `Grace,Hopper,${magicNumber('no-answer')},grace@example.com`,
  `Grace again,Hopper,${magicNumber('no-answer')},grace@example.com`,
  `Brian,Kernighan,${magicNumber('voicemail')},brian@example`,
  'Nobody,Atall,12,nobody@example.com',
].join('\n');
const OWN_COLUMNS = ['Roof area', 'Insurer', 'Last visit', 'Referred by', 'Preferred product', 'Remarks of the office'];
const WIDE_FILE = [
  ['phone', 'name', 'email', 'company', ...OWN_COLUMNS].join(),
  ...Array.from({ length: 12 }, (_, i) =>
    [
      `+1415555${2000 + i}`,
      'Grace Hopper',
      'grace@example.com',
      'Harbour Roofing',
      ...OWN_COLUMNS.map((name) => `${name} of row ${i}`),
    ].join(),
  ),
].join('\n');
const SECOND_FILE = `phone,first_name\n${magicNumber('refuses')},Joan\n`;

let app: App;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let campaign = '';
/** Clicks and fields filled, as a person would count them. */
let interactions = 0;
const complaints: string[] = [];

const click = async (role: 'link' | 'button' | 'tab', name: string | RegExp) => {
  interactions += 1;
  await page.getByRole(role, { name }).first().click();
};
const fill = async (label: string, text: string) => {
  interactions += 1;
  await page.getByLabel(label, { exact: true }).fill(text);
};
const choose = async (name: string, text: string) => {
  interactions += 1;
  await page.setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });
};
const isOn = (path: RegExp) => page.waitForURL((url) => path.test(url.pathname));
const seesNothingWrong = () => wrongsOf(page);

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  context = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  watch(page, complaints);
}, 2 * MINUTE);
afterAll(async () => {
  await browser?.close();
  await app?.dispose();
});

describe.skipIf(!hasBrowser)('a newcomer sets a campaign up', () => {
  test('from the log-in to the review in nine interactions, with a sentence about the file', async () => {
    await page.goto('/campaigns');
    await click('button', 'Use the demo account');
    await click('link', 'New campaign');
    await fill('Name', 'Gutter checks');
    expect(await seesNothingWrong()).toEqual([]);
    await click('button', 'Create and import leads');
    await isOn(/\/import$/);
    await choose('leads.csv', FILE);
    interactions += 1;
    const read = page.getByRole('table', { name: 'First rows as they will be read' });
    await read.getByRole('columnheader', { name: 'Vorname' }).waitFor();
    await page.getByLabel('Column Vorname becomes').selectOption('first_name');
    await read.getByRole('columnheader', { name: 'First name' }).waitFor();
    await read.getByRole('row', { name: /^2 Grace \(\d{3}\) \d{3}-\d{4} grace@example\.com Hopper$/ }).waitFor();
    await read
      .getByRole('row', { name: /^4 Brian .+ brian@example This is not an e-mail address; the lead has none Kernighan$/ })
      .waitFor();
    await read.getByRole('row', { name: '5 Not imported. This is not a possible phone number: 12' }).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await click('button', 'Check without importing');
    await page.getByText('2 will be dialled', { exact: false }).waitFor();
    const sentence = page.locator('p', { hasText: 'will be dialled' });
    expect(await sentence.textContent()).toBe(
      '2 will be dialled; 1 duplicate; 1 invalid; 1 with a detail that could not be read: see them.',
    );
    await page.getByText('Checked', { exact: true }).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await sentence.getByRole('link', { name: '1 duplicate' }).click();
    await page.getByRole('heading', { name: 'Duplicate rows' }).waitFor();
    const rows = page.getByRole('table', { name: 'Refused rows' }).locator('tbody tr');
    expect(await rows.count()).toBe(1);
    await sentence.getByRole('link', { name: 'see them' }).click();
    await page.getByRole('heading', { name: 'Rows refused, or changed' }).waitFor();
    expect(await rows.count()).toBe(3);
    await click('button', 'Import 2 leads');
    await page.getByText('2 are there to be dialled', { exact: false }).waitFor();
    await click('link', 'Review and start');
    await page.getByRole('heading', { level: 1, name: 'Review “Gutter checks”' }).waitFor();
    campaign = new URL(page.url()).pathname.replace('/review', '');
    expect(interactions).toBe(9);
  });

  test('a text is changed with a preview; what it lacks is said at its field, and it can be taken back', async () => {
    await page.getByRole('link', { name: 'Change Reminder two hours before, text' }).click();
    await isOn(/reminder_2h\.sms$/);
    expect(await seesNothingWrong()).toEqual([]);
    const preview = page.getByRole('region', { name: 'Preview' });
    await page.getByLabel('Text', { exact: true }).fill('Soon, {{first_name}}: {{nothing}}');
    await preview.getByText(/^Soon, (Grace|Brian):/).waitFor();
    const says = await page.locator('[id$="-error"]').textContent();
    expect(says).toContain('There is no variable “nothing”.');
    expect(says).toContain('Keep {{reference}}');
    await page.getByRole('button', { name: 'Save the text' }).click();
    await page.getByText('The text was not saved').waitFor();
    await page
      .getByLabel('Text', { exact: true })
      .fill('Soon, {{first_name}}, {{starts_in}} left. Ref {{reference}}. Reply STOP to opt out.');
    await preview.getByText(/^Soon, (Grace|Brian), 2 hours left\. Ref A7K2QX\. Reply STOP to opt out\.$/).waitFor();
    await preview.getByText('61 characters, 1 SMS part.').waitFor();
    await page.getByRole('button', { name: 'Save the text' }).click();
    await isOn(/\/review$/);
    await page.getByText('Own text').waitFor();
    await page.goto(`${campaign}/messages/texts/reminder_2h.sms`);
    await page.getByRole('button', { name: 'Use the standard text again' }).click();
    await isOn(/\/messages\/texts$/);
    expect(await page.getByText('Own text').count()).toBe(0);
    expect(await seesNothingWrong()).toEqual([]);
  });

  test('hours are refused at their day, kept as typed, and saved when they are right', async () => {
    await page.goto(`${campaign}/settings`);
    await page.getByLabel('Monday from', { exact: true }).fill('07:00');
    await page.getByRole('button', { name: 'Another window on Tuesday' }).click();
    await page.getByLabel('Tuesday from, window 2').fill('19:00');
    await page.getByLabel('Tuesday to, window 2').fill('20:30');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Monday: Nobody may be called before 08:00 or after 21:00.').waitFor();
    await page.getByText('Tuesday: Windows stand in order and do not overlap.').waitFor();
    expect(await page.getByLabel('Monday from', { exact: true }).inputValue()).toBe('07:00');
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByLabel('Monday from', { exact: true }).fill('08:00');
    await page.getByLabel('Tuesday to', { exact: true }).fill('12:00');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('region', { name: 'Results' }).getByText('The settings are saved.').waitFor();
  });

  test('the review starts it; a change is counted before it is applied', async () => {
    await page.goto(`${campaign}/review`);
    expect(await seesNothingWrong()).toEqual([]);
    await click('button', 'Rehearse with 2 leads');
    await page.getByText('Running', { exact: true }).first().waitFor();
    expect(interactions).toBe(10);
    await page.goto(`${campaign}/settings`);
    await page.getByLabel('Attempts without an answer').fill('5');
    await page.getByLabel('Calls at the same time').fill('4');
    await page.getByRole('button', { name: 'See what this changes' }).click();
    await page.getByText('Leads still being called get up to 5 attempts, instead of 3.').waitFor();
    await page.getByText('At most 4 calls at the same time from now on, instead of 10.').waitFor();
    await page.getByText('What was sent stays sent.').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('button', { name: 'Apply the change' }).click();
    await page.getByRole('region', { name: 'Results' }).getByText('The settings are saved.').waitFor();
    expect(await page.getByLabel('Attempts without an answer').inputValue()).toBe('5');
  });

  test('on a phone the first rows of a wide file are cards, and the page does not scroll sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${campaign}/import`);
    await choose('wide.csv', WIDE_FILE);
    await page.getByRole('heading', { name: 'The first 10 rows as they will be read' }).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
    expect(await seesNothingWrong()).toEqual([]);
  });

  test('an import into a paused campaign is taken back, and the page says what went', async () => {
    await page.goto(campaign);
    await page.getByRole('link', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    const results = page.getByRole('region', { name: 'Results' });
    await results.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Running', { exact: true }).first().waitFor();
    await results.getByText('The campaign goes on where its leads stopped.').waitFor();
    await results.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await page.goto(`${campaign}/import`);
    await page.setInputFiles('input[type=file]', { name: 'more.csv', mimeType: 'text/csv', buffer: Buffer.from(SECOND_FILE) });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('link', { name: 'Undo this import' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove 1 lead again?' });
    await dialog.getByRole('button', { name: 'Remove 1 lead' }).click();
    await page.getByText('This import was taken back: 1 lead removed').waitFor();
    await page.goto(`${campaign}/imports`);
    await page.getByText('taken back, 1 lead removed').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
  });

  test('without a script the same forms work', async () => {
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false, storageState: await context.storageState() });
    const still = await plain.newPage();
    await still.goto('/campaigns/new');
    await still.getByLabel('Name', { exact: true }).fill('Without a script');
    await still.getByLabel('Wednesday from, window 2').fill('20:15');
    await still.getByLabel('Wednesday to, window 2').fill('20:45');
    await still.getByLabel('Sunday', { exact: true }).check();
    await still.getByLabel('Sunday to', { exact: true }).fill('22:00');
    await still.getByRole('button', { name: 'Create and import leads' }).click();
    await still.getByText('Sunday: Nobody may be called before 08:00 or after 21:00.').waitFor();
    expect(await still.getByLabel('Wednesday to, window 2').inputValue()).toBe('20:45');
    await still.getByLabel('Sunday to', { exact: true }).fill('18:00');
    await still.getByRole('button', { name: 'Create and import leads' }).click();
    await still.getByRole('heading', { level: 1, name: 'Without a script' }).waitFor();
    const made = new URL(still.url()).pathname.replace('/import', '');
    await still.goto(`${made}/settings`);
    expect(await still.getByLabel('Wednesday to, window 2').inputValue()).toBe('20:45');
    await still.goto(`${made}/messages/texts/booking_link.sms`);
    await still.getByLabel('Text', { exact: true }).fill('Book: {{booking_link}}');
    await still.getByRole('button', { name: 'Preview' }).click();
    await still.getByText(/^Book: http/).waitFor();
    await plain.close();
  });

  test(
    'on a phone in the dark nothing is wrong either',
    async () => {
      await context.addCookies([{ name: 'theme', value: 'dark', url: app.urls.web }]);
      await page.setViewportSize({ width: 390, height: 844 });
      const found: string[] = [];
      for (const path of [
        '/campaigns/new',
        '/campaigns',
        ...['', '/settings', '/import', '/messages/texts', '/messages/texts/attendance_check.email'].map((part) => campaign + part),
      ]) {
        await page.goto(path);
        found.push(...(await seesNothingWrong()).map((text) => `${path}: ${text}`));
      }
      expect(found).toEqual([]);
    },
    2 * MINUTE,
  );

  test('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
});
