import AxeBuilder from '@axe-core/playwright';
import pg from 'pg';
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
let context: BrowserContext;
let page: Page;
let person: Person;
let rehearsal: Rehearsal;
let leadId = '';
const complaints: string[] = [];

/** A page whose every complaint is kept; a script cut short by leaving its page is none. */
function watched(fresh: Page): Page {
  fresh.setDefaultTimeout(15 * SECOND);
  fresh.on('pageerror', (error) => complaints.push(`${new URL(fresh.url()).pathname}: ${error}`));
  fresh.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('manifest patches'))
      complaints.push(`${new URL(fresh.url()).pathname}: ${message.text()}`);
  });
  return fresh;
}
const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
/** What the focus stands on, in words. */
const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '');
const hasFocus = (text: string) =>
  page.waitForFunction(
    (wanted) => (document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent)?.trim() === wanted,
    text,
  );
/** Tabs until the control with these words has the focus. */
async function tabTo(text: string): Promise<void> {
  for (let i = 0; i < 150 && (await focused()) !== text; i++) await page.keyboard.press('Tab');
  expect(await focused()).toBe(text);
}
const isReady = () => page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  person = await signIn(app);
  rehearsal = await Rehearsal.create(person, 'Driven by keyboard');
  ({ id: leadId } = await person.post<{ id: string }>('/leads', {
    ...{ campaignId: rehearsal.campaignId, firstName: 'Ada', lastName: 'Lovelace', phone: magicNumber('refuses') },
  }));
  context = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1280, height: 900 } });
  page = watched(await context.newPage());
}, 120 * SECOND);
afterAll(async () => {
  await browser?.close();
  await app?.dispose();
});

