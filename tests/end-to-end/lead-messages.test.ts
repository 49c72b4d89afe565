import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Db, openDb } from '#prisma/client.ts';
import { magicNumber } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { hasBrowser, hurry, launchBrowser } from '#tests/support/browser.ts';
import { watch, wrongsOf } from '#tests/support/page.ts';
import { type Person, signIn } from './person.ts';
import { Rehearsal } from './rehearsal.ts';

const CLIENT_ID = '0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001'; // the seed's
const PATIENCE_MS = 30_000;

let app: App;
let browser: Browser;
let desk: BrowserContext;
let page: Page;
let db: Db;
let person: Person;
let rehearsal: Rehearsal;
let made = 0;
const complaints: string[] = [];

/** A lead that keeps to itself, and what it is asked to be. */
async function addLead(firstName: string, change: object = {}): Promise<string> {
  const phone = magicNumber('ignores-link', ++made);
  const email = `${firstName.toLowerCase()}@example.com`;
  const lead = { campaignId: rehearsal.campaignId, firstName, lastName: 'Writer', email, phone };
  const { id } = await person.post<{ id: string }>('/leads', lead);
  await db.withClient(CLIENT_ID, (tx) => tx.lead.update({ where: { clientId_id: { clientId: CLIENT_ID, id } }, data: change }));
  return id;
}
const own = () => ({ clientId: CLIENT_ID, campaignId: rehearsal.campaignId, mode: 'rehearsal' });
/** What a lead wrote, as the vendor's webhook leaves it. */
const says = (leadId: string, body: string) =>
  db.withClient(CLIENT_ID, (tx) =>
    tx.message.create({
      data: {
        ...{ ...own(), leadId, direction: 'inbound', channel: 'sms', kind: 'reply', status: 'received', body },
        dedupeKey: `in:${leadId}:${body}`,
        sentAt: new Date(),
      },
    }),
  );
type Sent = { kind: string; channel: string; status: string; body: string };
const byHand = async (leadId: string) =>
  (await person.get<{ data: Sent[] }>(`/messages?leadId=${leadId}`)).data.filter(({ kind }) => kind === 'manual');
const open = async (leadId: string, name: string, search = '') => {
  await page.goto(`/leads/${leadId}${search}`);
  await page.getByRole('heading', { level: 1, name: `${name} Writer` }).waitFor();
  await page.getByText('Live', { exact: true }).waitFor(); // the page has come to life
};
const timeline = () => page.getByRole('region').or(page.locator('section')).filter({ hasText: 'What happened' }).last();

beforeAll(async () => {
  if (!hasBrowser) return;
  [app, browser] = await Promise.all([startApp(), launchBrowser()]);
  db = openDb({ appUrl: app.database.urls.app });
  person = await signIn(app);
  rehearsal = await Rehearsal.create(person, 'Answered by hand', { enforceHours: false });
  desk = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1440, height: 900 } });
  page = await desk.newPage();
  watch(page, complaints);
  await page.goto('/login?next=%2Fleads');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await db?.close();
  await app?.dispose();
});
beforeEach(() => page?.setViewportSize({ width: 1440, height: 900 }));

describe.skipIf(!hasBrowser)('a reply that needs a person', () => {
  test('is marked as handled in the list of what waits, and put back by its undo', async () => {
    const leadId = await addLead('Nell', { phase: 'rebook' });
    await says(leadId, 'Is there parking at yours?');
    await page.goto('/needs?which=replies');
    const row = page.getByRole('row', { name: /Is there parking at yours/ });
    await row.waitFor();
    expect(await wrongsOf(page)).toEqual([]);
    await row.getByRole('button', { name: 'Mark as handled' }).click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Results' }).getByRole('button', { name: 'Undo' }).click();
    await row.waitFor();
  });

  test('is marked on its lead’s page, which then says by whom', async () => {
    const leadId = await addLead('Otto', { phase: 'rebook' });
    await says(leadId, 'Tuesday?');
    await open(leadId, 'Otto');
    await page.getByText('Needs a person').waitFor();
    await page.getByRole('button', { name: 'Mark as handled' }).click();
    await page.getByText(/^Handled by Dana Demo/).waitFor();
    expect(await page.getByText('Needs a person').count()).toBe(0);
    expect(await wrongsOf(page)).toEqual([]);
  });
});

