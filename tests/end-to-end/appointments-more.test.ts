import { DateTime } from 'luxon';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '#prisma/client.ts';
import { magicNumber } from '#sandbox/numbers.ts';
import { noteEvidence } from '#stores/booking-evidence.ts';
import { issueLink, type LinkPurpose } from '#stores/link-tokens.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { watch, wrongsOf } from '#tests/support/page.ts';
import { type Person, signIn } from './person.ts';
import { Rehearsal } from './rehearsal.ts';

const CLIENT_ID = '0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001'; // the seed's
const NEW_YORK = 'America/New_York';

let app: App;
let db: Db;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let person: Person;
let rehearsal: Rehearsal;
let added = 0;
const complaints: string[] = [];

const addLead = async (firstName: string) =>
  (
    await person.post<{ id: string }>('/leads', {
      ...{ campaignId: rehearsal.campaignId, firstName, lastName: 'Visitor', email: `${firstName}@example.com` },
      phone: magicNumber('ignores-link', ++added),
    })
  ).id;
const linkFor = async (purpose: LinkPurpose, path: string, leadId: string) =>
  `/${path}/${await db.withClient(CLIENT_ID, (tx) => issueLink(tx, { clientId: CLIENT_ID, leadId, purpose }))}`;

/** The free starts that the booking page offers. */
async function freeStarts(link: string): Promise<string[]> {
  const html = await (await fetch(`${app.urls.web}${link}`)).text();
  return [...html.matchAll(/name="startAt"[^>]*value="([^"]+)"/g)].map(([, startAt]) => startAt ?? '');
}

