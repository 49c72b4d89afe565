import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { magicNumber, type WillName } from '#sandbox/numbers.ts';
import { type Person, signIn } from '#tests/end-to-end/person.ts';
import { sandboxOf } from '#tests/end-to-end/sandbox.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { bookFirstTime, bookingLinkIn } from './booking-page.ts';
import { FRIDAY, type LeadClock, openLeadClock } from './lead-clock.ts';
import { inShort, type Story, storiesOf } from './stories.ts';
import { handedOver, hours } from './words.ts';

// A fortnight on the product's true timing and hours, from a Friday afternoon on. The calendar offers Monday from nine on, New York time.
const EAST = 'America/New_York';
const WEST = 'America/Los_Angeles';
const LEADS = {
  easterner: { will: 'books-yes', nth: 0, zone: EAST },
  westerner: { will: 'books-yes', nth: 1, zone: WEST },
  absentee: { will: 'books-vanishes', nth: 1, zone: WEST },
  returner: { will: 'books-vanishes', nth: 0, zone: EAST },
} as const satisfies Record<string, { will: WillName; nth: number; zone: string }>;
type Name = keyof typeof LEADS;

let app: App;
let person: Person;
let clock: LeadClock;
let campaignId: string;
let ids: Map<string, string>;
beforeAll(async () => {
  app = await startApp();
  await sandboxOf(app).silenceClient();
  person = await signIn(app);
  const settings = { mode: 'rehearsal', cadencePreset: 'true', pace: 'instant', enforceHours: true };
  campaignId = (await person.post<{ id: string }>('/campaigns', { name: 'A fortnight in seconds', ...settings })).id;
  const leads = Object.entries(LEADS).map(([name, { will, nth, zone }]) => ({
    ...{ first_name: name, phone: magicNumber(will, nth), email: `${name}@example.com` },
    ...{ timezone: zone, consent_at: '2026-01-15', consent_source: 'web form' },
  }));
  await person.post('/leads/import', { campaignId, leads });
  const { data } = await person.get<{ data: { id: string; firstName: string }[] }>(`/leads?campaignId=${campaignId}`);
  ids = new Map(data.map(({ id, firstName }) => [firstName, id]));
  clock = await openLeadClock(app, campaignId);
  await clock.begin(FRIDAY);
  await person.post(`/campaigns/${campaignId}/activate`);
  await clock.call();
}, 180_000);
afterAll(async () => {
  await clock?.[Symbol.asyncDispose]();
  await app?.dispose();
}, 60_000);

const idOf = (name: Name) => ids.get(name) ?? '';
async function storyOf(name: Name): Promise<Story> {
  const story = (await storiesOf(app.database, campaignId)).find(({ leadId }) => leadId === idOf(name));
  if (!story) throw new Error(`There is no lead called ${name}.`);
  return story;
}
/** Weekday and time of an instant where the lead lives. */
const local = (name: Name, instant: string | null) => DateTime.fromISO(instant ?? '', { zone: LEADS[name].zone });
/** What was handed over to the vendors, each with the time it was planned for, where the lead lives. */
const diary = (name: Name, story: Story, isWanted: (kind: string) => boolean = () => true) =>
  handedOver(story)
    .filter(({ kind }) => isWanted(kind))
    .map(({ kind, channel, scheduledFor }) => `${local(name, scheduledFor).toFormat('ccc HH:mm')} ${kind} ${channel}`);

/** Five minutes are what a step may be late on a slow machine. */
const roughly = (name: Name, instant: string) => {
  const at = local(name, instant);
  return at.set({ minute: at.minute - (at.minute % 5) }).toFormat('ccc HH:mm');
};
const shownCount = async () => (await person.get<{ shownCount: number }>('/billing/milestones?mode=rehearsal')).shownCount;

/** Goes on to the next step, until the story is as wished. */
async function until(name: Name, isSo: (story: Story) => boolean): Promise<Story> {
  for (let steps = 0; steps < 40; steps++) {
    const story = await storyOf(name);
    if (isSo(story)) return story;
    await clock.next(idOf(name));
  }
  throw new Error(`It never came to that: ${JSON.stringify(inShort(await storyOf(name)))}`);
}

function expectTextsByDay(name: Name, story: Story) {
  const texts = handedOver(story).filter(({ channel }) => channel === 'sms');
  expect(texts.length).toBeGreaterThan(3);
  for (const { sentAt, scheduledFor } of texts) {
    const { hour } = local(name, sentAt);
    expect(`${hour >= 8 && hour < 21} at ${local(name, sentAt).toFormat('HH:mm')}`).toMatch(/^true/);
    expect(hours(scheduledFor, sentAt)).toBe(0);
  }
}