describe.skipIf(!hasBrowser)('a message by hand', () => {
  test('is counted as it is typed, sent once, and followed until it has arrived', async () => {
    const leadId = await addLead('Pia');
    await open(leadId, 'Pia', '?write=sms');
    await page.getByLabel('Message').fill('Yes, there is.');
    await page.getByText('49 characters with the ending, 1 SMS part.').waitFor();
    await page.getByLabel('Message').fill('Yes, there is 🙂');
    await page.getByText(/^51 characters with the ending, 1 SMS part\. A character outside/).waitFor();
    expect(await wrongsOf(page)).toEqual([]);
    await page.getByLabel('Message').fill('Yes, there is parking.');
    await page.getByRole('button', { name: 'Send the text' }).click();
    await page.getByText('Written by Dana Demo').waitFor();
    await page.getByText(/^Yes, there is parking\. Ref [\w-]{6}\. Reply STOP to opt out\.$/).waitFor();
    expect(await page.getByLabel('Message').inputValue()).toBe('');
    await vi.waitFor(async () => expect((await byHand(leadId)).map(({ status }) => status)).toEqual(['delivered']), PATIENCE_MS);
    await timeline().getByText('Delivered', { exact: true }).waitFor(); // told by itself
    expect(await wrongsOf(page)).toEqual([]);
  });

  test('typed before the script of its box has come stays, also when the page learns something new meanwhile', async () => {
    const leadId = await addLead('Olaf');
    await using early = await desk.newPage();
    watch(early, complaints);
    await hurry(early);
    let come: () => void = () => undefined;
    const mayCome = new Promise<void>((resolve) => {
      come = resolve;
    });
    await early.route('**/assets/{write-box,comment-forms}-*.js', async (route) => {
      await mayCome;
      await route.continue();
    });
    await early.goto(`/leads/${leadId}?write=sms`);
    await early.getByText('Live', { exact: true }).waitFor();
    await early.locator('summary', { hasText: 'Comment for colleagues' }).click();
    const [message, comment] = [early.getByLabel('Message', { exact: true }), early.getByLabel('Comment', { exact: true })];
    await message.fill('Written early.');
    await comment.fill('Noted early.');
    await person.ask('PUT', `/leads/${leadId}`, { lastName: 'Renamed' });
    await early.waitForFunction((path) => performance.getEntries().some(({ name }) => name.includes(path)), `/leads/${leadId}.data`);
    come();
    await early.getByRole('heading', { level: 1, name: 'Olaf Renamed' }).waitFor();
    await early.locator('html[data-awake]').waitFor();
    await early.getByText('49 characters with the ending, 1 SMS part.').waitFor();
    expect([await message.inputValue(), await comment.inputValue()]).toEqual(['Written early.', 'Noted early.']);
  });

  test('by e-mail asks for a subject, and keeps what was typed', async () => {
    const leadId = await addLead('Quin');
    await open(leadId, 'Quin', '?write=email');
    await page.getByLabel('Message').fill('The offer is attached to your account.');
    await page.getByRole('button', { name: 'Send the e-mail' }).click();
    await page.getByText('Write what the e-mail is about.').waitFor();
    expect(await wrongsOf(page)).toEqual([]);
    expect(await page.getByLabel('Message').inputValue()).toBe('The offer is attached to your account.');
    await page.getByLabel('Subject').fill('Your offer');
    await page.getByRole('button', { name: 'Send the e-mail' }).click();
    await page.getByText('Written by Dana Demo').waitFor();
    expect((await byHand(leadId)).map(({ channel }) => channel)).toEqual(['email']);
  });

  test('that may not be sent says why, channel by channel', async () => {
    const leadId = await addLead('Rosa', { smsOptOutAt: new Date(), email: null });
    await open(leadId, 'Rosa', '?write=sms');
    await page.getByText('The lead replied STOP.').waitFor();
    expect(await page.getByRole('button', { name: 'Send the text' }).count()).toBe(0);
    await page.getByRole('navigation', { name: 'How to write' }).getByRole('link', { name: 'E-mail' }).click();
    await page.getByText('There is no address for this channel.').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await wrongsOf(page)).toEqual([]);
    expect(await byHand(leadId)).toEqual([]);
  });

  test('goes out once when its form is sent twice without a script, and nothing typed is lost when it is refused', async () => {
    const leadId = await addLead('Sami');
    const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
    await plain.addCookies(await desk.cookies());
    const [one, two] = [await plain.newPage(), await plain.newPage()];
    await one.goto(`/leads/${leadId}?write=sms`);
    const key = await one.locator('input[name=key]').getAttribute('value');
    await one.getByLabel('Message').fill('Good morning {{first_name}}');
    await one.getByRole('button', { name: 'Send the text' }).click();
    await one.getByText(/^Nothing is filled in here/).waitFor();
    expect(await one.getByLabel('Message').inputValue()).toBe('Good morning {{first_name}}');
    const form = { verb: 'write', channel: 'sms', body: 'Good morning.', key: key ?? '' };
    const headers = { origin: app.urls.web };
    const answers = await Promise.all([
      two.request.post(`/leads/${leadId}`, { form, headers }),
      one.request.post(`/leads/${leadId}`, { form, headers }),
    ]);
    expect(answers.map((answer) => answer.status())).toEqual([200, 200]);
    await plain.close();
    expect((await byHand(leadId)).length).toBe(1);
  });
});

