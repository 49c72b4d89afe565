import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { watch, wrongsOf } from '#tests/support/page.ts';
import { type Person, signIn } from './person.ts';

const MINUTE = 60_000;

let app: App;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let person: Person;
/** A draft of this file's own, without leads. */
let draft: { id: string; name: string };
const complaints: string[] = [];

const seesNothingWrong = () => wrongsOf(page);
const said = (text: string) => page.getByRole('region', { name: 'Results' }).getByText(text).waitFor();
const deed = async (campaign: string, name: string) => {
  await page.getByRole('button', { name: `More for ${campaign}`, exact: true }).click();
  await page.getByRole('menuitem', { name }).click();
};
/** The same pages for somebody whose browser runs no script. */
const withoutScript = async (work: (still: Page) => Promise<void>) => {
  const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false, storageState: await context.storageState() });
  try {
    await work(await plain.newPage());
  } finally {
    await plain.close();
  }
};

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  person = await signIn(app);
  draft = await person.post('/campaigns', { name: 'Autumn gutters', mode: 'rehearsal', maxAttempts: 5 });
  context = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  watch(page, complaints);
  await page.goto('/campaigns');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Campaigns' }).waitFor();
}, 2 * MINUTE);
afterAll(async () => {
  await browser?.close();
  await app?.dispose();
});

