import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WillName } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { type Cast, playCast } from './cast.ts';
import { inShort, type Story, type StoryMessage } from './stories.ts';

// Two of each character. Whatever one of them does, both of them came to it.
let app: App;
let cast: Cast;
beforeAll(async () => {
  app = await startApp();
  cast = await playCast(app);
}, 580_000);
afterAll(() => app?.dispose(), 60_000);

const CONFIRMED = ['booking_confirmation sms', 'booking_confirmation email'];
const REMINDED = ['reminder_24h sms', 'reminder_24h email', 'reminder_2h sms', 'reminder_15m sms'];
const ASKED = ['attendance_check sms', 'attendance_check email'];
const LINK = ['booking_link sms', 'booking_link email'];
const OFFERED = ['rebook_day0 sms', 'rebook_day2 email', 'rebook_day4 sms'];
const NOTHING = { calls: [], appointments: [], sent: [], skipped: [], replies: [], barred: null };

/** Both stories of a character are this one. */
const expectBoth = (will: WillName, expected: object) => {
  const both = cast.stories(will).map(inShort);
  expect(both).toEqual([
    { ...NOTHING, ...expected },
    { ...NOTHING, ...expected },
  ]);
};
const HOUR = 3_600_000;
const at = (instant: string | null | undefined) => Date.parse(instant ?? '');
/** Hours from one instant to another, to the minute below a slow machine's lateness. */
const hours = (from: string | null | undefined, to: string | null | undefined) => Math.round(((at(to) - at(from)) / HOUR) * 10) / 10;
const outbound = ({ calls }: Story) => calls.filter(({ direction }) => direction === 'outbound');
const dialGaps = (story: Story) =>
  outbound(story).flatMap(({ dialledAt }, n, all) => (n > 0 ? [hours(all[n - 1]?.dialledAt, dialledAt)] : []));
const of = ({ messages }: Story, kind: string, channel = 'sms') => messages.find((m) => m.kind === kind && m.channel === channel);

describe('dialling', () => {
  test.each([
    ['no-answer', 'no_answer'],
    ['busy', 'busy'],
    ['voicemail', 'voicemail'],
    ['declines', 'no_answer'],
  ] as const)('whoever cannot be reached (%s) is dialled three times, after four hours and a day, and then let be', (will, how) => {
    expectBoth(will, { end: 'unresponsive', attempts: 3, calls: [how, how, how] });
    expect(cast.stories(will).map(dialGaps)).toEqual([
      [4, 24],
      [4, 24],
    ]);
  });

  test('a number that leads nowhere is invalid at once', () => {
    expectBoth('invalid', { end: 'invalid', attempts: 1, calls: ['failed'] });
  });

  test('whoever is not interested is barred and hears nothing more, in the first call as in the second', () => {
    expectBoth('refuses', { end: 'dnc', attempts: 1, calls: ['completed'], barred: 'not_interested' });
    expectBoth('refuses-second', { end: 'dnc', attempts: 2, calls: ['no_answer', 'completed'], barred: 'not_interested' });
  });

  test('“stop calling me” bars the number', () => {
    expectBoth('stop-calling', { end: 'dnc', attempts: 1, calls: ['completed'], barred: 'not_interested' });
  });

  test('somebody else’s number is barred, and its lead invalid', () => {
    expectBoth('wrong-number', { end: 'invalid', attempts: 1, calls: ['completed'], barred: 'wrong_number' });
  });

  test('a callback happens at the time that was asked for and is no attempt', () => {
    for (const story of cast.stories('callback')) {
      const [first, second] = outbound(story);
      expect(inShort(story)).toMatchObject({
        end: 'shown',
        attempts: 1,
        calls: ['completed', 'completed'],
        appointments: ['shown by lead'],
      });
      expect({ callbacks: story.callbacks, outcome: first?.outcome, isCallback: second?.isCallback }).toEqual({
        ...{ callbacks: 1, outcome: 'callback_requested', isCallback: true },
      });
      const asked = DateTime.fromISO(first?.callbackAt ?? '', { zone: 'America/Chicago' });
      expect(asked.toFormat('cccc HH:mm')).toBe('Tuesday 10:00');
      expect(hours(first?.callbackAt, second?.dialledAt)).toBe(0);
      expect(at(second?.dialledAt)).toBeGreaterThanOrEqual(at(first?.callbackAt));
    }
  });

  test('who is met by the machine once is reached by the second call', () => {
    expectBoth('voicemail-then-books', {
      ...{ end: 'shown', attempts: 2, calls: ['voicemail', 'completed'], appointments: ['shown by lead'] },
      ...{ sent: [...CONFIRMED, ...REMINDED, ...ASKED], replies: ['YES'] },
    });
  });
});

