import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { magicNumber, type WillName } from '#sandbox/numbers.ts';
import { type Person, signIn } from '#tests/end-to-end/person.ts';
import { sandboxOf } from '#tests/end-to-end/sandbox.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { pickFirstTime } from './booking-page.ts';
import { FRIDAY, type LeadClock, openLeadClock } from './lead-clock.ts';
import { inShort, type Story, type StoryMessage, storiesOf } from './stories.ts';

// Five leads on the product's true timing and hours. Their calendar offers Monday from nine on, New York time.
const CAST: { id: string; will: WillName; nth: number; zone: string }[] = [
  { id: 'easterner', will: 'books-yes', nth: 0, zone: 'America/New_York' },
  { id: 'westerner', will: 'books-yes', nth: 1, zone: 'America/Los_Angeles' },
  { id: 'vanishing westerner', will: 'books-vanishes', nth: 1, zone: 'America/Los_Angeles' },
  { id: 'vanishing easterner', will: 'books-vanishes', nth: 0, zone: 'America/New_York' },
];

let app: App;
let person: Person;
let clock: LeadClock;
let campaignId: string;
let leads: Map<string, string>;
beforeAll(async () => {
  app = await startApp();
  await sandboxOf(app).silenceClient();
  person = await signIn(app);
  const settings = { mode: 'rehearsal', cadencePreset: 'true', pace: 'instant', enforceHours: true };
  const campaign = await person.post<{ id: string; clientId: string }>('/campaigns', { name: 'A fortnight in seconds', ...settings });
  campaignId = campaign.id;
  const imported = CAST.map(({ id, will, nth, zone }) => ({
    ...{ first_name: id, last_name: will, phone: magicNumber(will, nth), email: `${will}.${nth}@example.com` },
    ...{ timezone: zone, consent_at: '2026-01-15', consent_source: 'web form' },
  }));
  await person.post('/leads/import', { campaignId, leads: imported });
  const { data } = await person.get<{ data: { id: string; firstName: string }[] }>(`/leads?campaignId=${campaignId}`);
  leads = new Map(data.map(({ id, firstName }) => [firstName, id]));
  clock = await openLeadClock(app, campaignId);
  await clock.begin(campaignId, FRIDAY);
  await person.post(`/campaigns/${campaignId}/activate`);
}, 180_000);
afterAll(async () => {
  await clock?.[Symbol.asyncDispose]();
  await app?.dispose();
}, 60_000);

const idOf = (name: string) => leads.get(name) ?? '';
async function storyOf(name: string): Promise<Story> {
  const story = (await storiesOf(app.database.superuserUrl, campaignId)).find(({ leadId }) => leadId === idOf(name));
  if (!story) throw new Error(`There is no lead called ${name}.`);
  return story;
}
const texts = ({ messages }: Story) => messages.filter(({ direction, channel, status }) => direction === 'outbound' && channel === 'sms' && status !== 'skipped');
const local = (instant: string | null, zone: string) => DateTime.fromISO(instant ?? '', { zone });
/** When a message was sent, where its reader lives. A slow machine may be late by some minutes at most. */
const sentAt = ({ messages }: Story, zone: string, wanted: (message: StoryMessage) => boolean) =>
  messages
    .filter((message) => message.direction === 'outbound' && message.status !== 'skipped' && wanted(message))
    .map(({ kind, channel, scheduledFor }) => `${local(scheduledFor, zone).toFormat('ccc HH:mm')} ${kind} ${channel}`);

function expectTextsInsideHours(story: Story, zone: string) {
  expect(texts(story).length).toBeGreaterThan(0);
  for (const { scheduledFor, sentAt: goneAt } of texts(story)) {
    const { hour } = local(goneAt, zone);
    expect(hour >= 8 && hour < 21).toBe(true);
    expect(Date.parse(goneAt ?? '') - Date.parse(scheduledFor ?? '')).toBeLessThan(5 * 60_000);
  }
}

test('a lead is taken from its call to a counted show step by step, each thing at its moment', { timeout: 240_000 }, async () => {
  const leadId = idOf('easterner');
  const steps: string[] = [];
  for (let known: string[] = []; ; ) {
    const moved = steps.length === 0 ? await clock.next(leadId) : await clock.next(leadId);
    const story = await storyOf('easterner');
    const { sent, replies, end, appointments } = inShort(story);
    const now = [...sent, ...replies, ...appointments, end].map(String);
    steps.push(now.filter((line) => !known.includes(line)).join(', '));
    known = now;
    if (moved.kind === 'nothing-ahead' || story.phase === 'end') break;
  }
  expect(steps).toEqual([]);
});
