import { expect, test } from 'vitest';
import { SECONDS_CADENCE, TRUE_CADENCE } from '#domain/cadence.ts';
import { cadenceWords } from './cadence.ts';

const text = (title: string, cadence = TRUE_CADENCE, attempts = 3) =>
  cadenceWords(cadence, attempts).find((each) => each.title === title)?.text;

test.each([
  [1, 'Calls once. Without an answer the lead counts as unresponsive.'],
  [2, 'Calls again after 4 h. After 2 attempts without an answer the lead counts as unresponsive.'],
  [3, 'Calls again after 4 h, then after 24 h. After 3 attempts without an answer the lead counts as unresponsive.'],
  [
    5,
    'Calls again after 4 h, then after 24 h, and every 24 h after that. After 5 attempts without an answer the lead counts as unresponsive.',
  ],
])('%i attempts in words', (attempts, expected) => expect(text('No answer', TRUE_CADENCE, attempts)).toBe(expected));

test('a lead’s life in true time and in seconds', () => {
  expect(text('Booked')).toBe('Confirms at once and reminds 24 h, 2 h and 15 min before the start.');
  expect(text('Did not come')).toBe('Offers a new time at once, after 2 days and after 4 days; gives up 3 days later.');
  expect(text('After the appointment', SECONDS_CADENCE)).toBe(
    'Asks the lead 2 s after the end whether it took place, and decides 15 s after the start: showed or not.',
  );
});
