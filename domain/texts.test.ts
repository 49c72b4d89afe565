import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReply } from './replies.ts';
import { CHANNELS, SEND_KINDS } from './snapshot.ts';
import {
  appointmentVariables,
  DEFAULT_TEXTS,
  defaultText,
  renderTemplate,
  renderText,
  smsSegments,
  TEMPLATE_KEYS,
  unknownVariables,
  type Variables,
} from './texts.ts';

const variables: Variables = {
  first_name: 'Ada',
  last_name: 'Lovelace',
  full_name: 'Ada Lovelace',
  client_name: 'Northside Dental',
  client_contact: '(415) 555-0100',
  postal_address: '1 Main St, Springfield, IL 62701',
  agent_name: 'Riley',
  appointment_title: 'Check-up',
  appointment_date: 'Tuesday, March 10',
  appointment_time: '11:00 AM',
  timezone: 'EDT',
  day_word: 'tomorrow',
  starts_in: '2 hours',
  place: '1 Main St',
  join_or_place: 'https://meet.test/1',
  booking_link: 'https://callvia.test/b/abcdefghijklmnopqrstuv',
  reschedule_link: 'https://callvia.test/b/abcdefghijklmnopqrstuv',
  confirm_yes_link: 'https://callvia.test/confirm/abcdefghijklmnopqrstuv?yes',
  confirm_no_link: 'https://callvia.test/confirm/abcdefghijklmnopqrstuv?no',
  unsubscribe_link: 'https://callvia.test/unsubscribe/abcdefghijklmnopqrstuv',
  reference: 'K7P2',
};

describe('filling in', () => {
  test.each([
    ['a value', 'Hi {{first_name}}!', 'Hi Ada!'],
    ['blanks inside', 'Hi {{  first_name  }}!', 'Hi Ada!'],
    ['a fallback that is not needed', 'Hi {{first_name|there}}!', 'Hi Ada!'],
    ['a fallback', 'For {{company|your company}}', 'For your company'],
    ['nothing at all', 'For {{company}}: hello', 'For : hello'],
    ['an unknown name', 'Hi {{constructor|you}}', 'Hi you'],
    ['a custom field', 'Your {{custom.Car Model|car}}', 'Your Model T'],
    ['a custom field nobody has', 'Your {{custom.toString|car}}', 'Your car'],
    ['gaps left behind', 'a {{company}} b', 'a b'],
  ])('%s', (_case, text, expected) => expect(renderText(text, { ...variables, custom: { 'Car Model': 'Model T' } })).toBe(expected));

  test('a blank value gives way to the fallback', () => {
    expect(renderText('Hi {{first_name|there}}', { first_name: '  ' })).toBe('Hi there');
    expect(renderText('Hi {{first_name|there}}', { first_name: null })).toBe('Hi there');
  });

  test('a value is never read as a template', () => {
    expect(renderText('Hi {{first_name}}', { first_name: '{{client_name}} $& $1', client_name: 'X' })).toBe('Hi {{client_name}} $& $1');
  });

  test('line ends in names reach neither body nor subject', () => {
    const evil = { first_name: 'Ada\r\nBcc: all@example.com' };
    expect(renderTemplate({ subject: 'Hi {{first_name}}', body: 'Hi {{first_name}}' }, evil)).toEqual({
      subject: 'Hi Ada Bcc: all@example.com',
      body: 'Hi Ada Bcc: all@example.com',
    });
    expect(renderTemplate({ subject: 'a\r\nb', body: 'a\n\nb' }, {})).toEqual({ subject: 'a b', body: 'a\n\nb' });
  });

  test('a value of any length is cut', () => expect(renderText('{{first_name}}', { first_name: 'x'.repeat(9_999) })).toHaveLength(500));
});

describe('what a text may name', () => {
  test.each([
    ['Hi {{first_name}} {{custom.anything at all|x}}', []],
    ['Hi {{frist_name}} {{frist_name}} {{__proto__}}', ['frist_name', '__proto__']],
    ['Hi {{}}', ['']],
    ['Hi {{first_name', ['{{']],
    ['Hi {{first_name|{{place}}}}', ['{{']],
    ['Hi { {first_name} }', []],
  ])('%s', (text, expected) => expect(unknownVariables(text)).toEqual(expected));
});

