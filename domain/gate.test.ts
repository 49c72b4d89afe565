import { describe, expect, test } from 'vitest';
import { DEFAULT_HOURS } from './calling-window.ts';
import { type ContactFacts, mayContact, type Purpose } from './gate.ts';
import { GATE_WORDS, gateWords } from './gate-words.ts';

const NOW = '2026-03-10T15:00:00.000Z'; // Tuesday, eleven in New York
const NIGHT = '2026-03-10T05:00:00.000Z';
const SUNDAY = '2026-03-15T15:00:00.000Z';

const dial: ContactFacts = {
  channel: 'call',
  purpose: 'dial',
  mode: 'live',
  enforceHours: false,
  now: NOW,
  zones: { kind: 'known', zones: ['America/New_York'], states: ['NY'] },
  hours: DEFAULT_HOURS,
  clientStatus: 'active',
  campaignStatus: 'active',
  leadStatus: 'queued',
  phase: 'reach',
  dnc: false,
  smsOptOut: false,
  emailOptOut: false,
  hasAddress: true,
  consentAt: '2026-01-01T00:00:00.000Z',
  attempts: 0,
  maxAttempts: 3,
  callbacks: 0,
  maxCallbacks: 5,
  attemptsLast24h: 0,
  openCallOnPhone: false,
};
const sms = (purpose: Purpose, change: Partial<ContactFacts> = {}): ContactFacts => ({
  ...dial,
  channel: 'sms',
  purpose,
  leadStatus: purpose === 'rebook' ? 'rebooking' : purpose === 'booking_link' ? 'contacted' : 'booked',
  phase: purpose === 'rebook' ? 'rebook' : purpose === 'booking_link' ? 'invite' : 'attend',
  appointment:
    purpose === 'rebook' || purpose === 'booking_link' || purpose === 'manual'
      ? null
      : {
          status: 'scheduled',
          startAt: purpose === 'attendance' ? '2026-03-10T13:00:00.000Z' : '2026-03-11T15:00:00.000Z',
          seqMatches: true,
        },
  ...change,
});
const email = (purpose: Purpose, change: Partial<ContactFacts> = {}): ContactFacts => ({ ...sms(purpose), channel: 'email', ...change });
const never = (...codes: string[]) => ({ kind: 'never', codes });
const later = (at: string, ...codes: string[]) => ({ kind: 'later', at, codes });
const allow = { kind: 'allow', codes: [] };

