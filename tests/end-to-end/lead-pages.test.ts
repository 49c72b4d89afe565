import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, openDb } from '#prisma/client.ts';
import { magicNumber } from '#sandbox/numbers.ts';
import { issueLink, type LinkPurpose } from '#stores/link-tokens.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, launchBrowser } from '#tests/support/browser.ts';
import { type Person, signIn } from './person.ts';
import { type Appointment, Rehearsal } from './rehearsal.ts';

const CLIENT_ID = '0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001'; // the seed's
const SECOND = 1_000;
const PATHS = { booking: 'b', reschedule: 'move', confirm: 'confirm', unsubscribe: 'unsubscribe', verify: 'verify' } as const;

let app: App;
let browser: Browser;
let phone: BrowserContext;
let page: Page;
let db: Db;
let person: Person;
let rehearsal: Rehearsal;
let leadId = '';
const complaints: string[] = [];

const linkFor = async (purpose: LinkPurpose, { lead = leadId, daysValid = 30 } = {}) => {
  const token = await db.withClient(CLIENT_ID, (tx) => issueLink(tx, { clientId: CLIENT_ID, leadId: lead, purpose, daysValid }));
  return `/${PATHS[purpose]}/${token}`;
};
/** A digest's link of the seed's owner, about an appointment of the lead that began an hour ago. */
const digestLink = async (lead: string, daysValid = 30) => {
  const { user } = await person.get<{ user: { id: string } }>('/users/me');
  return db.withClient(CLIENT_ID, async (tx) => {
    const ahead = (hours: number) => new Date(Date.now() + hours * 3600 * SECOND);
    const times = { bookedAt: ahead(-24), startAt: ahead(-1), endAt: ahead(-0.5), verifyDueAt: ahead(47) };
    const whose = { clientId: CLIENT_ID, leadId: lead, campaignId: rehearsal.campaignId, mode: 'rehearsal', timezone: 'America/New_York' };
    const { id: appointmentId } = await tx.appointment.create({ data: { ...whose, ...times, status: 'awaiting' } });
    const token = await issueLink(tx, { clientId: CLIENT_ID, leadId: lead, appointmentId, userId: user.id, purpose: 'verify', daysValid });
    return `/${PATHS.verify}/${token}`;
  });
};
const addLead = async (firstName: string, n: number) =>
  (
    await person.post<{ id: string }>('/leads', {
      ...{ campaignId: rehearsal.campaignId, firstName, lastName: 'Visitor', email: `${firstName}@example.com` },
      phone: magicNumber('ignores-link', n),
    })
  ).id;
const appointments = () => person.get<{ data: Appointment[] }>(`/appointments?campaignId=${rehearsal.campaignId}&sort=createdAt`);
const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

