import { expect, test } from 'vitest';
import { icsOf } from './ics.ts';

const entry = {
  uid: 'a1@callvia',
  title: 'Roof check, free; really',
  text: 'With Northwind.\nBring nothing.',
  startAt: '2026-11-24T14:00:00.000Z',
  endAt: '2026-11-24T14:30:00.000Z',
  writtenAt: '2026-11-20T09:00:00.000Z',
};

test('an appointment becomes a calendar file', () =>
  expect(icsOf(entry).split('\r\n')).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Callvia//Appointments//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    'UID:a1@callvia',
    'DTSTAMP:20261120T090000Z',
    'DTSTART:20261124T140000Z',
    'DTEND:20261124T143000Z',
    'SUMMARY:Roof check\\, free\\; really',
    'DESCRIPTION:With Northwind.\\nBring nothing.',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]));

test('long lines are folded at 75 bytes without cutting a character', () => {
  const lines = icsOf({ ...entry, title: 'ü'.repeat(60) }).split('\r\n');
  expect(lines[9]).toBe(`SUMMARY:${'ü'.repeat(33)}`);
  expect(lines[10]).toBe(` ${'ü'.repeat(27)}`);
});