describe('a dial', () => {
  const answer = (change: Partial<ContactFacts>) => mayContact({ ...dial, ...change });

  test('with nothing against it is allowed', () => expect(answer({})).toEqual(allow));

  test.each([
    ['the lead is barred', { dnc: true }, never('dnc')],
    ['STOP by text ends calls too', { smsOptOut: true }, never('sms_opt_out')],
    ['an e-mail opt-out does not', { emailOptOut: true }, allow],
    ['no consent', { consentAt: null }, never('no_consent')],
    ['consent from the future', { consentAt: '2026-03-10T15:00:00.001Z' }, never('no_consent')],
    ['no number', { hasAddress: false }, never('no_address')],
    ['unknown area code', { zones: { kind: 'unknown', reason: 'area_code_unknown' } }, never('zone_unknown')],
    ['no zones', { zones: { kind: 'known', zones: [], states: ['NY'] } }, never('zone_unknown')],
    ['no state', { zones: { kind: 'known', zones: ['America/New_York'], states: [] } }, never('state_table_missing')],
    ['attempts used', { attempts: 3 }, never('attempts_used')],
    ['more attempts than there are', { attempts: 4 }, never('attempts_used')],
    ['attempts unknown', { attempts: Number.NaN }, never('attempts_used')],
    ['a callback in spite of used attempts', { attempts: 3, callbacks: 1, leadStatus: 'callback' }, allow],
    ['the fifth callback', { attempts: 3, callbacks: 5, leadStatus: 'callback' }, allow],
    ['a sixth callback', { callbacks: 6, leadStatus: 'callback' }, never('callbacks_used')],
    [
      'back from a link with used attempts',
      { attempts: 3, callbacks: 1, leadStatus: 'callback', isCallback: false },
      never('attempts_used'),
    ],
    ['the campaign has ended', { campaignStatus: 'completed' }, never('campaign_ended')],
    ['the campaign is put away', { campaignStatus: 'archived' }, never('campaign_ended')],
    ['the campaign is a draft', { campaignStatus: 'draft' }, never('campaign_draft')],
    ['the lead is done', { phase: 'end', leadStatus: 'unresponsive' }, never('lead_final')],
    ['the lead is booked', { phase: 'attend', leadStatus: 'booked' }, never('phase_moved')],
    ['a lead final in the wrong phase', { leadStatus: 'unresponsive' }, never('lead_final')],
    ['an appointment is open', { appointment: { status: 'scheduled', startAt: NOW, seqMatches: true } }, never('already_booked')],
    ['an earlier appointment awaits its verdict', { appointment: { status: 'awaiting', startAt: NOW, seqMatches: true } }, allow],
    ['the account is gone', { clientStatus: 'deleted' }, never('client_suspended')],
    ['two reasons', { dnc: true, attempts: 3 }, never('dnc', 'attempts_used')],
  ] as [string, Partial<ContactFacts>, object][])('%s', (_case, change, expected) => expect(answer(change)).toEqual(expected));

  test.each([
    ['the account is suspended', { clientStatus: 'suspended' }, later('2026-03-10T15:01:00.000Z', 'client_suspended')],
    ['the campaign is paused', { campaignStatus: 'paused' }, later('2026-03-10T15:01:00.000Z', 'campaign_paused')],
    ['a call is open', { openCallOnPhone: true }, later('2026-03-10T15:01:00.000Z', 'call_open')],
    ['no line is free', { slotFree: false }, later('2026-03-10T15:00:05.000Z', 'no_slot')],
    ['the clock is 31 s off', { clockSkewMs: -31_000 }, later('2026-03-10T15:01:00.000Z', 'clock_skew')],
    ['the clock is 30 s off', { clockSkewMs: 30_000 }, allow],
    ['the clock cannot be read', { clockSkewMs: Number.NaN }, later('2026-03-10T15:01:00.000Z', 'clock_skew')],
    ['at night', { now: NIGHT }, later('2026-03-10T13:00:00.000Z', 'outside_hours')],
    ['on Sunday', { now: SUNDAY }, later('2026-03-16T13:00:00.000Z', 'outside_hours')],
    ['ten minutes before the end', { now: '2026-03-10T23:50:00.000Z' }, allow],
    ['a moment later', { now: '2026-03-10T23:50:00.001Z' }, later('2026-03-11T13:00:00.000Z', 'outside_hours')],
    [
      'three contacts in a day',
      { attemptsLast24h: 3, capFreeAt: '2026-03-10T17:00:00.000Z' },
      later('2026-03-10T17:00:00.000Z', 'daily_cap'),
    ],
    ['two contacts in a day', { attemptsLast24h: 2 }, allow],
    ['contacts unknown', { attemptsLast24h: Number.NaN }, later('2026-03-10T16:00:00.000Z', 'daily_cap')],
    [
      'a cap that frees at night',
      { attemptsLast24h: 3, capFreeAt: '2026-03-11T03:00:00.000Z' },
      later('2026-03-11T13:00:00.000Z', 'daily_cap', 'outside_hours'),
    ],
  ] as [string, Partial<ContactFacts>, object][])('%s', (_case, change, expected) => expect(answer(change)).toEqual(expected));

  test('hours without any opening are never', () => {
    const hours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    expect(answer({ hours })).toEqual(never('outside_hours'));
  });
});