/** What axe finds, and whether the page is wider than the phone. */
async function wrongs(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('a.h-11, button, summary, label')]
      .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 44)
      .map((each) => each.textContent),
  );
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow}`] : []),
    ...small.map((text) => `too small for a thumb: ${text}`),
  ];
}

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  db = openDb({ appUrl: app.database.urls.app });
  person = await signIn(app);
  rehearsal = await Rehearsal.create(person, 'Visited by leads', { calcomEventTypeId: 101 }); // half hours on working days
  leadId = await addLead('Vera', 1);
  phone = await browser.newContext({ baseURL: app.urls.web, timezoneId: 'Europe/Berlin', viewport: { width: 390, height: 844 } });
  page = await phone.newPage();
  page.setDefaultTimeout(15 * SECOND);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
}, 120 * SECOND);
afterAll(async () => {
  await browser?.close();
  await db?.close();
  await app?.dispose();
});

describe.skipIf(!hasBrowser)('a lead on a phone', () => {
  test('books by the link in two presses, in the zone of its own browser', async () => {
    await page.goto(await linkFor('booking'));
    await heading('Vera, choose a time');
    await page.getByText('Times are in Europe/Berlin').waitFor();
    expect((await appointments()).data).toEqual([]); // looking changes nothing
    expect(await wrongs()).toEqual([]);
    await page.locator('details summary').last().click();
    await page
      .locator('label:visible', { has: page.getByRole('radio') })
      .last()
      .click();
    await page.getByRole('button', { name: 'Book this time' }).click();
    await heading('You are booked');
    await page.getByText('The time is in Berlin.').waitFor();
    expect(await wrongs()).toEqual([]);
    const { data } = await appointments();
    expect(data.map(({ leadId: whose, status }) => [whose, status])).toEqual([[leadId, 'scheduled']]);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Calendar file' }).click()]);
    const file = Buffer.concat(await (await download.createReadStream()).toArray()).toString();
    expect(file).toContain(`DTSTART:${data[0]?.startAt.replaceAll(/[-:]|\.\d+/g, '')}`);
    expect(file).not.toMatch(/Vera|Visitor|example\.com/);
  });

  test('moves the appointment to another time, and it stays one appointment', async () => {
    const [before] = (await appointments()).data;
    await page.goto(await linkFor('reschedule'));
    await heading('Your appointment');
    await page.getByRole('link', { name: 'Choose another time' }).click();
    await heading('Choose another time');
    await page.locator('details summary').last().click();
    await page
      .locator('label:visible', { has: page.getByRole('radio') })
      .nth(-3)
      .click();
    await page.getByRole('button', { name: 'Move to this time' }).click();
    await heading('Your appointment is moved');
    const { data } = await appointments();
    expect(data.map(({ id, status }) => [id, status])).toEqual([[before?.id, 'scheduled']]);
    expect(data[0]?.startAt).not.toBe(before?.startAt);
  });

  test('cancels without a phone call, and is offered new times', async () => {
    await page.goto(await linkFor('reschedule'));
    await page.locator('summary', { hasText: 'Cancel the appointment' }).click();
    expect((await appointments()).data[0]?.status).toBe('scheduled');
    await page.getByRole('button', { name: 'Cancel the appointment' }).click();
    await heading('Your appointment is cancelled');
    expect((await appointments()).data[0]?.status).toBe('cancelled');
    expect(await page.getByRole('button', { name: 'Book this time' }).count()).toBe(1);
    expect(await wrongs()).toEqual([]);
  });

  test('an old link explains itself and leads to free times without naming anybody', async () => {
    const answer = await page.goto(await linkFor('reschedule', { daysValid: -1 }));
    expect(answer?.status()).toBe(410);
    await heading('This link is no longer valid');
    const address = (await page.getByRole('link', { name: 'See free times' }).getAttribute('href')) ?? '';
    expect(new URL(address).search).toBe('');
    expect(await wrongs()).toEqual([]);
    complaints.splice(0); // the browser reports the 410 itself
  });

  test('unsubscribes by one press; opening the page does not', async () => {
    await page.goto(await linkFor('unsubscribe'));
    await heading('No more e-mail from Northwind Roofing?');
    const optedOut = () =>
      db.withClient(CLIENT_ID, (tx) =>
        tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId: CLIENT_ID, id: leadId } }, select: { emailOptOutAt: true } }),
      );
    expect((await optedOut()).emailOptOutAt).toBeNull();
    expect(await wrongs()).toEqual([]);
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    await heading('You get no more e-mail from us');
    expect((await optedOut()).emailOptOutAt).not.toBeNull();
  });

  test('books without a script; the same page sent twice is one booking', async () => {
    const nora = await addLead('Nora', 2);
    const link = await linkFor('booking', { lead: nora });
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(link);
    const startAt = (await still.locator('input[name=startAt]').last().getAttribute('value')) ?? '';
    await plain.close();
    const send = () =>
      fetch(`${app.urls.web}${link}`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ startAt, after: '', zone: 'America/New_York' }),
      });
    const answers = await Promise.all([send(), send()]);
    expect(answers.map(({ status }) => status).filter((status) => status >= 500)).toEqual([]);
    await expect
      .poll(async () => (await appointments()).data.filter(({ leadId: whose }) => whose === nora).map(({ status }) => status))
      .toEqual(['scheduled']);
  });

  test('one of the client’s people answers by the digest’s link; opening it decides nothing', async () => {
    const vida = await addLead('Vida', 3);
    const link = await digestLink(vida);
    await page.goto(`${link}?attended=no`);
    await heading('Did Vida V. show up?');
    expect(await page.getByRole('button', { name: 'Yes, they showed up' }).count()).toBe(0);
    expect(await wrongs()).toEqual([]);
    const saidOf = async () =>
      (await appointments()).data.filter(({ leadId: whose }) => whose === vida).map((each) => each.clientConfirmed);
    expect(await saidOf()).toEqual([null]);
    await page.getByRole('button', { name: 'No, they did not' }).click();
    await heading('Noted: Vida V. did not show up');
    expect(await wrongs()).toEqual([]);
    expect(await saidOf()).toEqual([false]);
    await page.goto(link);
    await heading('There is an answer already');
    expect(await wrongs()).toEqual([]);
    await db.withClient(CLIENT_ID, (tx) => tx.appointment.updateMany({ where: { leadId: vida }, data: { clientConfirmed: null } }));
    await page.goto(link);
    await heading('This link has been used'); // its word was taken back: the same link gives no second one
    expect(await page.getByRole('button', { name: /^(Yes|No),/ }).count()).toBe(0);
    expect(await wrongs()).toEqual([]);
  });

  test('an old link of a digest, and one that leads nowhere, say so without naming anybody', async () => {
    const stale = await digestLink(await addLead('Vito', 4), -1);
    expect((await page.goto(stale))?.status()).toBe(410);
    await heading('This link is no longer valid');
    expect(await wrongs()).toEqual([]);
    expect(await page.getByText('Vito').count()).toBe(0);
    expect((await page.goto(`/verify/${'A'.repeat(43)}`))?.status()).toBe(404);
    await heading('This link leads nowhere');
    expect(await wrongs()).toEqual([]);
    complaints.splice(0); // the browser reports 410 and 404 itself
  });

  test('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
});