describe.skipIf(!hasBrowser)('a comment', () => {
  test('is added, changed, deleted and brought back where it stands', async () => {
    const leadId = await addLead('Tess');
    await open(leadId, 'Tess');
    await page.locator('summary', { hasText: 'Comment for colleagues' }).click();
    await page.getByLabel('Comment', { exact: true }).fill('Prefers mornings.');
    await page.getByRole('button', { name: 'Add comment' }).click();
    await page.getByText('Comment by Dana Demo').waitFor();
    await page.locator('summary', { hasText: 'Comment for colleagues' }).click();
    await page.locator('summary', { hasText: 'Change' }).click();
    expect(await wrongsOf(page)).toEqual([]);
    const entry = timeline().locator('li', { hasText: 'Comment by Dana Demo' });
    await entry.getByLabel('Comment', { exact: true }).fill('Prefers evenings.');
    await entry.getByRole('button', { name: 'Save' }).click();
    await entry.getByText('Prefers evenings.', { exact: true }).first().waitFor();
    await entry.getByText(/^Changed/).waitFor();
    await entry.getByRole('button', { name: 'Delete' }).click();
    await entry.waitFor({ state: 'detached' });
    const results = page.getByRole('region', { name: 'Results' });
    await results.locator('div', { hasText: 'Comment deleted.' }).getByRole('button', { name: 'Undo' }).last().click();
    await entry.waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await wrongsOf(page)).toEqual([]);
  });
});

describe.skipIf(!hasBrowser)('a recording', () => {
  test('is heard on the lead’s page and on the call’s, and loaded only when asked for', async () => {
    const leadId = await addLead('Uma');
    const { data } = await person.get<{ data: { phone: string }[] }>(`/leads?q=${leadId}`);
    const url = `${app.urls.sandbox}/recordings/none.wav`;
    const asked: string[] = [];
    page.on('request', (request) => request.url() === url && asked.push(request.url()));
    await page.route(url, (route) => route.fulfill({ contentType: 'audio/wav', body: Buffer.alloc(44) }));
    const call = await db.withClient(CLIENT_ID, async (tx) => {
      const times = { dialledAt: new Date(), startedAt: new Date(), endedAt: new Date(), durationSeconds: 60 };
      const data_ = {
        ...own(),
        leadId,
        toNumber: data[0]?.phone ?? '',
        permit: 'consumed',
        status: 'completed',
        dialNo: 1,
        answered: true,
      };
      const made_ = await tx.call.create({ data: { ...data_, ...times, recordingUrl: url } });
      await tx.transcriptLine.create({
        data: { clientId: CLIENT_ID, callId: made_.id, seq: 0, speaker: 'agent', message: 'Hello, this is Robin.' },
      });
      return made_;
    });
    await open(leadId, 'Uma');
    const player = page.locator('audio');
    expect(await player.getAttribute('src')).toBe(url);
    expect(await wrongsOf(page)).toEqual([]);
    expect(asked).toEqual([]);
    await player.evaluate((audio: HTMLAudioElement) => void audio.load());
    await player.evaluate((audio: HTMLAudioElement) => void audio.play().catch(() => undefined)); // an empty file cannot be played; that it is asked for is what counts
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(0), PATIENCE_MS);
    await page.goto(`/calls/${call.id}`);
    await page.getByText('Hello, this is Robin.').waitFor();
    expect(await player.getAttribute('src')).toBe(url);
    expect(await wrongsOf(page)).toEqual([]);
  });

  test('at a host that pages may not play from is a link', async () => {
    const leadId = await addLead('Vito');
    await db.withClient(CLIENT_ID, (tx) =>
      tx.call.create({
        data: {
          ...own(),
          leadId,
          toNumber: '+14155550000',
          permit: 'consumed',
          status: 'completed',
          recordingUrl: 'https://elsewhere.example/1.wav',
        },
      }),
    );
    await open(leadId, 'Vito');
    expect(await page.getByRole('link', { name: 'Recording' }).getAttribute('href')).toBe('https://elsewhere.example/1.wav');
    expect(await page.locator('audio').count()).toBe(0);
  });
});

test.skipIf(!hasBrowser)('nothing failed in the browser meanwhile', () => expect(complaints).toEqual([]));