describe('a rehearsal', () => {
  const rehearsal = { mode: 'rehearsal', now: NIGHT, attemptsLast24h: 9, zones: { kind: 'unknown', reason: 'area_code_unknown' } } as const;

  test('keeps no hours, zones and daily cap', () => expect(mayContact({ ...dial, ...rehearsal })).toEqual(allow));
  test('unless it enforces them', () => {
    expect(mayContact({ ...dial, ...rehearsal, enforceHours: true })).toEqual(never('zone_unknown'));
    expect(mayContact({ ...dial, ...rehearsal, enforceHours: true, zones: dial.zones })).toEqual(
      later('2026-03-10T13:00:00.000Z', 'daily_cap', 'outside_hours'),
    );
  });
  test.each([
    [{ dnc: true }, 'dnc'],
    [{ consentAt: null }, 'no_consent'],
    [{ attempts: 3 }, 'attempts_used'],
    [{ smsOptOut: true }, 'sms_opt_out'],
    [{ campaignStatus: 'archived' }, 'campaign_ended'],
  ] as [Partial<ContactFacts>, string][])('skips nothing else: %j', (change, code) => {
    expect(mayContact({ ...dial, ...rehearsal, ...change })).toEqual(never(code));
  });
});

describe('messages about an appointment', () => {
  test.each(['confirmation', 'reminder', 'attendance'] as const)('%s goes when nothing is against it', (purpose) => {
    expect(mayContact(sms(purpose))).toEqual(allow);
    expect(mayContact(email(purpose))).toEqual(allow);
  });

  test.each([
    ['cancelled', { status: 'cancelled', startAt: '2026-03-11T15:00:00.000Z', seqMatches: true }, 'appointment_cancelled'],
    ['moved', { status: 'scheduled', startAt: '2026-03-11T15:00:00.000Z', seqMatches: false }, 'appointment_moved'],
    ['begun', { status: 'scheduled', startAt: NOW, seqMatches: true }, 'too_late'],
    ['awaiting its verdict', { status: 'awaiting', startAt: '2026-03-11T15:00:00.000Z', seqMatches: true }, 'too_late'],
    ['decided', { status: 'shown', startAt: '2026-03-11T15:00:00.000Z', seqMatches: true }, 'appointment_decided'],
  ] as const)('no reminder of one that is %s', (_case, appointment, code) => {
    expect(mayContact(sms('reminder', { appointment }))).toEqual(never(code));
  });

  test('none without an appointment', () =>
    expect(mayContact(sms('reminder', { appointment: null }))).toEqual(never('appointment_missing')));

  test('the question is asked after the start only, and of one that awaits its verdict too', () => {
    const at = (status: 'scheduled' | 'awaiting', startAt: string) =>
      mayContact(sms('attendance', { appointment: { status, startAt, seqMatches: true } }));
    expect(at('awaiting', '2026-03-10T14:00:00.000Z')).toEqual(allow);
    expect(at('scheduled', '2026-03-10T15:00:00.001Z')).toEqual(never('appointment_moved'));
  });

  test('they go on when the campaign is paused or over and need no consent, cap or attempt', () => {
    for (const campaignStatus of ['paused', 'completed', 'archived'] as const) {
      expect(mayContact(sms('reminder', { campaignStatus, consentAt: null, attempts: 9, attemptsLast24h: 9 }))).toEqual(allow);
    }
  });

  test('a suspended account sends nothing', () =>
    expect(mayContact(sms('reminder', { clientStatus: 'suspended' }))).toEqual(never('client_suspended')));

  test('a reminder at night is off, a confirmation waits for eight', () => {
    expect(mayContact(sms('reminder', { now: NIGHT }))).toEqual(never('outside_hours'));
    expect(mayContact(sms('confirmation', { now: NIGHT }))).toEqual(later('2026-03-10T12:00:00.000Z', 'outside_hours'));
    expect(mayContact(sms('confirmation', { now: NIGHT, until: '2026-03-10T12:00:00.000Z' }))).toEqual(never('outside_hours', 'too_late'));
    expect(mayContact(email('reminder', { now: NIGHT }))).toEqual(allow);
  });

  test('texts keep the law’s hours, not the campaign’s: Sunday is open', () =>
    expect(
      mayContact(
        sms('reminder', { now: SUNDAY, appointment: { status: 'scheduled', startAt: '2026-03-15T17:00:00.000Z', seqMatches: true } }),
      ),
    ).toEqual(allow));

  test('nothing goes from its last moment on', () => {
    expect(mayContact(sms('reminder', { until: NOW }))).toEqual(never('too_late'));
    expect(mayContact(sms('reminder', { until: '2026-03-10T15:00:00.001Z' }))).toEqual(allow);
  });

  test('a barred lead gets e-mail only, unless it booked after that', () => {
    expect(mayContact(sms('reminder', { dnc: true }))).toEqual(never('dnc'));
    expect(mayContact(email('reminder', { dnc: true }))).toEqual(allow);
    expect(mayContact(sms('reminder', { dnc: true, bookedAfterDnc: true }))).toEqual(allow);
    expect(mayContact(sms('reminder', { dnc: true, bookedAfterDnc: true, smsOptOut: true }))).toEqual(never('sms_opt_out'));
    expect(mayContact(email('reminder', { dnc: true, bookedAfterDnc: true, emailOptOut: true }))).toEqual(never('email_opt_out'));
    expect(mayContact({ ...dial, dnc: true, bookedAfterDnc: true })).toEqual(never('dnc'));
  });
});

