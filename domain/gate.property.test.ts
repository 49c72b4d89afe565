import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_HOURS } from './calling-window.ts';
import { type ContactFacts, mayContact } from './gate.ts';
import { APPOINTMENT_STATUSES, CAMPAIGN_STATUSES, LEAD_STATUSES, MODES, PHASES } from './lead.ts';

const NEW_YORK: ContactFacts['zones'] = { kind: 'known', zones: ['America/New_York'], states: ['NY'] };

// A slow and simple reading of the rules: each line is one reason for "no".
const mayNot = (f: ContactFacts): boolean => {
  const strict = f.mode === 'live' || f.enforceHours;
  const service = ['confirmation', 'reminder', 'attendance'].includes(f.purpose);
  const text = f.channel === 'sms';
  const call = f.channel === 'call';
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/New_York',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(f.now));
  const part = (type: string) => local.find((p) => p.type === type)?.value ?? '';
  const clock = `${part('hour')}:${part('minute')}`;
  return (
    (f.dnc && call) ||
    (f.dnc && !service) ||
    (f.dnc && text && !f.bookedAfterDnc) ||
    (f.smsOptOut && (text || call)) ||
    (f.emailOptOut && f.channel === 'email') ||
    !f.hasAddress ||
    f.clientStatus !== 'active' ||
    (!f.consentAt && !service && f.purpose !== 'manual' && f.channel !== 'email') ||
    (strict && f.channel !== 'email' && f.zones.kind === 'unknown') ||
    (strict && f.channel !== 'email' && (clock < '08:00' || clock >= '21:00')) ||
    (strict && call && (clock < '09:00' || clock > '19:50' || part('weekday') === 'Sun')) ||
    (strict && f.purpose !== 'manual' && !service && f.channel !== 'email' && f.attemptsLast24h >= 3) ||
    (f.purpose === 'dial' && (f.campaignStatus !== 'active' || f.phase !== 'reach' || f.openCallOnPhone)) ||
    (f.purpose === 'dial' && f.attempts >= f.maxAttempts && !(f.leadStatus === 'callback' && f.callbacks > 0)) ||
    (['booking_link', 'rebook'].includes(f.purpose) && ['draft', 'completed', 'archived'].includes(f.campaignStatus)) ||
    (service && (!f.appointment || !['scheduled', 'awaiting'].includes(f.appointment.status) || !f.appointment.seqMatches)) ||
    (['confirmation', 'reminder'].includes(f.purpose) && f.now >= (f.appointment?.startAt ?? '')) ||
    (!service && f.purpose !== 'manual' && f.appointment?.status === 'scheduled')
  );
};

test('Q2: the gate never allows what the simple reading forbids, and what it puts off it allows then', () => {
  const instant = fc
    .integer({ min: Date.parse('2026-03-05T00:00:00Z'), max: Date.parse('2026-03-12T00:00:00Z') })
    .map((ms) => new Date(ms).toISOString());
  const facts: fc.Arbitrary<ContactFacts> = fc.record({
    channel: fc.constantFrom('call', 'sms', 'email'),
    purpose: fc.constantFrom('dial', 'booking_link', 'confirmation', 'reminder', 'attendance', 'rebook', 'manual'),
    mode: fc.constantFrom(...MODES),
    enforceHours: fc.boolean(),
    now: instant,
    zones: fc.constantFrom<ContactFacts['zones']>({ kind: 'unknown', reason: 'area_code_unknown' }, NEW_YORK, NEW_YORK, NEW_YORK),
    hours: fc.constant(DEFAULT_HOURS),
    clientStatus: fc.constantFrom('active', 'active', 'active', 'suspended', 'deleted'),
    campaignStatus: fc.constantFrom('active', 'active', ...CAMPAIGN_STATUSES),
    leadStatus: fc.constantFrom('queued', 'callback', ...LEAD_STATUSES),
    phase: fc.constantFrom('reach', 'reach', ...PHASES),
    dnc: fc.constantFrom(false, false, true),
    bookedAfterDnc: fc.boolean(),
    smsOptOut: fc.constantFrom(false, false, false, true),
    emailOptOut: fc.constantFrom(false, false, false, true),
    hasAddress: fc.constantFrom(true, true, true, false),
    consentAt: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', null),
    attempts: fc.nat(4),
    maxAttempts: fc.constant(3),
    callbacks: fc.nat(6),
    maxCallbacks: fc.constant(5),
    attemptsLast24h: fc.nat(4),
    openCallOnPhone: fc.constantFrom(false, false, true),
    appointment: fc.option(fc.record({ status: fc.constantFrom(...APPOINTMENT_STATUSES), startAt: instant, seqMatches: fc.boolean() })),
  });
  let allowed = 0;
  fc.assert(
    fc.property(facts, (f) => {
      const answer = mayContact(f);
      if (mayNot(f)) expect(answer.kind).not.toBe('allow');
      if (answer.kind === 'allow') allowed++;
      if (answer.kind !== 'allow') expect(answer.codes.length).toBeGreaterThan(0);
      if (answer.kind === 'later') {
        expect(answer.at > f.now).toBe(true);
        const then = mayContact({
          ...f,
          now: answer.at,
          attemptsLast24h: 0,
          openCallOnPhone: false,
          clientStatus: 'active',
          campaignStatus: f.campaignStatus === 'paused' ? 'active' : f.campaignStatus,
        });
        expect(then.kind === 'allow' || then.codes.includes('too_late') || then.codes.includes('appointment_moved')).toBe(true);
      }
    }),
    { numRuns: 20_000 },
  );
  expect(allowed).toBeGreaterThan(200);
}, 60_000);