/** A lead who books the first of those free times on its own page for which there is another at the same hour a day later. */
async function booked(firstName: string) {
  const leadId = await addLead(firstName);
  const link = await linkFor('booking', 'b', leadId);
  const starts = await freeStarts(link);
  const dayLater = (startAt: string) => new Date(Date.parse(startAt) + 86_400_000).toISOString();
  const startAt = starts.find((each) => starts.includes(dayLater(each)) && new Date(each).getUTCDay() < 5) ?? '';
  await fetch(`${app.urls.web}${link}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ startAt, after: '', zone: NEW_YORK }),
  });
  const { appointmentId } = await db.withClient(CLIENT_ID, (tx) =>
    tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId: CLIENT_ID, id: leadId } }, select: { appointmentId: true } }),
  );
  return { leadId, id: appointmentId ?? '', startAt, nextDay: dayLater(startAt) };
}
const stands = (id: string) =>
  db.withClient(CLIENT_ID, (tx) =>
    tx.appointment.findUniqueOrThrow({
      where: { clientId_id: { clientId: CLIENT_ID, id } },
      select: { status: true, startAt: true, cancelReason: true, rescheduleCount: true, calcomBookingUid: true },
    }),
  );
/** The booking as the calendar itself holds it. */
async function atCalendar(id: string): Promise<{ status: string; start: string }> {
  const { calcomBookingUid } = await stands(id);
  const answer = await fetch(`${app.urls.sandbox}/cal/v2/bookings/${calcomBookingUid}`, { headers: { 'cal-api-version': '2024-08-13' } });
  const { data } = (await answer.json()) as { data: { status: string; start: string } };
  return { status: data.status, start: new Date(data.start).toISOString() };
}
const deedsOf = (id: string, kind: string) =>
  db.withClient(CLIENT_ID, (tx) =>
    tx.vendorEffect.findMany({ where: { clientId: CLIENT_ID, kind, key: { startsWith: `appointment:${id}` } } }),
  );
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();
const seesNothingWrong = () => wrongsOf(page);
const inNewYork = (startAt: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: NEW_YORK, ...options }).format(new Date(startAt));
const dayOf = (startAt: string) => inNewYork(startAt, { dateStyle: 'short' });
const clockOf = (startAt: string) => inNewYork(startAt, { timeStyle: 'short' });
const timeOf = (startAt: string) => DateTime.fromISO(startAt, { zone: NEW_YORK }).toFormat('h:mm a');

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp({ without: ['worker'] }), launchBrowser()]);
  db = openDb({ appUrl: app.database.urls.app, connections: 2 });
  person = await signIn(app);
  rehearsal = await Rehearsal.create(person, 'Looked after by hand', { calcomEventTypeId: 101, cadencePreset: 'true' });
  context = await browser.newContext({ baseURL: app.urls.web, timezoneId: NEW_YORK, viewport: { width: 1280, height: 900 } });
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

describe.skipIf(!hasBrowser)('somebody changes appointments by hand', () => {
  test('from the calendar to another time: asked first, then moved at the calendar too, and the lead is told', async () => {
    const { id, leadId, startAt, nextDay } = await booked('Vera');
    await page.goto(`/appointments?view=day&on=${dayOf(startAt)}`);
    await page
      .getByRole('table')
      .getByRole('link', { name: /Vera Visitor/ })
      .click();
    await heading('Vera Visitor');
    await page.getByRole('link', { name: 'Move', exact: true }).click();
    await heading('Move Vera Visitor');
    expect(await seesNothingWrong()).toEqual([]);
    await page.locator('label', { has: page.locator(`input[value="${nextDay}"]`) }).click();
    await page.getByRole('button', { name: 'Move to this time' }).click();
    const dialog = page.getByRole('dialog', { name: /^Move Vera Visitor to / });
    await dialog.getByText('The lead is told by text and e-mail, texts within the permitted hours.').waitFor();
    expect((await stands(id)).startAt.toISOString()).toBe(startAt); // asking changes nothing
    expect(await seesNothingWrong()).toEqual([]);
    await dialog.getByRole('button', { name: 'Move appointment' }).click();
    await page.getByText('The appointment is moved.').first().waitFor();
    expect(await stands(id)).toMatchObject({ status: 'scheduled', startAt: new Date(nextDay), rescheduleCount: 1 });
    expect(await atCalendar(id)).toEqual({ status: 'accepted', start: nextDay });
    expect((await deedsOf(id, 'move')).map(({ status }) => status)).toEqual(['done']);
    const planned = await db.withClient(CLIENT_ID, (tx) =>
      tx.message.findMany({
        where: { clientId: CLIENT_ID, leadId, kind: 'booking_confirmation', status: 'scheduled' },
        select: { channel: true, dedupeKey: true },
      }),
    );
    expect(planned.map(({ channel, dedupeKey }) => [channel, dedupeKey?.includes(nextDay)]).sort()).toEqual([
      ['email', true],
      ['sms', true],
    ]);
  });

  test('dragged to another day it asks; on a time that is not free it says so', async () => {
    const { id, startAt, nextDay } = await booked('Dora');
    const week = `/appointments?view=week&on=${dayOf(startAt)}&q=Dora`;
    await page.goto(week);
    const rowOf = (hour: string) => page.getByRole('row', { name: new RegExp(`^${hour}:00`) });
    const columnOf = (day: string) => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
    const square = (hour: string, day: string) => rowOf(hour).getByRole('cell').nth(columnOf(day));
    const chip = page.getByRole('link', { name: /Dora Visitor/ });
    const sunday = dayOf(new Date(Date.parse(startAt) + (7 - new Date(startAt).getUTCDay()) * 86_400_000).toISOString());
    await chip.dragTo(square(clockOf(startAt).slice(0, 2), sunday));
    await page.getByText('That time is not free').waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.goto(week);
    await chip.dragTo(square(clockOf(nextDay).slice(0, 2), dayOf(nextDay)));
    const dialog = page.getByRole('dialog', { name: new RegExp(`^Move Dora Visitor to .*${clockOf(nextDay)}`) });
    await dialog.waitFor();
    const asking = page.url();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect((await stands(id)).startAt.toISOString()).toBe(startAt);
    await page.goto(asking);
    await dialog.getByRole('button', { name: 'Move appointment' }).click();
    await page.getByText('The appointment is moved.').first().waitFor();
    expect(await atCalendar(id)).toEqual({ status: 'accepted', start: nextDay });
  });

  test('cancelled with a reason, without a script too: free in the calendar, and the lead is called again', async () => {
    const { id, leadId } = await booked('Cleo');
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
    await plain.addCookies(await context.cookies());
    const still = await plain.newPage();
    await still.goto(`/appointments/${id}`);
    await still.getByRole('link', { name: 'Cancel appointment' }).click();
    await still.getByText('the lead is called for a new time after 24 h').waitFor();
    await still.getByRole('button', { name: 'Cancel appointment' }).click(); // the browser asks for the reason
    expect((await stands(id)).status).toBe('scheduled');
    await still.getByLabel('Reason').fill('The crew is ill that day');
    await still.getByRole('button', { name: 'Cancel appointment' }).click();
    await still.getByText('Cancelled: The crew is ill that day.').waitFor();
    expect(await still.getByRole('link', { name: 'Move', exact: true }).count()).toBe(0);
    await plain.close();
    expect(await stands(id)).toMatchObject({ status: 'cancelled', cancelReason: 'The crew is ill that day' });
    expect((await atCalendar(id)).status).toBe('cancelled');
    expect((await deedsOf(id, 'cancel')).map(({ status }) => status)).toEqual(['done']);
    const lead = await person.get<{ status: string; phase: string }>(`/leads/${leadId}`);
    expect([lead.status, lead.phase]).toEqual(['callback', 'reach']);
    await page.goto(`/appointments/${id}/move`);
    await heading('Cleo Visitor'); // back where it stands: what is over cannot be moved
  });

  test('a lead cancels by the link it booked with; one answer counts whether it took place, and none before it began', async () => {
    const { id, leadId, startAt } = await booked('Iris');
    const confirm = await linkFor('confirm', 'confirm', leadId);
    const phone = await browser.newPage({
      viewport: { width: 390, height: 844 },
      colorScheme: 'dark',
      baseURL: app.urls.web,
      timezoneId: NEW_YORK,
    });
    await phone.goto(confirm);
    await phone.getByRole('heading', { level: 1, name: 'Your appointment has not begun yet' }).waitFor();
    const answer = (attended: string) => fetch(`${app.urls.web}${confirm}`, { method: 'POST', body: new URLSearchParams({ attended }) });
    const wordOf = () =>
      db.withClient(CLIENT_ID, (tx) =>
        tx.appointment.findUniqueOrThrow({ where: { clientId_id: { clientId: CLIENT_ID, id } }, select: { leadConfirmed: true } }),
      );
    await answer('yes');
    expect(await wordOf()).toEqual({ leadConfirmed: null });
    const clock = Date.parse(startAt) - Date.now() + 60_000; // a minute after its start
    const setClock = (clockOffset: number) =>
      db.withClient(CLIENT_ID, (tx) =>
        tx.lead.update({ where: { clientId_id: { clientId: CLIENT_ID, id: leadId } }, data: { clockOffset } }),
      );
    await setClock(clock);
    await phone.goto(confirm);
    await phone.getByRole('button', { name: 'No, it did not' }).click();
    await phone.getByRole('heading', { level: 1, name: 'Thank you for telling us' }).waitFor();
    await answer('yes'); // the link is used
    expect(await wordOf()).toEqual({ leadConfirmed: false });
    await setClock(0);
    await phone.goto(await linkFor('booking', 'b', leadId));
    await phone.getByText(`, ${timeOf(startAt)} E`).waitFor();
    await phone.locator('summary', { hasText: 'Cancel the appointment' }).click();
    await phone.getByRole('button', { name: 'Cancel the appointment' }).click();
    await phone.getByRole('heading', { level: 1, name: 'Your appointment is cancelled' }).waitFor();
    expect(await stands(id)).toMatchObject({ status: 'cancelled', cancelReason: 'cancelled by the lead' });
    await phone.close();
  });

  test('what the calendar noted of an appointment stands on its page, and decides nothing', async () => {
    const { id } = await booked('Nell');
    await db.withClient(CLIENT_ID, (tx) => noteEvidence(tx, CLIENT_ID, id, { noShowMarked: true, cancelledAfterStart: 'Traffic' }));
    await page.goto(`/appointments/${id}`);
    await page.getByText('The lead is marked as a no-show in the calendar.').waitFor();
    await page.getByText('Cancelled in the calendar after its start: Traffic.').waitFor();
    expect((await stands(id)).status).toBe('scheduled');
    expect(await seesNothingWrong()).toEqual([]);
  });

  test('a failed payment leads from the overview to that invoice, with its cause and the way to pay; the list is filtered by its address', async () => {
    const own = { clientId: CLIENT_ID, mode: 'live', amountDueCents: 41_280, hostedUrl: 'https://pay.invalid/a', finalizedAt: new Date() };
    const declined = { lastPaymentError: 'Your card has insufficient funds' };
    const due = { createdAt: new Date('2026-02-09T12:00:00Z'), dueAt: new Date('2027-01-04T17:00:00Z') };
    await db.withClient(CLIENT_ID, (tx) =>
      tx.invoice.createMany({
        data: [
          { ...own, ...declined, kind: 'usage', periodKey: '2026-10', status: 'open', number: 'N-14' },
          { ...own, ...due, kind: 'milestone', status: 'open', number: 'N-15' },
          { ...own, kind: 'milestone', status: 'paid', number: 'N-9', createdAt: new Date('2026-01-09T12:00:00Z') },
        ],
      }),
    );
    const numbers = () =>
      page
        .getByRole('table', { name: 'Invoices' })
        .getByRole('link', { name: /^N-\d+$/ })
        .allTextContents();
    await page.goto('/?of=live&period=7d');
    expect(await seesNothingWrong()).toEqual([]);
    await page.getByRole('link', { name: '1 invoice whose payment failed' }).click();
    await page
      .getByText('Your card has insufficient funds. A card that is kept is tried again; the pay link settles it at once.')
      .waitFor();
    expect(await numbers()).toEqual(['N-14']);
    await page.getByRole('link', { name: 'Pay N-14' }).waitFor();
    await page.goto('/billing?books=live');
    expect(await numbers()).toEqual(['N-14', 'N-15', 'N-9']);
    await page.getByLabel('Status').selectOption('open');
    await page.waitForURL(/status=open/);
    await page.getByText('Due on 4 Jan 2027.').waitFor();
    expect(await numbers()).toEqual(['N-15']);
    await page.getByLabel('Status').selectOption('');
    await page.getByLabel('What for').selectOption('milestone');
    await page.waitForURL(/kind=milestone/);
    await page.getByLabel('Made until').fill('2026-01-31');
    await page.waitForURL(/until=2026-01-31/);
    await page.getByText('1 of 1 invoice').waitFor();
    await page.reload();
    expect(await numbers()).toEqual(['N-9']);
    expect(await seesNothingWrong()).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await seesNothingWrong()).toEqual([]);
    await page.goto('/needs?which=late');
    await page.getByText('Nothing is overdue').waitFor();
    expect(await seesNothingWrong()).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
});