describe.skipIf(!hasBrowser)('campaigns in a list', () => {
  test('a card’s menu says what is possible, and why the rest is not', async () => {
    await page.getByRole('button', { name: 'More for Autumn gutters', exact: true }).click();
    const items = page.getByRole('menuitem');
    await items.first().waitFor();
    expect(await items.allInnerTexts()).toEqual(['Start\nImport leads first.', 'Clone…', 'Archive…', 'Delete…']);
    expect(await items.first().getAttribute('aria-disabled')).toBe('true');
    expect(await seesNothingWrong()).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('a clone from the card asks for a name and opens the copy’s settings, which are the original’s', async () => {
    await deed('Autumn gutters', 'Clone…');
    const dialog = page.getByRole('dialog', { name: 'Clone “Autumn gutters”?' });
    await dialog.waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    expect(await dialog.getByLabel('Name of the copy').inputValue()).toBe('Autumn gutters (copy)');
    await dialog.getByRole('button', { name: 'Make the copy' }).click();
    await page.getByRole('heading', { level: 1, name: 'Autumn gutters (copy)' }).waitFor();
    await said('The copy is a draft of its own. Import leads when its settings are right.');
    expect(await page.getByLabel('Attempts without an answer').inputValue()).toBe('5');
  });

  test('an unused draft is deleted after a question, and the list says so', async () => {
    await page.goto('/campaigns?status=draft');
    await deed('Autumn gutters (copy)', 'Delete…');
    const dialog = page.getByRole('dialog', { name: 'Delete the draft “Autumn gutters (copy)”?' });
    await dialog.getByRole('button', { name: 'Delete the draft' }).click();
    await said('The draft is deleted.');
    expect(new URL(page.url()).pathname).toBe('/campaigns');
    expect(await page.getByRole('link', { name: 'Autumn gutters (copy)' }).count()).toBe(0);
    expect((await person.ask('GET', `/campaigns/${draft.id}`)).status).toBe(200);
  });

  test('the list stays a list without being asked again; an address says otherwise for once', async () => {
    await page.goto('/campaigns?status=draft');
    await page.getByRole('button', { name: 'As a list' }).click();
    await page.getByRole('table', { name: 'Campaigns' }).waitFor();
    expect(new URL(page.url()).search).toBe('?status=draft');
    await page.goto('/campaigns');
    await page.getByRole('table', { name: 'Campaigns' }).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.goto('/campaigns?view=cards');
    expect(await page.getByRole('table', { name: 'Campaigns' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'As cards' }).getAttribute('aria-pressed')).toBe('true');
  });

  test('without a script the toggle, a clone and an archive work as well', () =>
    withoutScript(async (still) => {
      await still.goto('/campaigns');
      await still.getByRole('button', { name: 'As cards' }).click();
      expect(await still.getByRole('table', { name: 'Campaigns' }).count()).toBe(0);
      await still.goto(`/campaigns/${draft.id}`);
      await still.getByRole('link', { name: 'Clone…' }).click();
      await still.getByLabel('Name of the copy').fill('Winter gutters');
      await still.getByRole('button', { name: 'Make the copy' }).click();
      await still.getByRole('heading', { level: 1, name: 'Winter gutters' }).waitFor();
      await still.goto(new URL(still.url()).pathname.replace('/settings', ''));
      await still.getByRole('link', { name: 'Archive…' }).click();
      await still.getByRole('button', { name: 'Archive', exact: true }).click();
      await still.getByText('Archived', { exact: true }).first().waitFor();
    }));
});

describe.skipIf(!hasBrowser)('the bell', () => {
  const bell = (unseen: string) =>
    page.getByRole('link', { name: unseen ? `Notifications, ${unseen} unseen` : 'Notifications', exact: true });
  const importOne = (phone: string) =>
    person.post('/leads/import', { campaignId: draft.id, leads: [{ first_name: 'Grace', last_name: 'Hopper', phone }] });

  test('counts what was not seen; its page says it under its day with the way there, and has seen it', async () => {
    await importOne('+14155550121');
    await page.goto('/campaigns');
    await bell('1').click();
    await page.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Today' }).waitFor();
    const entry = page.getByRole('listitem').filter({ hasText: 'is imported' });
    expect(await entry.getByText('1 lead added to “Autumn gutters”.').count()).toBe(1);
    expect(await entry.getByText('New', { exact: true }).count()).toBe(1);
    await bell('').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await entry.getByRole('link').click();
    await page.waitForURL(/\/imports\/[0-9a-f-]+$/);
    await page.goto('/notifications');
    await page.getByRole('heading', { level: 2, name: 'Today' }).waitFor();
    expect(await page.getByText('New', { exact: true }).count()).toBe(0);
  });

  test('learns of news while a page stays open', async () => {
    await page.goto('/billing');
    await bell('').waitFor();
    await importOne('+14155550122');
    await bell('1').waitFor({ timeout: 20_000 });
  });

  test('without a script it is a link, and a button marks all as seen', () =>
    withoutScript(async (still) => {
      await still.goto('/campaigns');
      await still.getByRole('link', { name: 'Notifications', exact: true }).click();
      expect(await still.getByText('New', { exact: true }).count()).toBe(1);
      await still.getByRole('button', { name: 'Mark all as seen' }).click();
      await still.getByRole('heading', { level: 1, name: 'Notifications' }).waitFor();
      expect(await still.getByText('New', { exact: true }).count()).toBe(0);
    }));

  test('on a phone in the dark the top bar has room for it', async () => {
    await context.addCookies([{ name: 'theme', value: 'dark', url: app.urls.web }]);
    await page.setViewportSize({ width: 390, height: 844 });
    const found: string[] = [];
    for (const path of ['/notifications', '/campaigns', '/campaigns?view=list']) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      found.push(...(await seesNothingWrong()).map((text) => `${path}: ${text}`));
    }
    expect(found).toEqual([]);
    await context.addCookies([{ name: 'theme', value: 'light', url: app.urls.web }]);
    await page.setViewportSize({ width: 1280, height: 900 });
  });
});

describe.skipIf(!hasBrowser)('the review of a new campaign', () => {
  test('estimates calls, cost and the last call, says what it assumes, and leads to those who are not called', async () => {
    await page.goto(`/campaigns/${draft.id}/review`);
    await page.getByRole('heading', { level: 2, name: 'What it will come to' }).waitFor();
    const figure = (name: string) => page.locator('div', { has: page.locator(`dt:text-is("${name}")`) }).last();
    // Two leads and up to five attempts, three of ten calls answered: 2 × (1 + .7 + .49 + .343 + .2401) = 5.5 calls of 27 s.
    expect(await figure('Calls').innerText()).toMatch(/\n6\s+2 of them answered/);
    expect(await figure('Cost of calls').innerText()).toMatch(/\n\$0\.54\s+3 minutes, in the rehearsal books; nobody pays/);
    await page.getByText('What this assumes').click();
    await page
      .getByText('30% of calls are answered and a call lasts 27 s on average, assumed, as too few calls were placed before.')
      .waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await person.post('/leads/import', { campaignId: draft.id, leads: [{ first_name: 'Nobody', phone: '12' }] });
    await page.getByRole('link', { name: '1 row that could not be read: not imported' }).click();
    await page.waitForURL(/\/imports\/[0-9a-f-]+\?group=invalid#rows$/);
    await page.getByRole('table', { name: 'Refused rows' }).waitFor();
  });
});

describe.skipIf(!hasBrowser)('a check of a file', () => {
  test('says that it checks, and nobody says that leads are being imported', async () => {
    const sql = new pg.Client({ connectionString: app.database.superuserUrl });
    await sql.connect();
    try {
      const { rows } = await sql.query<{ id: string }>(
        `INSERT INTO import_job (client_id, campaign_id, file_name, status, dry_run, total_rows, processed_rows)
         SELECT client_id, id, 'large.csv', 'running', true, 100, 40 FROM campaign WHERE id = $1 RETURNING id`,
        [draft.id],
      );
      await page.goto(`/campaigns/${draft.id}/imports/${rows[0]?.id}`);
      await page.getByText('Checking', { exact: true }).waitFor();
      await page.getByText('40 of 100 rows. You may leave this page; the check goes on.').waitFor();
      expect(await page.getByText('Leads are being imported').count()).toBe(0);
      expect(await seesNothingWrong()).toEqual([]);
      await page.goto(`/campaigns/${draft.id}/imports`);
      await page.getByRole('row', { name: /^large\.csv checked only Checking/ }).waitFor();
      await sql.query('DELETE FROM import_job WHERE id = $1', [rows[0]?.id]);
    } finally {
      await sql.end();
    }
  });
});

describe.skipIf(!hasBrowser)('a campaign’s page', () => {
  test('shows a lead that somebody else adds to a draft, without being asked', async () => {
    await page.goto(`/campaigns/${draft.id}`);
    const count = page.getByRole('navigation', { name: 'Parts of this campaign' }).getByRole('link', { name: /^Leads/ });
    expect(await count.innerText()).toMatch(/2$/);
    await page.getByText('Live', { exact: true }).waitFor();
    await person.post('/leads', { campaignId: draft.id, phone: '+14155550131', firstName: 'Katherine' });
    await count.filter({ hasText: '3' }).waitFor({ timeout: 20_000 });
  });

  test('another tab that is slow shows its shape below the same head, then the focus stands in the heading', async () => {
    await page.goto(`/campaigns/${draft.id}`);
    await page.getByText('From lead to show').waitFor();
    const slow = { isOn: true };
    await page.route(/\/leads\.data/, async (route) => {
      while (slow.isOn) await new Promise((resolve) => setTimeout(resolve, 20));
      await route.continue();
    });
    const tabs = page.getByRole('navigation', { name: 'Parts of this campaign' });
    await tabs.getByRole('link', { name: /^Leads/ }).click();
    await page.locator('[data-testid=pending][data-state=loading]').waitFor();
    expect(await page.getByText('From lead to show').isVisible()).toBe(true);
    await page.locator('[data-testid=skeleton]').waitFor({ state: 'attached' });
    expect(await page.getByText('From lead to show').isVisible()).toBe(false);
    expect(await page.getByRole('heading', { level: 1, name: draft.name }).isVisible()).toBe(true);
    const tabsAt = (await tabs.boundingBox())?.y;
    slow.isOn = false;
    await page.getByRole('link', { name: 'Katherine' }).waitFor();
    expect(await page.locator('[data-testid=skeleton]').count()).toBe(0);
    expect((await tabs.boundingBox())?.y).toBe(tabsAt);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(draft.name);
    await page.unroute(/\/leads\.data/);
  });
});

describe.skipIf(!hasBrowser)('the first steps on the overview', () => {
  test('say what is done, lead to what is not, and stay away once put away', async () => {
    await page.goto('/');
    const card = page.getByRole('region', { name: 'First steps' });
    await card.getByText('4 of 5 done.', { exact: false }).waitFor();
    expect(await card.getByRole('link', { name: 'Set up a campaign (done)' }).count()).toBe(1);
    expect(await card.getByRole('link', { name: 'Import leads (done)' }).count()).toBe(1);
    expect(await card.getByRole('link', { name: /^Review and start/ }).getAttribute('href')).toBe(`/campaigns/${draft.id}/review`);
    expect(await seesNothingWrong()).toEqual([]);
    await withoutScript(async (still) => {
      await still.goto('/');
      await still.getByRole('button', { name: 'Put the first steps away' }).click();
      expect(await still.getByRole('region', { name: 'First steps' }).count()).toBe(0);
      expect(await still.getByRole('heading', { level: 1, name: 'Overview' }).count()).toBe(1);
    });
    await page.getByRole('button', { name: 'Put the first steps away' }).click();
    await card.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    expect(await card.count()).toBe(0);
  });
});

test.skipIf(!hasBrowser)('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