describe('the texts we send unless told otherwise', () => {
  const all = TEMPLATE_KEYS.flatMap((key) =>
    CHANNELS.flatMap((channel) => (DEFAULT_TEXTS[key][channel] ? [{ key, channel, text: DEFAULT_TEXTS[key][channel] }] : [])),
  );

  test('name no unknown variable', () => {
    for (const { text } of all) expect(unknownVariables(`${text.subject ?? ''} ${text.body}`)).toEqual([]);
  });

  test('leave no braces, no gaps and no doubled blanks behind', () => {
    for (const { text } of all) {
      const { subject, body } = renderTemplate(text, variables);
      expect(`${subject ?? ''} ${body}`).not.toMatch(/[{}]| {2}|undefined|null/);
    }
  });

  test('every kind of send has the channels it goes by', () => {
    const channels = SEND_KINDS.map((kind) => `${kind} ${CHANNELS.filter((channel) => defaultText(kind, channel)).join('+')}`);
    expect(channels).toEqual([
      'booking_link sms+email',
      'booking_link_again sms+email',
      'booking_confirmation sms+email',
      'reminder_24h sms+email',
      'reminder_2h sms',
      'reminder_15m sms',
      'attendance_check sms+email',
      'rebook_day0 sms',
      'rebook_day2 sms+email',
      'rebook_day4 sms',
    ]);
  });

  test('texts say STOP once and carry the reference; e-mails carry link, address and reference', () => {
    for (const { key, channel, text } of all) {
      const { body } = renderTemplate(text, variables);
      if (!SEND_KINDS.some((kind) => kind === key)) continue;
      expect(body).toContain('K7P2');
      if (channel === 'sms') expect(body.match(/STOP/g)).toHaveLength(1);
      else expect(body).toContain('1 Main St, Springfield, IL 62701\nRef K7P2\nUnsubscribe: https://callvia.test/unsubscribe/');
    }
  });

  test('texts travel in at most two parts of the plain alphabet', () => {
    for (const { channel, text } of all) {
      if (channel !== 'sms') continue;
      const { encoding, segments } = smsSegments(renderText(text.body, variables));
      expect({ encoding, isShort: segments <= 2 }).toEqual({ encoding: 'gsm7', isShort: true });
    }
  });

  test('the question after an appointment asks for words that are understood', () => {
    const { body } = renderTemplate({ body: DEFAULT_TEXTS.attendance_check.sms?.body ?? '' }, variables);
    expect(body).toContain('Reply YES or NO.');
    expect(['YES', 'NO', 'STOP'].map(readReply)).toEqual(['yes', 'no', 'stop']);
  });

  test('only invitations and rebooking carry a link to book, so that a reader can tell them apart', () => {
    const withLink = all.filter(({ text }) => text.body.includes('{{booking_link}}')).map(({ key }) => key);
    expect([...new Set(withLink)]).toEqual(['booking_link', 'booking_link_again', 'rebook_day0', 'rebook_day2', 'rebook_day4']);
  });

  test('a confirmation reads like this', () => {
    expect(renderText(DEFAULT_TEXTS.booking_confirmation.sms?.body ?? '', variables)).toBe(
      'Booked: Check-up on Tuesday, March 10 at 11:00 AM (EDT). To move it: https://callvia.test/b/abcdefghijklmnopqrstuv Ref K7P2. Reply STOP to opt out.',
    );
  });
});

describe('an appointment in words', () => {
  const say = (startAt: string, zone: string | null, now: string) => appointmentVariables({ startAt, zone, now });

  test.each([
    [
      'tomorrow',
      '2026-03-10T15:00:00.000Z',
      'America/New_York',
      '2026-03-09T15:00:00.000Z',
      ['Tuesday, March 10', '11:00 AM', 'EDT', 'tomorrow', '24 hours'],
    ],
    [
      'today',
      '2026-03-10T15:00:00.000Z',
      'America/Los_Angeles',
      '2026-03-10T13:00:00.000Z',
      ['Tuesday, March 10', '8:00 AM', 'PDT', 'today', '2 hours'],
    ],
    [
      'soon',
      '2026-03-10T15:00:00.000Z',
      'America/New_York',
      '2026-03-10T14:45:00.000Z',
      ['Tuesday, March 10', '11:00 AM', 'EDT', 'today', '15 minutes'],
    ],
    [
      'after the clock change',
      '2026-03-08T13:00:00.000Z',
      'America/New_York',
      '2026-03-07T13:30:00.000Z',
      ['Sunday, March 8', '9:00 AM', 'EDT', 'tomorrow', '24 hours'],
    ],
    [
      'days away',
      '2026-03-13T15:00:00.000Z',
      'America/New_York',
      '2026-03-10T15:00:00.000Z',
      ['Friday, March 13', '11:00 AM', 'EDT', 'on Friday', '3 days'],
    ],
    [
      'where nobody knows the zone',
      '2026-03-10T15:00:00.000Z',
      'Mars/Olympus',
      '2026-03-10T14:59:40.000Z',
      ['Tuesday, March 10', '3:00 PM', 'UTC', 'today', 'a moment'],
    ],
    [
      'without a zone',
      '2026-03-10T15:00:00.000Z',
      null,
      '2026-03-10T14:59:00.000Z',
      ['Tuesday, March 10', '3:00 PM', 'UTC', 'today', '1 minute'],
    ],
  ])('%s', (_case, startAt, zone, now, expected) => {
    const { appointment_date, appointment_time, timezone, day_word, starts_in } = say(startAt, zone, now);
    expect([appointment_date, appointment_time, timezone, day_word, starts_in]).toEqual(expected);
  });
});

describe('how a text travels', () => {
  test.each([
    ['', 'gsm7', 0, 0],
    ['hello', 'gsm7', 5, 1],
    ['x'.repeat(160), 'gsm7', 160, 1],
    ['x'.repeat(161), 'gsm7', 161, 2],
    ['x'.repeat(306), 'gsm7', 306, 2],
    ['x'.repeat(307), 'gsm7', 307, 3],
    ['€[]', 'gsm7', 6, 1],
    ['naïve', 'ucs2', 5, 1],
    ['’'.repeat(70), 'ucs2', 70, 1],
    ['’'.repeat(71), 'ucs2', 71, 2],
    ['👍', 'ucs2', 2, 1],
  ] as const)('%s', (text, encoding, characters, segments) => expect(smsSegments(text)).toEqual({ encoding, characters, segments }));
});

test('any text and any values: never an error, never a line end in a subject', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 30 }), (text, name) => {
      const { subject } = renderTemplate(
        { subject: `${text}{{first_name|${text}}}`, body: text },
        { first_name: name, custom: { [name]: name } },
      );
      expect(subject).not.toMatch(/[\r\n\0]/);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
