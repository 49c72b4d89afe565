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

const rows = (where: Page = page) => where.getByRole('table', { name: 'Leads' }).locator('tbody tr');
const names = (where: Page = page) => rows(where).locator('a.row-link').allTextContents();
const titles = (where: Page = page) => where.getByRole('table', { name: 'Leads' }).locator('thead th').allTextContents();
const previewOf = (name: string, where: Page = page) => rows(where).filter({ hasText: name }).getByRole('link', { name: 'Preview' });
const param = (name: string) => new URL(page.url()).searchParams.get(name);
const wrongs = () => wrongsOf(page);
const withoutScript = (work: (still: Page) => Promise<void>) => scriptless(desk, work);

describe.skipIf(!hasBrowser)('columns of a list of leads', () => {
  test('are chosen, stand in the address, and are remembered for the next list and the file', async () => {
    await page.goto('/leads?q=hopper');
    expect(await titles()).toEqual(['Selected', 'Lead', 'Preview', 'Status', 'Campaign', 'Attempts', 'Last contact', 'Next step']);
    await page.getByText('Columns', { exact: true }).click();
    for (const name of ['Campaign', 'Attempts', 'Last contact']) await page.getByRole('checkbox', { name, exact: true }).uncheck();
    for (const name of ['Phone', 'Tags']) await page.getByRole('checkbox', { name, exact: true }).check();
    expect(await wrongs()).toEqual([]);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await expect.poll(() => titles()).toEqual(['Selected', 'Lead', 'Preview', 'Phone', 'Status', 'Next step', 'Tags']);
    expect([param('q'), param('columns')]).toEqual(['hopper', 'name.phone.status.next.tags']);
    expect((await rows().locator('td').allTextContents()).map((text) => text.trim())).toEqual([
      '',
      'Grace Hopper',
      'Preview',
      '(415) 555-3001',
      'New',
      '–',
      'vip',
    ]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export CSV' }).click()]);
    const file = Buffer.concat(await (await download.createReadStream()).toArray()).toString();
    expect(file.split('\r\n')[0]).toBe('\uFEFF"id","first_name","last_name","phone","status","next_step","next_at","tags"');
    await page.goto(`/campaigns/${desk.campaignId}/leads`);
    expect(await titles()).toEqual(['Selected', 'Lead', 'Preview', 'Phone', 'Status', 'Next step', 'Tags']);
  });

  test('without a script a form does the same, and goes back to the standard', async () => {
    await withoutScript(async (still) => {
      await still.goto('/leads?q=hopper');
      await still.getByText('Columns', { exact: true }).click();
      await still.getByRole('checkbox', { name: 'Company', exact: true }).check();
      await still.getByRole('button', { name: 'Show', exact: true }).click();
      expect(await titles(still)).toEqual(['Selected', 'Lead', 'Preview', 'Phone', 'Company', 'Status', 'Next step', 'Tags']);
      await still.getByText('Columns', { exact: true }).click();
      await still.getByRole('button', { name: 'Standard', exact: true }).click();
      expect(new URL(still.url()).search).toBe('?q=hopper');
      expect(await titles(still)).toEqual(['Selected', 'Lead', 'Preview', 'Status', 'Campaign', 'Attempts', 'Last contact', 'Next step']);
    });
  });
});

describe.skipIf(!hasBrowser)('a selection', () => {
  test('takes ranges by Shift and by keys, and survives paging and a reload; Escape drops it for good', async () => {
    await page.goto('/leads?size=25&sort=name.asc');
    await page.getByRole('checkbox', { name: 'Select Joan Clarke' }).check();
    await page.getByRole('checkbox', { name: 'Select Ada Lovelace' }).click({ modifiers: ['Shift'] });
    expect((await names()).slice(0, 5)).toEqual(['Joan Clarke', 'Grace Hopper', 'Katherine Johnson', 'Ada Lovelace', 'Lead Number06']);
    await page.getByText('4 leads selected').waitFor();
    await page.getByRole('link', { name: 'Joan Clarke' }).focus();
    await page.keyboard.press('x');
    await page.getByText('3 leads selected').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('X');
    await page.getByText('2 leads selected').waitFor();
    await page.getByRole('link', { name: 'Next', exact: true }).click();
    await expect.poll(() => names()).toEqual(['Lead Number27', 'Lead Number28', 'Lead Number29', 'Radia Perlman', 'Alan Turing']);
    await page.getByRole('checkbox', { name: 'Select Alan Turing' }).check();
    await page.reload();
    await page.getByText('3 leads selected').waitFor();
    expect(await page.getByRole('checkbox', { name: 'Select Alan Turing' }).isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Previous' }).click();
    await expect.poll(() => page.getByRole('checkbox', { name: 'Select Katherine Johnson' }).isChecked()).toBe(true);
    expect(await page.getByRole('checkbox', { name: 'Select Grace Hopper' }).isChecked()).toBe(false);
    await page.keyboard.press('Escape');
    await page.getByText('Check leads, then choose').waitFor({ state: 'hidden' });
    await page.reload();
    await page.getByRole('checkbox', { name: 'Select Katherine Johnson' }).waitFor();
    expect(await page.getByText('selected', { exact: false }).and(page.locator('[role=status]')).count()).toBe(0);
  });
});

describe.skipIf(!hasBrowser)('a lead beside its list', () => {
  const panel = () => page.getByRole('complementary', { name: 'Preview' });
  const shows = (name: string) => panel().getByRole('heading', { level: 2, name }).waitFor();

  test('opens from its row, moves with j and k, closes by Escape, and the list is not read again', async () => {
    await page.goto('/leads?sort=name.asc');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await previewOf('Grace Hopper').click();
    await shows('Grace Hopper');
    await panel().getByText('vip').waitFor();
    expect(await wrongs()).toEqual([]);
    await page.keyboard.press('j');
    await shows('Katherine Johnson');
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    await shows('Joan Clarke');
    const id = param('peek');
    expect(await rows().first().getAttribute('data-row')).toBe(id);
    expect(asked.filter((url) => /\/leads\.data/.test(url) && (!url.includes('_routes') || url.includes('_index'))).map(String)).toEqual(
      [],
    );
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'detached' });
    await page.goto(`/leads?sort=name.asc&peek=${id}`);
    await shows('Joan Clarke');
    await page.getByRole('link', { name: 'Joan Clarke' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Joan Clarke' }).waitFor();
  });

  test('stands on the page without a script; on a phone it is the lead’s own page', async () => {
    await page.goto('/leads?q=turing');
    const id = (await rows().first().getAttribute('data-row')) ?? '';
    await withoutScript(async (still) => {
      await still.goto('/leads?q=turing');
      await previewOf('Alan Turing', still).click();
      await still.getByRole('complementary', { name: 'Preview' }).getByRole('heading', { name: 'Alan Turing' }).waitFor();
    });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/leads?peek=${id}`);
    await page.waitForURL(`**/leads/${id}`);
    await page.getByRole('heading', { level: 1, name: 'Alan Turing' }).waitFor();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  test('of another client is nobody', async () => {
    await page.goto('/leads?peek=00000000-0000-4000-8000-000000000000');
    await panel().getByText('This lead is not there any more').waitFor();
    expect(await wrongs()).toEqual([]);
  });
});

describe.skipIf(!hasBrowser)('a list that is saved as a view', () => {
  const tabs = async (where: Page = page) =>
    (await where.getByRole('navigation', { name: 'Saved views' }).getByRole('link').allTextContents()).map((text) => text.trim());
  const current = (where: Page = page) => where.getByRole('navigation', { name: 'Saved views' }).locator('[aria-current=page]');

  test('is a tab; changed it can be saved or set back; it is renamed and deleted', async () => {
    await page.goto('/leads?tag=vip&sort=name.asc');
    await page.getByRole('link', { name: 'Save view' }).click();
    await page.getByRole('dialog', { name: 'Save this list as a view' }).waitFor();
    expect(await wrongs()).toEqual([]);
    await page.getByLabel('Name', { exact: true }).fill('Important people');
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await tabs()).toEqual(['All leads', 'Important people']);
    expect(await current().textContent()).toBe('Important people');
    expect(await names()).toEqual(['Grace Hopper']);

    await page.getByRole('combobox', { name: 'Status' }).selectOption('booked');
    await current().getByText('changed').waitFor();
    await page.getByRole('link', { name: 'Reset' }).click();
    await current().getByText('changed').waitFor({ state: 'detached' });
    expect(param('status')).toBeNull();
    await page.getByRole('combobox', { name: 'Status' }).selectOption('new');
    await current().getByText('changed').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await current().getByText('changed').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'All leads' }).click();
    await expect.poll(() => rows().count()).toBe(30);
    await page.getByRole('link', { name: 'Important people' }).click();
    await expect.poll(() => names()).toEqual(['Grace Hopper']);
    expect([param('tag'), param('sort'), param('status')]).toEqual(['vip', 'name.asc', 'new']);

    await page.getByRole('link', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Very important people');
    await page.getByRole('dialog').getByLabel('Share it with everybody here').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => tabs()).toEqual(['All leads', 'Very important people, shared']);
    await page.getByRole('link', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete view' }).click();
    await page.getByRole('navigation', { name: 'Saved views' }).waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe('');
  });

  test('without a script it is saved by a form, and a name that is taken is said at its field', async () => {
    await withoutScript(async (still) => {
      for (const [n, query] of ['?q=hopper', '?q=turing'].entries()) {
        await still.goto(`/leads${query}`);
        await still.getByRole('link', { name: 'Save view' }).click();
        await still.getByLabel('Name', { exact: true }).fill('Found');
        await still.getByRole('button', { name: 'Save view' }).click();
        if (n === 0) expect(await current(still).textContent()).toBe('Found');
      }
      await still.getByText('You have a view of that name already.').waitFor();
      expect(await still.getByLabel('Name', { exact: true }).inputValue()).toBe('Found');
      await still.getByLabel('Name', { exact: true }).fill('Found too');
      await still.getByRole('button', { name: 'Save view' }).click();
      expect(await tabs(still)).toEqual(['All leads', 'Found', 'Found too']);
      expect(await names(still)).toEqual(['Alan Turing']);
    });
  });

  test.each([
    ['light', 1440],
    ['dark', 390],
  ])('nothing is wrong in the %s theme at %i pixels, nor scrolls sideways', async (theme, width) => {
    await desk.context.addCookies([{ name: 'theme', value: theme, url: desk.app.urls.web }]);
    await page.setViewportSize({ width, height: 844 });
    const found: string[] = [];
    for (const path of [
      '/leads?q=hopper',
      '/leads?q=hopper&do=save-view',
      `/campaigns/${desk.campaignId}/leads?columns=name.owner.tags.zone.added`,
    ]) {
      await page.goto(path);
      if (!path.includes('do=')) await page.getByText('Columns', { exact: true }).click();
      found.push(...(await wrongs()).map((text) => `${path}: ${text}`));
    }
    expect(found).toEqual([]);
  });
});

describe.skipIf(!hasBrowser)('a lead’s page', () => {
  const tagsOf = async () =>
    (await page.getByRole('region', { name: 'Tags' }).getByRole('listitem').allTextContents()).map((text) => text.trim());
  const said = (text: string) => page.getByRole('region', { name: 'Results' }).getByText(text).waitFor();

  test('takes an owner, tags and notes where they stand, and gives each back', async () => {
    await page.goto('/leads?q=hopper');
    await rows().locator('a.row-link').click();
    await page.getByRole('heading', { level: 1, name: 'Grace Hopper' }).waitFor();
    expect(await page.title()).toBe('Grace Hopper · Leads · Callvia');
    expect(await page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link').allTextContents()).toContain('Leads');

    await page.getByLabel('Who looks after this lead').selectOption({ label: 'Dana Demo' });
    await said('Dana Demo looks after this lead.');
    await page.getByRole('button', { name: 'Remove tag vip' }).click();
    await said('Tag “vip” removed.');
    await expect.poll(() => tagsOf()).toEqual([]);
    await page.keyboard.press('z');
    await expect.poll(() => tagsOf()).toEqual(['vip']);
    await page.getByLabel('New tag').fill('roof');
    await page.keyboard.press('Enter');
    await expect.poll(() => tagsOf()).toEqual(['vip', 'roof']);
    await page.getByLabel('New tag').fill('roof');
    await page.keyboard.press('Enter');
    await page.getByText('The lead has this tag already.').waitFor();
    await page.getByLabel('What colleagues should know').fill('Rings back after five.\nHas a dog.');
    await page.getByRole('button', { name: 'Save notes' }).click();
    await said('Notes saved.');
    expect(await wrongs()).toEqual([]);
    await page.reload();
    expect(await page.getByLabel('What colleagues should know').inputValue()).toBe('Rings back after five.\nHas a dog.');
    await page.goto('/leads?q=hopper&columns=name.owner.tags');
    expect((await rows().locator('td').allTextContents()).map((text) => text.trim()).slice(3)).toEqual(['Dana Demo', 'viproof']);
    await page.getByText('More filters').click();
    await page.getByRole('combobox', { name: 'Owner' }).selectOption({ label: 'Dana Demo' });
    await page.getByRole('link', { name: /Owner is Dana Demo/ }).waitFor();
    expect(await names()).toEqual(['Grace Hopper']);
  });

  test('tells the second of two who write notes at once, and loses neither’s words', async () => {
    await page.goto('/leads?q=turing');
    await rows().locator('a.row-link').click();
    await page.getByLabel('What colleagues should know').fill('Mine.');
    const address = page.url();
    await withoutScript(async (still) => {
      await still.goto(address);
      await still.getByLabel('What colleagues should know').fill('Theirs.');
      await still.getByRole('button', { name: 'Save notes' }).click();
      expect(await still.getByLabel('What colleagues should know').inputValue()).toBe('Theirs.');
    });
    await page.getByRole('button', { name: 'Save notes' }).click();
    await page.getByText('Somebody changed the notes while you wrote.').waitFor();
    expect(await page.getByLabel('What colleagues should know').inputValue()).toBe('Mine.');
    await page.reload();
    expect(await page.getByLabel('What colleagues should know').inputValue()).toBe('Theirs.');
  });

  test('narrows its timeline by an address that says so', async () => {
    await page.getByRole('navigation', { name: 'Show on the timeline' }).getByRole('link', { name: 'Billing' }).click();
    await page.waitForURL('**?show=billing');
    await page.getByText('Nothing under “Billing”').waitFor();
  });
});

describe.skipIf(!hasBrowser)('meanwhile', () => {
  test('nothing failed in the browser', () => expect(desk.complaints).toEqual([]));
});