test('a lead is taken from its call to the verdict step by step, each thing at its moment', { timeout: 240_000 }, async () => {
  const shownBefore = await shownCount();
  const steps: string[] = [];
  let known: string[] = [];
  let at = FRIDAY.toISOString();
  const confirmed = ['booking_confirmation sms', 'booking_confirmation email'];
  await vi.waitFor(async () => expect(inShort(await storyOf('easterner')).sent).toEqual(confirmed), { timeout: 60_000, interval: 250 });
  for (;;) {
    const story = await storyOf('easterner');
    const { sent, appointments, calls, replies } = inShort(story);
    const told = [...calls, ...appointments, ...sent, ...replies];
    steps.push([roughly('easterner', at), ...told.filter((line) => !known.includes(line))].join(', '));
    known = told;
    if (story.phase === 'end') break;
    const moved = await clock.next(idOf('easterner'));
    if (moved.kind === 'moved') at = moved.leadNow;
  }
  expect(steps).toEqual([
    'Fri 17:05, completed, scheduled, booking_confirmation sms, booking_confirmation email',
    'Sun 09:30, reminder_24h sms, reminder_24h email',
    'Sun 20:55, reminder_2h sms', // half past seven would be too early for a text
    'Mon 09:15, reminder_15m sms',
    'Mon 10:00',
    'Mon 11:00, attendance_check sms, attendance_check email, YES',
    'Wed 09:30, shown by lead',
  ]);
  expect((await shownCount()) - shownBefore).toBe(1);
});

test('with hours enforced, what would wake a lead at the other coast goes the evening before or waits for the morning', {
  timeout: 240_000,
}, async () => {
  await clock.end(idOf('westerner'));
  const story = await storyOf('westerner');
  expect(inShort(story)).toMatchObject({
    end: 'shown',
    appointments: ['shown by lead'],
    replies: ['YES'],
    skipped: ['reminder_2h sms outside_hours'],
  });
  expectTextsByDay('westerner', story);
  // The appointment is on Monday at half past six, by the calendar of the other coast.
  expect(diary('westerner', story)).toEqual([
    'Fri 14:05 booking_confirmation sms',
    'Fri 14:05 booking_confirmation email',
    'Sat 20:59 reminder_24h sms',
    'Sun 06:00 reminder_24h email',
    'Sun 20:59 reminder_15m sms',
    'Mon 07:30 attendance_check email',
    'Mon 08:00 attendance_check sms',
  ]);
});

test('with hours enforced, offers to a lead that did not come wait for nine in the morning of days 0, 2 and 4', {
  timeout: 240_000,
}, async () => {
  await clock.end(idOf('absentee'));
  const story = await storyOf('absentee');
  expect(inShort(story)).toMatchObject({ end: 'unresponsive', calls: ['completed'], appointments: ['no_show by none'] });
  expectTextsByDay('absentee', story);
  expect(diary('absentee', story, (kind) => kind.startsWith('rebook'))).toEqual([
    'Wed 09:00 rebook_day0 sms',
    'Fri 09:00 rebook_day2 email',
    'Sun 09:00 rebook_day4 sms',
  ]);
  expect(local('absentee', story.appointments[0]?.verifiedAt ?? null).hour).toBeLessThan(8);
  expect(story.rebookRounds).toBe(1);
});

test('a lead is won back twice at most', { timeout: 400_000 }, async () => {
  for (const round of [1, 2]) {
    const missed = await until(
      'returner',
      ({ rebookRounds, messages }) =>
        rebookRounds === round &&
        messages.some(({ kind, status, appointmentId }) => kind === 'rebook_day0' && status !== 'scheduled' && appointmentId),
    );
    const offer = missed.messages.filter(({ kind, body }) => kind === 'rebook_day0' && body).at(-1);
    await bookFirstTime(bookingLinkIn(offer?.body));
    await until('returner', ({ appointments }) => appointments.length === round + 1);
  }
  await clock.end(idOf('returner'));
  const { end, appointments, sent } = inShort(await storyOf('returner'));
  expect({ end, appointments, offers: sent.filter((line) => line.startsWith('rebook')) }).toEqual({
    ...{ end: 'no_show', appointments: ['no_show by none', 'no_show by none', 'no_show by none'] },
    offers: ['rebook_day0 sms', 'rebook_day0 sms'],
  });
  expect(await storyOf('returner')).toMatchObject({ rebookRounds: 2, nextReason: 'did not show up, all offers were made' });
});
