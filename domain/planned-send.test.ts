import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterQuiet, beforeQuiet, isQuiet, momentsOf, type PlannedSend } from './planned-send.ts';
import { plan } from './snapshot.ts';

test('channels of one kind and time are one moment, apart in time they are two, and skipped ones none', () => {
  const sends: PlannedSend[] = [
    { kind: 'booking_confirmation', channel: 'email', at: 10, until: 90 },
    { kind: 'booking_confirmation', channel: 'sms', at: 40, until: 90 },
    { kind: 'reminder_24h', channel: 'sms', at: 50, until: 70 },
    { kind: 'reminder_24h', channel: 'email', at: 50, until: 80 },
    { kind: 'reminder_2h', channel: 'sms', at: 80, until: 90, skip: 'outside_hours' },
  ];
  expect(momentsOf(sends, { kind: 'verdict', at: 200 }, 'a1')).toEqual([
    { kind: 'booking_confirmation', at: 10, until: 90, channels: ['email'], appointmentId: 'a1' },
    { kind: 'booking_confirmation', at: 40, until: 90, channels: ['sms'], appointmentId: 'a1' },
    { kind: 'reminder_24h', at: 50, until: 80, channels: ['sms', 'email'], appointmentId: 'a1' },
    { kind: 'verdict', at: 200, appointmentId: 'a1', decides: true },
  ]);
});

test('moments of an invitation name no appointment, and the workflow’s plan takes them as they are', () => {
  const moments = momentsOf([{ kind: 'booking_link', channel: 'sms', at: 10, until: 90 }], { kind: 'back_to_reach', at: 90 });
  expect(moments).toEqual([
    { kind: 'booking_link', at: 10, until: 90, channels: ['sms'] },
    { kind: 'back_to_reach', at: 90, decides: true },
  ]);
  expect(plan({ seq: 1, phase: 'invite', moments }, 0)).toEqual(moments);
});

test('the last open minute before and the first after, for any moment and zones', () => {
  const zones = fc.uniqueArray(fc.constantFrom('America/New_York', 'America/Los_Angeles', 'Pacific/Honolulu', 'America/Phoenix'), {
    minLength: 1,
    maxLength: 3,
  });
  const minute = fc.integer({ min: Date.parse('2026-02-01T00:00:00Z') / 60_000, max: Date.parse('2026-12-01T00:00:00Z') / 60_000 });
  fc.assert(
    fc.property(zones, minute, (zoneNames, minutes) => {
      const quiet = { enforce: true, zones: zoneNames };
      const ms = minutes * 60_000;
      const before = beforeQuiet(quiet, ms) ?? Number.NaN;
      const after = afterQuiet(quiet, ms) ?? Number.NaN;
      expect(isQuiet(quiet, before) || isQuiet(quiet, after)).toBe(false);
      for (let at = before + 60_000; at < after; at += 60_000) expect(isQuiet(quiet, at)).toBe(true);
      expect(before <= ms && ms <= after).toBe(true);
    }),
    { numRuns: 1_000 },
  );
}, 60_000);