describe('the booking link', () => {
  test.each(['wants-link', 'wants-mail'] as const)(
    'goes by text and e-mail after a talk, and a booking by it is a show by YES (%s)',
    (will) => {
      expectBoth(will, {
        ...{ end: 'shown', attempts: 1, calls: ['completed'], appointments: ['shown by lead'] },
        ...{ sent: [...LINK, ...CONFIRMED, ...REMINDED, ...ASKED], replies: ['YES'] },
      });
      expect(cast.stories(will).map(({ appointments }) => appointments.map(({ bookedBy }) => bookedBy))).toEqual([['link'], ['link']]);
    },
  );

  test.each(['ignores-link', 'asks-question', 'hangs-up'] as const)(
    'that is not used leads back to the next call a day later, until all attempts are used (%s)',
    (will) => {
      expectBoth(will, {
        end: 'unresponsive',
        attempts: 3,
        calls: ['completed', 'completed', 'completed'],
        sent: [...LINK, ...LINK, ...LINK],
      });
      expect(cast.stories(will).map(dialGaps)).toEqual([
        [24, 24],
        [24, 24],
      ]);
    },
  );

  test('answered with STOP is the last that the lead hears', () => {
    for (const story of cast.stories('texts-stop')) {
      expect(inShort(story)).toMatchObject({
        end: 'dnc',
        attempts: 1,
        calls: ['completed'],
        appointments: [],
        replies: ['STOP'],
        barred: 'sms_stop',
      });
      expect(
        story.messages.filter(({ direction, channel }) => direction === 'outbound' && channel === 'sms').map(({ kind }) => kind),
      ).toEqual(['booking_link']);
    }
  });

  test('reaches a landline by e-mail, though every text to it is lost', () => {
    const lost = (kind: string) => `${kind} sms undelivered 30006`;
    expectBoth('landline', {
      ...{ end: 'shown', attempts: 1, calls: ['completed', 'inbound 46 s'], appointments: ['shown by call_duration'] },
      sent: [
        ...[lost('booking_link'), 'booking_link email', lost('booking_confirmation'), 'booking_confirmation email', lost('reminder_24h')],
        ...['reminder_24h email', lost('reminder_2h'), lost('reminder_15m'), lost('attendance_check'), 'attendance_check email'],
      ],
    });
  });

  test('bounces once, and after that the lead gets texts alone', () => {
    for (const story of cast.stories('mail-bounces')) {
      const { end, appointments, sent, skipped } = inShort(story);
      expect({ end, appointments }).toEqual({ end: 'shown', appointments: ['shown by lead'] });
      expect(sent).toContain('booking_link email bounced 550 unknown user');
      expect(sent.filter((line) => line.endsWith('sms'))).toEqual([
        'booking_link sms',
        'booking_confirmation sms',
        'reminder_24h sms',
        'reminder_2h sms',
        'reminder_15m sms',
        'attendance_check sms',
      ]);
      expect(skipped).toEqual(expect.arrayContaining(['reminder_24h email email_opt_out', 'attendance_check email email_opt_out']));
    }
  });

  test('used, and then a ring from the place, is a show by the length of that call', () => {
    expectBoth('link-calls', {
      ...{ end: 'shown', attempts: 1, calls: ['completed', 'inbound 46 s'], appointments: ['shown by call_duration'] },
      sent: [...LINK, ...CONFIRMED, ...REMINDED, ...ASKED],
    });
  });
});

