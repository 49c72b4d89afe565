import { expect, test } from 'vitest';
import type { CallingHours } from './calling-window.ts';
import { afterQuiet, beforeQuiet, putOff } from './planned-send.ts';

const NIGHT = Date.parse('2026-03-10T05:00:00.000Z'); // one in the morning in New York
const quiet = { enforce: true, zones: ['America/New_York'] };

test('a text at night is put off to eight, an e-mail is not, and what comes too late or is skipped stays so', () => {
  const text = { kind: 'booking_link', channel: 'sms', at: NIGHT, until: NIGHT + 86_400_000 } as const;
  expect(putOff(text, quiet)).toEqual({ ...text, at: Date.parse('2026-03-10T12:00:00.000Z') });
  expect(putOff({ ...text, channel: 'email' }, quiet)).toEqual({ ...text, channel: 'email' });
  expect(putOff({ ...text, until: Date.parse('2026-03-10T12:00:00.000Z') }, quiet)).toMatchObject({ at: NIGHT, skip: 'outside_hours' });
  expect(putOff({ ...text, skip: 'no_address' }, quiet)).toMatchObject({ at: NIGHT, skip: 'no_address' });
  expect(putOff(text, { enforce: false, zones: [] })).toEqual(text);
});

test('hours of the client’s own may narrow the law’s', () => {
  const hours = { mon: [], tue: [], wed: [['10:00', '11:00']], thu: [], fri: [], sat: [], sun: [] } as CallingHours;
  expect(afterQuiet({ ...quiet, hours }, NIGHT)).toBe(Date.parse('2026-03-11T14:00:00.000Z'));
  expect(beforeQuiet({ ...quiet, hours }, NIGHT)).toBe(Date.parse('2026-03-04T15:59:00.000Z'));
  expect(beforeQuiet({ enforce: true, zones: [] }, NIGHT)).toBeNull();
});
