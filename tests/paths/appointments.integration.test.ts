import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WillName } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { type Cast, playCast } from './cast.ts';
import { deedsOf } from './deeds.ts';
import { inShort, type StoryMessage } from './stories.ts';
import { ASKED, at, CONFIRMED, gaps, handedOver, hours, messageOf, OFFERED, outbound, REMINDED, twice } from './words.ts';

// Those who book in a call, two of each. Whatever is told of a character, both of them came to it.
const WILLS: readonly WillName[] = [
  ...(['books-yes', 'books-client', 'third-time', 'books-calls', 'books-calls-45', 'books-no', 'books-vanishes', 'books-asks'] as const),
  ...(['books-moves', 'books-cancels', 'books-twice', 'books-stops', 'rebooks-day-0', 'rebooks-day-2', 'rebooks-day-4'] as const),
];

let app: App;
let cast: Cast;
beforeAll(async () => {
  app = await startApp();
  cast = await playCast(app, WILLS);
}, 580_000);
afterAll(() => app?.dispose(), 60_000);

describe('an appointment', () => {
  const booked = { attempts: 1, calls: ['completed'], sent: [...CONFIRMED, ...REMINDED, ...ASKED] };

  test('is a show by the lead’s YES, decided 48 hours after its start', () => {
    expect(cast.both('books-yes')).toEqual(twice({ ...booked, end: 'shown', appointments: ['shown by lead'], replies: ['YES'] }));
    for (const { appointments } of cast.stories('books-yes')) {
      expect(appointments).toMatchObject([{ bookedBy: 'call', leadConfirmed: true, clientConfirmed: null, isCounted: true }]);
      expect(hours(appointments[0]?.startAt, appointments[0]?.verifiedAt)).toBe(48);
    }
  });

  test('is reminded of a day, two hours and a quarter of an hour ahead, and asked about an hour after its end', () => {
    for (const story of cast.stories('books-yes')) {
      const start = story.appointments[0]?.startAt;
      const ahead = ['reminder_24h', 'reminder_2h', 'reminder_15m', 'attendance_check'].map(
        (kind) => (at(messageOf(story, kind)?.scheduledFor) - at(start)) / 3_600_000,
      );
      expect(ahead).toEqual([-24, -2, -0.25, 1.5]);
      for (const { sentAt, scheduledFor, direction } of story.messages)
        if (direction === 'outbound') expect(hours(scheduledFor, sentAt)).toBe(0);
    }
  });

  test('is a show by the client’s word as soon as it has begun', () => {
    const confirmed = {
      sent: [...CONFIRMED, ...REMINDED],
      skipped: ASKED.map((message) => `${message} shown`),
      appointments: ['shown by client'],
    };
    expect(cast.both('books-client')).toEqual(twice({ ...booked, ...confirmed, end: 'shown' }));
    expect(cast.both('third-time')).toEqual(
      twice({ ...confirmed, end: 'shown', attempts: 3, calls: ['no_answer', 'no_answer', 'completed'] }),
    );
  });

  test('is a show by a call of 46 seconds, which is kept as its proof', () => {
    expect(cast.both('books-calls')).toEqual(
      twice({ ...booked, end: 'shown', calls: ['completed', 'inbound 46 s'], appointments: ['shown by call_duration'] }),
    );
    for (const { appointments, calls } of cast.stories('books-calls')) {
      const proof = calls.find(({ direction }) => direction === 'inbound');
      expect(appointments[0]?.proofCallId).toBe(proof?.id);
      expect(at(proof?.startedAt)).toBeGreaterThanOrEqual(at(appointments[0]?.startAt));
    }
  });

  test('is no show by a call of 45 seconds, nor by NO, nor in silence; three offers later the lead is given up', () => {
    const lost = { ...booked, end: 'unresponsive', appointments: ['no_show by none'], sent: [...booked.sent, ...OFFERED] };
    expect(cast.both('books-calls-45')).toEqual(twice({ ...lost, calls: ['completed', 'inbound 45 s'] }));
    expect(cast.both('books-no')).toEqual(twice({ ...lost, replies: ['NO'] }));
    expect(cast.both('books-vanishes')).toEqual(twice(lost));
  });

  test('is kept when the lead has a question, which waits for a person', () => {
    expect(cast.both('books-asks')).toEqual(
      twice({
        ...booked,
        end: 'shown',
        appointments: ['shown by lead'],
        replies: ['Can my husband come along, and is there parking?', 'YES'],
      }),
    );
  });

  test('that was moved is reminded of for its new start only', () => {
    for (const story of cast.stories('books-moves')) {
      const [appointment] = story.appointments;
      expect(inShort(story)).toMatchObject({
        end: 'shown',
        attempts: 1,
        calls: ['completed'],
        appointments: ['shown by lead'],
        replies: ['YES'],
      });
      expect(appointment?.moves).toBe(1);
      const aheadOfIt = story.messages.filter(({ kind }) => kind.startsWith('reminder') || kind === 'attendance_check');
      const isForStart = ({ key }: StoryMessage) =>
        key.startsWith(`${appointment?.id}:${new Date(at(appointment?.startAt)).toISOString()}:`);
      expect(aheadOfIt.filter(isForStart).map(({ kind, channel }) => `${kind} ${channel}`)).toEqual([...REMINDED, ...ASKED]);
      expect(aheadOfIt.filter((message) => isForStart(message) && message.status === 'skipped')).toEqual([]);
      expect(aheadOfIt.filter((message) => !isForStart(message)).map(({ status, skipReason }) => `${status} ${skipReason}`)).toEqual(
        Array(6).fill('skipped replanned'),
      );
    }
  });

  test('that was cancelled before its start has its lead dialled again a day later, until all attempts are used', () => {
    for (const story of cast.stories('books-cancels')) {
      const { end, attempts, calls, appointments, skipped } = inShort(story);
      expect({ end, attempts, calls, appointments }).toEqual({
        ...{ end: 'unresponsive', attempts: 3, calls: ['completed', 'no_answer', 'no_answer', 'no_answer'], appointments: ['cancelled'] },
      });
      expect(gaps(story)).toEqual([24, 4, 24]); // the dial after a cancel is owed to the lead, and no attempt
      expect(skipped).toEqual(expect.arrayContaining([...REMINDED, ...ASKED].map((message) => `${message} cancelled`)));
      expect(story.appointments[0]).toMatchObject({ cancelReason: 'Changed my mind', isCounted: false });
    }
  });

  test('gives way to a second booking made before its start', () => {
    for (const story of cast.stories('books-twice')) {
      expect(inShort(story)).toMatchObject({
        end: 'shown',
        calls: ['completed'],
        appointments: ['cancelled', 'shown by lead'],
        replies: ['YES'],
      });
      const [first, second] = story.appointments;
      expect(first).toMatchObject({ bookedBy: 'call', cancelReason: 'superseded', isCounted: false });
      expect(second).toMatchObject({ bookedBy: 'link', cancelReason: null, isCounted: true });
      const reminders = story.messages.filter(({ kind, status }) => kind.startsWith('reminder') && status !== 'skipped');
      expect(new Set(reminders.map(({ appointmentId }) => appointmentId))).toEqual(new Set([second?.id]));
    }
  });

  test('of a lead that says STOP is reminded of by e-mail alone, and its verdict still comes', () => {
    expect(cast.both('books-stops')).toEqual(
      twice({
        ...{ end: 'dnc', attempts: 1, calls: ['completed'], appointments: ['no_show by none'], replies: ['STOP'], barred: 'sms_stop' },
        sent: [...CONFIRMED, 'reminder_24h email', 'attendance_check email'],
        skipped: ['reminder_24h sms dnc', 'reminder_2h sms dnc', 'reminder_15m sms dnc', 'attendance_check sms dnc'],
      }),
    );
    for (const { appointments } of cast.stories('books-stops'))
      expect(hours(appointments[0]?.startAt, appointments[0]?.verifiedAt)).toBe(48);
  });
});

