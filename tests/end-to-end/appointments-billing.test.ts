import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Db, openDb } from '#prisma/client.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { watch } from '#tests/support/page.ts';

const HOUR = 3_600_000;
const NAMES = ['Ada Lovelace', 'Grace Hopper', 'Joan Clarke', 'Alan Turing'];

let app: App;
let db: Db;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let clientId: string;
const complaints: string[] = [];

/** Four appointments that began an hour ago, one of tomorrow, one of nobody; 24 shows and a call behind them. */
async function fill(): Promise<void> {
  const pool = openDb({ appUrl: app.database.urls.app, connections: 2 });
  db = pool;
  clientId = '0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001';
  await db.withClient(clientId, async (tx) => {
    const campaign = await tx.campaign.findFirstOrThrow({ where: { clientId } });
    const cadence = { ...(campaign.cadence as object), verify: 172_800, proofBefore: 900 };
    await tx.campaign.update({ where: { clientId_id: { clientId, id: campaign.id } }, data: { cadence } });
    const book = async (name: string, startAt: Date, n: number, more: object = {}) => {
      const [firstName = '', lastName = ''] = name.split(' ');
      const own = { clientId, campaignId: campaign.id, mode: 'rehearsal' };
      const phone = `+1212555${4000 + n}`;
      const lead = await tx.lead.create({
        data: { ...own, firstName, lastName, phone, phase: 'attend', status: 'booked', timezone: 'America/New_York' },
      });
      const moments = { startAt, endAt: new Date(+startAt + HOUR / 2), verifyDueAt: new Date(+startAt + 48 * HOUR), bookedAt: new Date() };
      await tx.appointment.create({
        data: { ...own, leadId: lead.id, title: 'Roof inspection', timezone: 'America/New_York', attendeeName: name, ...moments, ...more },
      });
      return { own, phone, leadId: lead.id };
    };
    for (let n = 0; n < 24; n++) {
      const at = new Date(Date.now() - 60 * HOUR);
      await book(`Past ${n}`, at, 100 + n, {
        status: 'shown',
        verificationMethod: 'lead',
        leadConfirmed: true,
        verifiedAt: at,
        countedAt: at,
      });
    }
    await tx.client.update({ where: { id: clientId }, data: { rehearsalShownCount: 24 } });
    for (const [n, name] of NAMES.entries()) {
      const { own, phone, leadId } = await book(name, new Date(Date.now() - HOUR), n);
      if (n > 0) continue;
      const at = new Date(Date.now() - HOUR);
      const call = await tx.call.create({
        data: {
          ...{ ...own, leadId, toNumber: phone, permit: 'consumed', status: 'completed', answered: true, outcome: 'interested' },
          ...{
            createdAt: at,
            dialledAt: at,
            startedAt: at,
            endedAt: at,
            settledAt: at,
            durationSeconds: 75,
            costCents: 25,
            summary: 'She is on her way.',
          },
        },
      });
      const cost = { seconds: 75, rateCents: 20, costCents: 25, settlement: 'invoice', periodMonth: at.toISOString().slice(0, 7) };
      await tx.usageRecord.create({ data: { clientId, mode: 'rehearsal', callId: call.id, ...cost } });
      await tx.transcriptLine.createMany({
        data: ['Hello, this is Robin.', 'Hello, I am on my way.'].map((message, seq) => ({
          ...{ clientId, callId: call.id, seq, message },
          speaker: seq === 0 ? 'agent' : 'user',
        })),
      });
    }
    await book('Katherine Johnson', new Date(Date.now() + 24 * HOUR), 50);
    const nobody = {
      startAt: new Date(Date.now() + 2 * HOUR),
      endAt: new Date(Date.now() + 3 * HOUR),
      verifyDueAt: new Date(Date.now() + 50 * HOUR),
    };
    await tx.appointment.create({
      data: {
        clientId,
        mode: 'rehearsal',
        title: 'Roof inspection',
        timezone: 'America/New_York',
        attendeeName: 'Mary Keller',
        bookedAt: new Date(),
        ...nobody,
      },
    });
  });
}

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp({ without: ['worker', 'api'] }), launchBrowser()]);
  await fill();
  context = await browser.newContext({ baseURL: app.urls.web, timezoneId: 'America/New_York', viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  watch(page, complaints);
  await page.goto('/login');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await db?.close();
  await app?.dispose();
});

