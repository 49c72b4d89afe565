import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '#prisma/client.ts';
import { magicNumber } from '#sandbox/numbers.ts';
import { issueLink } from '#stores/link-tokens.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { watch, wrongsOf } from '#tests/support/page.ts';
import { type Person, signIn } from './person.ts';
import { Rehearsal } from './rehearsal.ts';

const CLIENT_ID = '0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001'; // the seed's
/** Half hours on working days, with one host: a time is taken once. */
const SINGLE_HOST = 103;

let app: App;
let db: Db;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let person: Person;
let rehearsal: Rehearsal;
let added = 0;
const complaints: string[] = [];

const addLead = async (firstName: string, campaignId = rehearsal.campaignId) =>
  (
    await person.post<{ id: string }>('/leads', {
      ...{ campaignId, firstName, lastName: 'Visitor', email: `${firstName}@example.com` },
      phone: magicNumber('ignores-link', ++added),
    })
  ).id;
const appointmentsOf = (leadId: string) =>
  db.withClient(CLIENT_ID, (tx) =>
    tx.appointment.findMany({ where: { clientId: CLIENT_ID, leadId }, select: { id: true, status: true, startAt: true, bookedBy: true } }),
  );
const heading = (name: string | RegExp, on = page) => on.getByRole('heading', { level: 1, name }).waitFor();
const seesNothingWrong = (on = page) => wrongsOf(on);
/** Chooses the last time that is offered, and goes on to the question. */
async function chooseLast(on: Page): Promise<string> {
  await on.locator('details summary').last().click();
  const slot = on.locator('label:visible', { has: on.getByRole('radio') }).last();
  const startAt = (await slot.locator('input').getAttribute('value')) ?? '';
  await slot.click();
  await on.getByRole('button', { name: 'Book this time' }).click();
  return startAt;
}

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp({ without: ['worker'] }), launchBrowser()]);
  db = openDb({ appUrl: app.database.urls.app, connections: 2 });
  person = await signIn(app);
  rehearsal = await Rehearsal.create(person, 'Spring visits', { calcomEventTypeId: SINGLE_HOST, cadencePreset: 'true' });
  context = await browser.newContext({ baseURL: app.urls.web, timezoneId: 'America/New_York', viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
  watch(page, complaints, 15_000);
  await page.goto('/login');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await heading('Overview');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await db?.close();
  await app?.dispose();
});

