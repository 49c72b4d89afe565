import { DateTime } from 'luxon';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WillName } from '#sandbox/numbers.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { type Cast, playCast } from './cast.ts';
import { deedsOf } from './deeds.ts';
import { inShort } from './stories.ts';
import { ASKED, at, CONFIRMED, gaps, handedOver, hours, LINK, outbound, REMINDED, twice, withoutLinkMail } from './words.ts';

// Those who are hard to reach and those who get a link, two of each. Whatever is told of a character, both of them came to it.
const WILLS: readonly WillName[] = [
  ...([
    'no-answer',
    'busy',
    'voicemail',
    'declines',
    'invalid',
    'refuses',
    'refuses-second',
    'stop-calling',
    'wrong-number',
    'callback',
  ] as const),
  ...(['voicemail-then-books', 'wants-link', 'wants-mail', 'ignores-link', 'asks-question', 'hangs-up', 'texts-stop', 'landline'] as const),
  ...(['mail-bounces', 'link-calls'] as const),
];

let app: App;
let cast: Cast;
beforeAll(async () => {
  app = await startApp();
  cast = await playCast(app, WILLS);
}, 580_000);
afterAll(() => app?.dispose(), 60_000);

describe('dialling', () => {
  test.each([
    ['no-answer', 'no_answer'],
    ['busy', 'busy'],
    ['voicemail', 'voicemail'],
    ['declines', 'no_answer'],
  ] as const)('whoever cannot be reached (%s) is dialled three times, after four hours and a day, and then let be', (will, how) => {
    expect(cast.both(will)).toEqual(twice({ end: 'unresponsive', attempts: 3, calls: [how, how, how] }));
    expect(cast.stories(will).map(gaps)).toEqual([
      [4, 24],
      [4, 24],
    ]);
  });

  test('a number that leads nowhere is invalid at once', () => {
    expect(cast.both('invalid')).toEqual(twice({ end: 'invalid', attempts: 1, calls: ['failed'] }));
  });

  test('whoever is not interested is barred and hears nothing more, in the first call as in the second', () => {
    expect(cast.both('refuses')).toEqual(twice({ end: 'dnc', attempts: 1, calls: ['completed'], barred: 'not_interested' }));
    expect(cast.both('refuses-second')).toEqual(
      twice({ end: 'dnc', attempts: 2, calls: ['no_answer', 'completed'], barred: 'not_interested' }),
    );
  });

  test('“stop calling me” bars the number', () => {
    expect(cast.both('stop-calling')).toEqual(twice({ end: 'dnc', attempts: 1, calls: ['completed'], barred: 'not_interested' }));
  });

  test('somebody else’s number is barred, and its lead invalid', () => {
    expect(cast.both('wrong-number')).toEqual(twice({ end: 'invalid', attempts: 1, calls: ['completed'], barred: 'wrong_number' }));
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
    expect(cast.both('voicemail-then-books')).toEqual(
      twice({
        ...{ end: 'shown', attempts: 2, calls: ['voicemail', 'completed'], appointments: ['shown by lead'] },
        ...{ sent: [...CONFIRMED, ...REMINDED, ...ASKED], replies: ['YES'] },
      }),
    );
  });
});

describe('the booking link', () => {
  const byLink = { end: 'shown', attempts: 1, calls: ['completed'], appointments: ['shown by lead'], replies: ['YES'] };

  test('goes by text and e-mail after a talk, and a booking by either is a show by YES', () => {
    expect(cast.both('wants-link').map(withoutLinkMail)).toEqual(
      twice({ ...byLink, sent: ['booking_link sms', ...CONFIRMED, ...REMINDED, ...ASKED] }),
    );
    expect(cast.both('wants-mail')).toEqual(twice({ ...byLink, sent: [...LINK, ...CONFIRMED, ...REMINDED, ...ASKED] }));
    const booked = [...cast.stories('wants-link'), ...cast.stories('wants-mail')].flatMap(({ appointments }) => appointments);
    expect(booked.map(({ bookedBy }) => bookedBy)).toEqual(['link', 'link', 'link', 'link']);
  });

  test.each(['ignores-link', 'asks-question', 'hangs-up'] as const)(
    'that is not used leads back to the next call a day later, until all attempts are used (%s)',
    (will) => {
      expect(cast.both(will)).toEqual(
        twice({
          end: 'unresponsive',
          attempts: 3,
          calls: ['completed', 'completed', 'completed'],
          sent: [...LINK, ...LINK, ...LINK],
        }),
      );
      expect(cast.stories(will).map(gaps)).toEqual([
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
    expect(cast.both('landline')).toEqual(
      twice({
        ...{ end: 'shown', attempts: 1, calls: ['completed', 'inbound 46 s'], appointments: ['shown by call_duration'] },
        sent: [
          ...[lost('booking_link'), 'booking_link email', lost('booking_confirmation'), 'booking_confirmation email', lost('reminder_24h')],
          ...['reminder_24h email', lost('reminder_2h'), lost('reminder_15m'), lost('attendance_check'), 'attendance_check email'],
        ],
      }),
    );
  });

  test('that bounces is the last e-mail, and the lead gets texts alone', () => {
    for (const story of cast.stories('mail-bounces')) {
      const { end, appointments, sent, skipped } = inShort(story);
      expect({ end, appointments }).toEqual({ end: 'shown', appointments: ['shown by lead'] });
      const mails = sent.filter((line) => !line.endsWith('sms'));
      expect(mails.length).toBeGreaterThan(0);
      expect(mails.every((line) => line.endsWith(' email bounced 550 unknown user'))).toBe(true);
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
    expect(cast.both('link-calls').map(withoutLinkMail)).toEqual(
      twice({
        ...{ end: 'shown', attempts: 1, calls: ['completed', 'inbound 46 s'], appointments: ['shown by call_duration'] },
        sent: ['booking_link sms', ...CONFIRMED, ...REMINDED, ...ASKED],
      }),
    );
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
    expect(counted.filter((line) => line.startsWith('shown'))).toEqual(Array(14).fill('shown true'));
    expect(counted.filter((line) => line.endsWith('true'))).toHaveLength(14);
    expect(await cast.person.get('/billing/milestones?mode=rehearsal')).toMatchObject({ shownCount: 14, milestones: [] });
  });
});