describe('an appointment', () => {
  const booked = { attempts: 1, calls: ['completed'], sent: [...CONFIRMED, ...REMINDED, ...ASKED] };

  test('is a show by the lead’s YES, decided 48 hours after its start', () => {
    expectBoth('books-yes', { ...booked, end: 'shown', appointments: ['shown by lead'], replies: ['YES'] });
    for (const { appointments } of cast.stories('books-yes')) {
      expect(appointments).toMatchObject([{ bookedBy: 'call', leadConfirmed: true, clientConfirmed: null, isCounted: true }]);
      expect(hours(appointments[0]?.startAt, appointments[0]?.verifiedAt)).toBe(48);
    }
  });

  test('is reminded of a day, two hours and a quarter of an hour ahead, and asked about an hour after its end', () => {
    for (const story of cast.stories('books-yes')) {
      const start = story.appointments[0]?.startAt;
      const ahead = ['reminder_24h', 'reminder_2h', 'reminder_15m', 'attendance_check'].map(
        (kind) => (at(of(story, kind)?.scheduledFor) - at(start)) / HOUR,
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
    expectBoth('books-client', { ...booked, ...confirmed, end: 'shown' });
    expectBoth('third-time', { ...confirmed, end: 'shown', attempts: 3, calls: ['no_answer', 'no_answer', 'completed'] });
  });

  test('is a show by a call of 46 seconds, which is kept as its proof', () => {
    expectBoth('books-calls', { ...booked, end: 'shown', calls: ['completed', 'inbound 46 s'], appointments: ['shown by call_duration'] });
    for (const { appointments, calls } of cast.stories('books-calls')) {
      const proof = calls.find(({ direction }) => direction === 'inbound');
      expect(appointments[0]?.proofCallId).toBe(proof?.id);
      expect(at(proof?.startedAt)).toBeGreaterThanOrEqual(at(appointments[0]?.startAt));
    }
  });

  test('is no show by a call of 45 seconds, nor by NO, nor in silence; three offers later the lead is given up', () => {
    const lost = { ...booked, end: 'unresponsive', appointments: ['no_show by none'], sent: [...booked.sent, ...OFFERED] };
    expectBoth('books-calls-45', { ...lost, calls: ['completed', 'inbound 45 s'] });
    expectBoth('books-no', { ...lost, replies: ['NO'] });
    expectBoth('books-vanishes', lost);
  });

  test('is kept when the lead has a question, which waits for a person', () => {
    expectBoth('books-asks', {
      ...booked,
      end: 'shown',
      appointments: ['shown by lead'],
      replies: ['Can my husband come along, and is there parking?', 'YES'],
    });
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
      expect(dialGaps(story)).toEqual([24, 4, 24]); // the dial after a cancel is owed to the lead, and no attempt
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
    expectBoth('books-stops', {
      ...{ end: 'dnc', attempts: 1, calls: ['completed'], appointments: ['no_show by none'], replies: ['STOP'], barred: 'sms_stop' },
      sent: [...CONFIRMED, 'reminder_24h email', 'attendance_check email'],
      skipped: ['reminder_24h sms dnc', 'reminder_2h sms dnc', 'reminder_15m sms dnc', 'attendance_check sms dnc'],
    });
    for (const { appointments } of cast.stories('books-stops'))
      expect(hours(appointments[0]?.startAt, appointments[0]?.verifiedAt)).toBe(48);
  });
});

describe('winning back', () => {
  test('offers a new time at the verdict, two and four days later, and gives up three days after that', () => {
    for (const story of cast.stories('books-vanishes')) {
      const decidedAt = story.appointments[0]?.verifiedAt;
      expect(['rebook_day0', 'rebook_day4'].map((kind) => hours(decidedAt, of(story, kind)?.sentAt))).toEqual([0, 96]);
      expect(hours(decidedAt, of(story, 'rebook_day2', 'email')?.sentAt)).toBe(48);
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
  type Deed = { key: string; count: number; at: string; details: { phone: string | null } };
  type Deeds = { dials: Deed[]; sms: Deed[]; totals: Record<string, number>; withoutKey: Record<string, number>; duplicates: unknown[] };
  const deeds = async () => (await fetch(`${app.urls.sandbox}/_sandbox/effects`).then((answer) => answer.json())) as Deeds;

  test('the vendors saw each deed once, and no deed that is not in our books', async () => {
    const { totals, withoutKey, duplicates, dials } = await deeds();
    expect(duplicates).toEqual([]);
    expect(withoutKey).toEqual({ dials: 0, sms: 0, emails: 0, bookings: 0, invoices: 0 });
    expect(dials).toHaveLength(cast.all.flatMap(outbound).length);
    const gone = (channel: string) =>
      cast.all
        .flatMap(({ messages }) => messages)
        .filter((m) => m.channel === channel && m.direction === 'outbound' && m.status !== 'skipped');
    expect({ sms: totals['sms'], emails: totals['emails'] }).toEqual({ sms: gone('sms').length, emails: gone('email').length });
  });

  test('no call and no text began after the lead’s STOP was taken in', async () => {
    const { dials, sms } = await deeds();
    const stopped = cast.all.flatMap(({ phone, messages }) =>
      messages.filter(({ body }) => body === 'STOP').map(({ createdAt }) => ({ phone, since: at(createdAt) })),
    );
    expect(stopped).toHaveLength(4);
    const late = stopped.flatMap(({ phone, since }) =>
      [...dials, ...sms].filter((deed) => deed.details.phone === phone && at(deed.at) > since),
    );
    expect(late).toEqual([]);
  });

  test('each show is counted once for the client', async () => {
    const shown = cast.all.flatMap(({ appointments }) => appointments).filter(({ status }) => status === 'shown');
    expect(shown).toHaveLength(36);
    expect(shown.every(({ isCounted }) => isCounted)).toBe(true);
    expect(await cast.person.get('/billing/milestones?mode=rehearsal')).toMatchObject({
      shownCount: 36,
      milestones: [{ milestoneNumber: 1, shownCount: 25 }],
    });
  });
});