describe('links and rebooking', () => {
  test.each(['booking_link', 'rebook'] as const)('%s goes by text and e-mail', (purpose) => {
    expect(mayContact(sms(purpose))).toEqual(allow);
    expect(mayContact(email(purpose, { now: NIGHT, consentAt: null, attemptsLast24h: 3 }))).toEqual(allow);
  });

  test.each([
    ['a barred lead, also by e-mail', email('rebook', { dnc: true, bookedAfterDnc: true }), never('dnc')],
    ['an opt-out from e-mail', email('rebook', { emailOptOut: true }), never('email_opt_out')],
    ['STOP does not end e-mail', email('rebook', { smsOptOut: true }), allow],
    ['a text without consent', sms('booking_link', { consentAt: null }), never('no_consent')],
    [
      'booked in the meantime',
      sms('rebook', { appointment: { status: 'scheduled', startAt: NOW, seqMatches: true } }),
      never('already_booked'),
    ],
    ['another phase', sms('rebook', { phase: 'attend', leadStatus: 'booked' }), never('phase_moved')],
    ['the campaign has ended', sms('rebook', { campaignStatus: 'completed' }), never('campaign_ended')],
    ['a paused campaign goes on rebooking', sms('rebook', { campaignStatus: 'paused' }), allow],
    [
      'unless paused with it',
      sms('rebook', { campaignStatus: 'paused', isRebookPaused: true }),
      later('2026-03-10T16:00:00.000Z', 'campaign_paused'),
    ],
    [
      'the daily cap holds for texts',
      sms('rebook', { attemptsLast24h: 3, capFreeAt: '2026-03-10T18:00:00.000Z' }),
      later('2026-03-10T18:00:00.000Z', 'daily_cap'),
    ],
    ['at night', sms('booking_link', { now: NIGHT }), later('2026-03-10T12:00:00.000Z', 'outside_hours')],
    ['an open call does not matter', sms('booking_link', { openCallOnPhone: true }), allow],
  ] as [string, ContactFacts, object][])('%s', (_case, facts, expected) => expect(mayContact(facts)).toEqual(expected));
});

test('a message by hand passes phase and campaign, and no opt-out', () => {
  expect(mayContact(sms('manual', { phase: 'end', campaignStatus: 'archived', leadStatus: 'unresponsive' }))).toEqual(allow);
  expect(mayContact(sms('manual', { dnc: true }))).toEqual(never('dnc'));
  expect(mayContact(email('manual', { dnc: true }))).toEqual(never('dnc'));
  expect(mayContact(sms('manual', { leadStatus: 'invalid' }))).toEqual(never('lead_final'));
});

test('every reason has a sentence', () => {
  for (const words of Object.values(GATE_WORDS)) expect(words).toMatch(/^[A-Z].+\.$/);
  expect(gateWords('dnc')).toBe('The lead asked not to be contacted.');
});