const seesNothingWrong = async () => {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
};
const totalOf = (noun: string) =>
  page
    .getByRole('navigation', { name: `Pages of ${noun}` })
    .getByText(/ of /)
    .textContent();

describe.skipIf(!hasBrowser)('somebody looks after appointments in the browser', () => {
  test('every figure of the overview leads to a list of as many', async () => {
    for (const [label, figure, noun] of [
      ['New leads', '29', 'leads'],
      ['Calls placed', '1', 'calls'],
      ['Booked', '30', 'appointments'],
      ['Showed', '24', 'appointments'],
    ] as const) {
      await page.goto('/?of=rehearsal&period=7d');
      await page.getByRole('link', { name: `${label}: ${figure}, show the list` }).click();
      await page.waitForURL(/from=/);
      expect(await totalOf(noun)).toBe(`${figure} of ${figure} ${noun}`);
    }
    await page.goto('/?of=rehearsal&period=7d');
    await page.getByRole('link', { name: 'Next milestone: 24 of 25, show the list' }).click();
    const shows = page.getByRole('table', { name: 'Shows of this milestone' }).locator('tbody tr');
    await shows.nth(23).waitFor();
    expect(await shows.count()).toBe(24);
  });

  test('the calendar goes by month, week and day, and an appointment leads to its lead', async () => {
    await page.goto('/appointments?view=week');
    await page.getByText('Times in America/New York').waitFor();
    const before = await page.getByRole('heading', { level: 2 }).first().textContent();
    await page.getByRole('link', { name: 'Next week' }).click();
    await page.waitForURL(/on=/);
    await page.getByRole('link', { name: 'Today' }).click();
    await page.getByRole('heading', { level: 2, name: before ?? '' }).waitFor();
    await page.getByRole('link', { name: 'Month', exact: true }).click();
    await page.getByRole('list', { name: 'Days' }).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('link', { name: 'Day', exact: true }).click();
    await page.waitForURL(/view=day/);
    await page.getByRole('table', { name: 'Appointments by day and hour' }).waitFor();
    await page.goto(`/appointments?view=day&on=${dayInNewYork(Date.now() - HOUR)}`);
    await page
      .getByRole('table')
      .getByRole('link', { name: /Ada Lovelace/ })
      .press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ada Lovelace' }).waitFor();
  });

  test('on a phone the calendar is a list', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/appointments?view=day&on=${dayInNewYork(Date.now() - HOUR)}`);
    expect(await page.getByRole('table').isVisible()).toBe(false);
    await page.getByRole('heading', { level: 3 }).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await seesNothingWrong()).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('several are verified at once, without a script too; the page says what that moved, and a no is undone', async () => {
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
    await plain.addCookies(await context.cookies());
    const still = await plain.newPage();
    await still.goto('/appointments?view=verify');
    await still.getByText('1:15').waitFor(); // the call that would prove it
    await still.getByLabel('Choose Ada Lovelace').check();
    await still.getByLabel('Choose Grace Hopper').check();
    await still.getByRole('button', { name: 'All chosen showed' }).click();
    await still.getByText('2 marked as shown; rehearsal milestone 2 now at 1 of 25.').waitFor();
    await plain.close();
    await page.goto('/appointments?view=verify');
    await page.getByRole('button', { name: 'Joan Clarke did not show' }).click();
    await page.getByText('1 noted as not shown. Other proof is still looked at before the verdict.').waitFor();
    await page.getByRole('link', { name: 'Verdict to come 1' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 answer taken back.').waitFor();
    await page.getByLabel('Choose Joan Clarke').waitFor();
    await page.getByLabel('Choose all on this page').check();
    await page.getByText('2 chosen').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
  });

  test('a booking of nobody is ignored with a reason, and taken back', async () => {
    await page.goto('/appointments?view=unmatched');
    await page.getByRole('link', { name: /Mary Keller/ }).click();
    await page.getByText('It is nobody’s: ignore it').click();
    await page.getByLabel('Reason').fill('Our own test of the booking page');
    await page.getByRole('button', { name: 'Ignore this booking' }).click();
    await page.getByText('Ignored. It can be taken back at any time.').waitFor();
    await page.getByRole('button', { name: 'Put it back among the unmatched' }).click();
    await page.getByText('It is among the unmatched again.').waitFor();
  });

  test('the milestone just reached shows its 25 appointments with the evidence of each, and its invoice', async () => {
    await page.goto('/billing?books=rehearsal');
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('link', { name: /^Milestone 1/ }).click();
    const rows = page.getByRole('table', { name: 'Shows of this milestone' }).locator('tbody tr');
    await rows.nth(24).waitFor();
    expect(await rows.count()).toBe(25);
    expect(await rows.last().textContent()).toContain('confirmed by the client');
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('link', { name: 'Its invoice' }).click();
    await page.getByText('Milestone 1: 25 shown appointments').first().waitFor();
    await page.goto('/billing?books=live');
    await page.getByText('No invoice yet').waitFor();
    await page.getByText('No call waits to be invoiced.').waitFor();
  });

  test('the next invoice is seen before it is made, with the calls behind it, and every price with its rule', async () => {
    await page.goto('/billing?books=rehearsal');
    await page.getByText('$2,000.00 for milestone 2 come on an invoice of their own once 24 more shows are counted.').waitFor();
    const rules = page.locator('#plan dd.font-semibold');
    expect((await rules.allTextContents()).slice(0, 2)).toEqual(['$0.20 a minute', '$2,000 for 25 shows']);
    await page.getByRole('link', { name: 'The calls behind it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Next invoice' }).waitFor();
    await page.getByText('1.25 min at $0.20/min').waitFor();
    await page.getByText('1 call, 1.25 minutes, $0.25.').waitFor();
    await page.getByRole('table', { name: 'Calls of this invoice' }).getByRole('link', { name: 'Ada Lovelace' }).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
  });

  test('a call shows what was said by whom, and what it proves', async () => {
    await page.goto('/calls?mode=rehearsal');
    await page.getByRole('table', { name: 'Calls' }).getByRole('link', { name: 'Ada Lovelace' }).click();
    await page.getByRole('heading', { level: 1, name: 'Call to Ada Lovelace' }).waitFor();
    expect(await page.locator('li', { hasText: 'Hello, I am on my way.' }).last().textContent()).toContain('Lead');
    await page.getByText('Long enough to prove it.').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
  });

  test('billing shows how the client pays and leads to Stripe’s own page to change it; the rest stands while Stripe is away', async () => {
    await page.goto('/billing?books=rehearsal');
    await page.getByText('None: invoices are sent by e-mail, due in 14 days. A card can be added after the first invoice.').waitFor();
    const sandbox = (at: string, body: string, headers: Record<string, string> = {}) =>
      fetch(`${app.urls.sandbox}${at}`, { method: 'POST', body, headers });
    const authorization = `Bearer ${app.environment['SANDBOX_STRIPE_API_KEY']}`;
    const made = await sandbox('/v1/customers', 'name=Northwind', { authorization });
    const { id: rehearsalCustomerId } = (await made.json()) as { id: string };
    await db.withClient(clientId, (tx) => tx.client.update({ where: { id: clientId }, data: { rehearsalCustomerId } }));
    await page.goto('/billing?books=rehearsal');
    await page.getByRole('link', { name: /at Stripe$/ }).click();
    await page.getByLabel('Test card').selectOption('tok_mastercard');
    await page.getByRole('button', { name: 'Keep this card' }).click();
    await page.getByRole('link', { name: 'Back to Callvia' }).click();
    await page.getByRole('heading', { level: 1, name: 'Billing' }).waitFor();
    const showsCard = async () => {
      await page.reload();
      await page.getByText('Mastercard ending in 4444').waitFor({ timeout: 3_000 });
    };
    await vi.waitFor(showsCard, { timeout: 30_000 }); // on a busy machine an answer may miss the page's deadline
    await page.getByText(`Expires 12/${new Date().getUTCFullYear() + 4}`).waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await sandbox('/_sandbox/faults', JSON.stringify({ vendor: 'stripe', operation: 'retrieve-customer', kind: 'hang' }));
    await page.reload();
    await page.getByText('Stripe does not answer just now. The rest of this page is as we know it.').waitFor();
    await page.getByText('To the next milestone').waitFor();
    await sandbox('/_sandbox/faults', JSON.stringify({ vendor: 'stripe', operation: 'create-portal-session', kind: '429' }));
    await page.getByRole('link', { name: 'Change it at Stripe' }).click();
    await page.getByText('Stripe did not open its page just now').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    expect(await seesNothingWrong()).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
});

const dayInNewYork = (ms: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York', dateStyle: 'short' }).format(ms);