describe.skipIf(!hasBrowser)('somebody books a lead by hand', () => {
  test('from the appointments: the lead is searched, a free time chosen, asked first and then booked in the calendar too', async () => {
    const leadId = await addLead('Vera');
    await page.goto('/appointments');
    await page.getByRole('link', { name: 'New booking' }).click();
    await heading('New booking');
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('searchbox', { name: 'Name, phone, e-mail or company' }).fill('Vera');
    await page.waitForURL(/q=Vera/);
    await page.getByRole('link', { name: 'Book Vera Visitor' }).click();
    await heading('Book Vera Visitor');
    expect(await seesNothingWrong()).toEqual([]);
    const startAt = await chooseLast(page);
    const dialog = page.getByRole('dialog', { name: /^Book Vera Visitor for / });
    await dialog.getByText('The lead is told by text and e-mail, texts within the permitted hours.').waitFor();
    expect(await appointmentsOf(leadId)).toEqual([]); // asking changes nothing
    expect(await seesNothingWrong()).toEqual([]);
    await dialog.getByRole('button', { name: 'Book appointment' }).click();
    await page.getByText('The lead is booked.').first().waitFor();
    const made = await appointmentsOf(leadId);
    expect(made).toMatchObject([{ status: 'scheduled', bookedBy: 'staff', startAt: new Date(startAt) }]);
    await page.goto(`/leads/${leadId}`);
    await page.getByText('Booked by hand').waitFor();
    expect(await page.getByRole('link', { name: 'Book', exact: true }).count()).toBe(0);
    await page.goto(`/leads/${leadId}/book`);
    await page.getByText('Vera Visitor has an appointment already').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('link', { name: 'Move it' }).click();
    await heading('Move Vera Visitor');
  });

  test('from the lead’s page, without a script', async () => {
    const leadId = await addLead('Nora');
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
    await plain.addCookies(await context.cookies());
    const still = await plain.newPage();
    await still.goto(`/leads/${leadId}`);
    await still.getByRole('link', { name: 'Book', exact: true }).click();
    await heading('Book Nora Visitor', still);
    const startAt = await chooseLast(still);
    await still.getByRole('button', { name: 'Book appointment' }).click();
    await heading('Nora Visitor', still);
    await still.getByText('by hand', { exact: true }).waitFor();
    await plain.close();
    expect(await appointmentsOf(leadId)).toMatchObject([{ status: 'scheduled', startAt: new Date(startAt) }]);
  });

  test('on a phone, when somebody was faster it is said, and nothing is booked; the same form sent twice is one booking', async () => {
    const [slow, fast] = [await addLead('Sloane'), await addLead('Freya')];
    const phone = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
    await phone.addCookies(await context.cookies());
    const small = await phone.newPage();
    watch(small, complaints, 15_000);
    await small.goto(`/leads/${slow}/book`);
    const startAt = await chooseLast(small);
    await small.getByRole('dialog').waitFor();
    expect(await seesNothingWrong(small)).toEqual([]);
    const booked = await person.post<{ id: string; bookedBy: string }>('/appointments', { leadId: fast, startAt });
    expect(booked.bookedBy).toBe('staff');
    await small.getByRole('button', { name: 'Book appointment' }).click();
    await small.getByText('That time was taken a moment ago. Nothing was changed; choose another.').waitFor();
    expect(await seesNothingWrong(small)).toEqual([]);
    expect(await appointmentsOf(slow)).toEqual([]);
    await small.goto(`/leads/${slow}/book?startAt=${startAt}`);
    await small.getByText('That time is not free').waitFor();
    await small.goto('/appointments/new');
    expect(await seesNothingWrong(small)).toEqual([]);
    await phone.close();
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const again = await fetch(`${app.urls.web}/leads/${fast}/book`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: app.urls.web },
      body: new URLSearchParams({ startAt, change: 'book' }),
    });
    expect(again.headers.get('location')).toBe(`/appointments/${booked.id}?said=booked-before`);
    expect(await appointmentsOf(fast)).toHaveLength(1);
  });

  test('a number on the do-not-call list is booked and stays on it; without a calendar the page says what helps', async () => {
    const barred = await addLead('Dana');
    await person.post(`/leads/${barred}/dnc`, { reason: 'manual' });
    await page.goto(`/leads/${barred}/book`);
    await chooseLast(page);
    const dialog = page.getByRole('dialog', { name: /^Book Dana Visitor for / });
    await dialog.getByText('The number is on the do-not-call list and stays there: nobody calls or texts it.').waitFor();
    await dialog.getByRole('button', { name: 'Book appointment' }).click();
    await page.getByText('The lead is booked.').first().waitFor();
    expect(await appointmentsOf(barred)).toMatchObject([{ status: 'scheduled' }]);
    const lead = await person.get<{ status: string; phase: string }>(`/leads/${barred}`);
    expect([lead.status, lead.phase]).toEqual(['dnc', 'attend']);
    const without = await Rehearsal.create(person, 'Without a calendar');
    await page.goto(`/leads/${await addLead('Cara', without.campaignId)}/book`);
    await page.getByText('This campaign has no calendar to read').waitFor();
    await page.getByText('Give the campaign a calendar in its settings').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
  });

  test('a lead that cancelled by its link books the same time again by it', async () => {
    const leadId = await addLead('Renata');
    const token = await db.withClient(CLIENT_ID, (tx) => issueLink(tx, { clientId: CLIENT_ID, leadId, purpose: 'booking' }));
    const link = `${app.urls.web}/b/${token}`;
    const valueIn = async (name: string) =>
      new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(await (await fetch(link)).text())?.[1] ?? '';
    const send = (form: Record<string, string>) =>
      fetch(link, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ zone: 'UTC', ...form }) });
    const startAt = await valueIn('startAt');
    await send({ startAt, after: await valueIn('after') });
    await send({ do: 'cancel' });
    expect((await appointmentsOf(leadId)).map(({ status }) => status)).toEqual(['cancelled']);
    await send({ startAt, after: await valueIn('after') });
    expect((await appointmentsOf(leadId)).map(({ status }) => status).sort()).toEqual(['cancelled', 'scheduled']);
  });

  test('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
});