describe('winning back', () => {
  test('offers a new time at the verdict, two and four days later, and gives up three days after that', () => {
    for (const story of cast.stories('books-vanishes')) {
      const decidedAt = story.appointments[0]?.verifiedAt;
      expect(['rebook_day0', 'rebook_day4'].map((kind) => hours(decidedAt, messageOf(story, kind)?.sentAt))).toEqual([0, 96]);
      expect(hours(decidedAt, messageOf(story, 'rebook_day2', 'email')?.sentAt)).toBe(48);
      expect({ rebookRounds: story.rebookRounds, nextReason: story.nextReason }).toEqual({
        rebookRounds: 1,
        nextReason: 'No new booking after the last offer',
      });
    }
  });

  test.each([
    ['rebooks-day-0', ['rebook_day0 sms'], ['rebook_day2 email replanned', 'rebook_day4 sms replanned']],
    ['rebooks-day-2', ['rebook_day0 sms', 'rebook_day2 email'], ['rebook_day4 sms replanned']],
    ['rebooks-day-4', OFFERED, []],
  ] as const)('ends with the offer that is taken up, and the second appointment is a show (%s)', (will, offered, dropped) => {
    for (const story of cast.stories(will)) {
      const { end, appointments, sent, skipped, replies } = inShort(story);
      expect({ end, appointments, replies }).toEqual({
        end: 'shown',
        appointments: ['no_show by none', 'shown by lead'],
        replies: ['YES'],
      });
      expect(sent.filter((line) => line.startsWith('rebook'))).toEqual(offered);
      expect(skipped.filter((line) => line.startsWith('rebook'))).toEqual(dropped);
      expect(story.appointments.map(({ isCounted }) => isCounted)).toEqual([false, true]);
    }
  });
});

describe('over all of them', () => {
  test('the vendors saw each deed once, and no deed that is not in our books', async () => {
    const { totals, withoutKey, duplicates } = await deedsOf(app);
    expect(duplicates).toEqual([]);
    expect(withoutKey).toMatchObject({ dials: 0, sms: 0, emails: 0, invoices: 0 }); // bookings by a link are the lead's own
    const messages = cast.all.flatMap(handedOver);
    const gone = (by: string) => messages.filter(({ channel }) => channel === by).length;
    expect(totals).toMatchObject({ dials: cast.all.flatMap(outbound).length, sms: gone('sms'), emails: gone('email') });
  });

  test('no call and no text began after a lead’s STOP was taken in', async () => {
    const { dials, sms } = await deedsOf(app);
    const stops = cast.all.flatMap(({ phone, messages }) =>
      messages.flatMap(({ body, createdAt }) => (body === 'STOP' ? [{ phone, since: at(createdAt) }] : [])),
    );
    expect(stops).toHaveLength(2);
    expect(
      stops.flatMap(({ phone, since }) => [...dials, ...sms].filter((deed) => deed.details.phone === phone && at(deed.at) > since)),
    ).toEqual([]);
  });

  test('each show is counted once for the client', async () => {
    const counted = cast.all.flatMap(({ appointments }) => appointments).map(({ status, isCounted }) => `${status} ${isCounted}`);
    expect(counted.filter((line) => line.startsWith('shown'))).toEqual(Array(20).fill('shown true'));
    expect(counted.filter((line) => line.endsWith('true'))).toHaveLength(20);
    expect(await cast.person.get('/billing/milestones?mode=rehearsal')).toMatchObject({ shownCount: 20, milestones: [] });
  });
});