describe.skipIf(!hasBrowser)('by keyboard alone', () => {
  test('one logs in, skips to the content and finds a lead by name; its heading has the focus', async () => {
    await page.goto('/login?next=/campaigns');
    await tabTo('Use the demo account');
    await press('Enter');
    await heading('Campaigns');
    await isReady();
    await page.reload();
    await isReady();
    await press('Tab');
    expect(await focused()).toBe('Skip to the content');
    await press('Control+k');
    await hasFocus('Search or go to');
    await page.keyboard.type('lovelace');
    await page.getByRole('option', { name: 'Ada Lovelace' }).waitFor();
    expect(await page.getByRole('option', { name: 'Ada Lovelace' }).getAttribute('aria-selected')).toBe('true');
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    await press('Enter');
    await heading('Ada Lovelace');
    await hasFocus('Ada Lovelace');
  });

  test('the command menu finds by number and by id, remembers who was opened, and Escape leaves everything as it was', async () => {
    for (const words of [magicNumber('refuses').slice(-7), leadId, leadId.slice(0, 13)]) {
      await press('Control+k');
      await hasFocus('Search or go to');
      await page.keyboard.type(words);
      await page.getByRole('group', { name: 'Leads' }).getByRole('option', { name: 'Ada Lovelace' }).waitFor();
      await press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await heading('Ada Lovelace');
    await press('Control+k');
    await page.getByRole('group', { name: 'Opened lately' }).getByRole('option', { name: 'Ada Lovelace' }).waitFor();
    await press('ArrowUp', 'Enter'); // round to the last: a place
    await heading('Billing');
  });

  test('g and a letter go, / searches, c creates, ? lists; typing is typing', async () => {
    await press('g', 'l');
    await heading('Leads');
    await hasFocus('Leads');
    await press('/');
    await page.keyboard.type('cg?');
    expect(await page.getByRole('searchbox', { name: 'Name, phone, e-mail, company or id' }).inputValue()).toBe('cg?');
    await page.waitForURL('**/leads?*q=cg*');
    await tabTo('Drop all filters'); // past the lists, which take letters themselves
    await press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press('c');
    await heading('New campaign');
    await tabTo('Create and import leads');
  });

  test('single keys can be switched off; the command menu stays', async () => {
    await press('g', 'o');
    await heading('Overview');
    await press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await tabTo('Switch single keys off');
    await press('Enter');
    await page.getByText('Single keys are switched off in this browser.').waitFor();
    await press('Escape', 'g', 'l', '?');
    await press('Control+k');
    await hasFocus('Search or go to');
    expect(new URL(page.url()).pathname).toBe('/');
    await press('Escape');
    await context.clearCookies({ name: 'keys' });
    await page.reload();
    await isReady();
  });
});

describe.skipIf(!hasBrowser)('while and when things go wrong', () => {
  test('a slow page is announced at once, gets its shape after 300 ms, and nothing jumps', async () => {
    await context.route(/\/calls\.data/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue().catch(() => undefined); // the page may be gone by then
    });
    await page.evaluate(() => {
      const seen = { jumped: 0, pendingAfter: -1, shapeAfter: -1 };
      const began = performance.now();
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) seen.jumped += entry.value;
      }).observe({ type: 'layout-shift' });
      const look = () => {
        const since = performance.now() - began;
        if (seen.pendingAfter < 0 && document.querySelector('[data-testid=pending][data-state=loading]')) seen.pendingAfter = since;
        if (seen.shapeAfter < 0 && document.querySelector('[data-testid=skeleton]')) seen.shapeAfter = since;
        requestAnimationFrame(look);
      };
      look();
      Object.assign(window, { seen });
      document.querySelector<HTMLElement>('nav[aria-label=Main] a[href="/calls"]')?.click();
    });
    await page.locator('[data-testid=skeleton]').waitFor({ state: 'attached' });
    await heading('Calls');
    const seen = await page.evaluate(
      () => (window as unknown as { seen: { jumped: number; pendingAfter: number; shapeAfter: number } }).seen,
    );
    expect(seen.pendingAfter).toBeLessThan(100);
    expect(seen.shapeAfter).toBeGreaterThanOrEqual(290);
    expect(seen.jumped).toBeLessThan(0.1);
    await context.unroute(/\/calls\.data/);
  });

  test('a toast with undo waits while it is pointed at, and z undoes', async () => {
    await page.goto('/styleguide');
    await page.waitForLoadState('networkidle');
    await page.getByRole('button', { name: 'Say one with undo' }).click();
    const toast = page.getByRole('region', { name: 'Results' }).getByText('The lead was archived.');
    await toast.hover();
    await page.waitForTimeout(10_500); // the one thing that can only be seen by waiting
    expect(await toast.isVisible()).toBe(true);
    await press('z');
    await page.getByText('Undone: 1').waitFor();
    await toast.waitFor({ state: 'detached' });
  });

  test('404 keeps the frame, offers a search and who was opened lately', async () => {
    await page.goto(`/leads/${crypto.randomUUID()}`);
    await heading('Nothing is at this address');
    await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    await page.getByRole('main').getByRole('searchbox').fill('lovelace');
    await press('Enter');
    await page.waitForURL('**/leads?q=lovelace');
    complaints.splice(0); // the browser reports the 404 itself
  });

  test('403 names who can grant it', async () => {
    const theirs = await browser.newContext({ baseURL: app.urls.web });
    const viewer = await theirs.newPage();
    await viewer.goto('/login?next=/billing');
    await viewer.getByLabel('E-mail').fill('viewer@callvia.test');
    await viewer.getByLabel('Password').fill('callvia-demo');
    await viewer.getByRole('button', { name: 'Log in' }).click();
    await viewer.getByRole('heading', { level: 1, name: 'Your role does not allow this' }).waitFor();
    const text = await viewer.getByRole('main').textContent();
    expect(text).toContain('Your role at Northwind Roofing is viewer');
    expect(text).toMatch(/Olive Owner \(owner\).*Adam Admin \(admin\) can grant it/);
    await theirs.close();
  });

  test('500 keeps the frame, gives the id the server wrote down, and Try again works', async () => {
    const sql = new pg.Client({ connectionString: app.database.superuserUrl });
    await sql.connect();
    await page.goto('/leads');
    await isReady();
    await sql.query('ALTER TABLE milestone RENAME TO milestone_away');
    const answer = page.waitForResponse(/\/billing\.data/);
    await press('g', 'b');
    await heading('This page could not be made');
    const id = (await answer).headers()['x-request-id'] ?? '';
    await page.getByText(id).waitFor();
    await page.getByRole('button', { name: 'Copy the request id' }).waitFor();
    await sql.query('ALTER TABLE milestone_away RENAME TO milestone');
    await sql.end();
    await page.getByRole('link', { name: 'Try again' }).click();
    await heading('Billing');
    complaints.splice(0); // the browser reports the 500 itself
  });

  test.each(['light', 'dark'])(
    'no page says anything in the console, %s',
    async (theme) => {
      const own = `/campaigns/${rehearsal.campaignId}`;
      await context.addCookies([{ name: 'theme', value: theme, url: app.urls.web }]);
      await page.setViewportSize({ width: theme === 'light' ? 1440 : 390, height: 844 });
      const places = [
        '/',
        '/campaigns',
        '/campaigns/new',
        '/leads',
        `/leads/${leadId}`,
        '/calls',
        '/appointments',
        '/appointments?view=past',
      ];
      const parts = ['', '/leads', '/appointments', '/calls', '/messages', '/imports', '/import', '/settings'].map((part) => own + part);
      for (const path of [...places, '/billing?books=rehearsal', '/styleguide', ...parts]) {
        await page.goto(path);
        await page.waitForFunction(() => document.readyState === 'complete' && '__remixRouteModules' in window);
        if (path !== '/styleguide') await isReady();
      }
      expect(complaints).toEqual([]);
    },
    120_000,
  );
});
