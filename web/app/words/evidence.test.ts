import { expect, test } from 'vitest';
import { noteWords } from './evidence.ts';

const zone = 'America/New_York';

test('what the calendar noted and why a verdict was turned are said in sentences, by the clock of the appointment', () => {
  expect(
    noteWords(
      {
        ...{
          meetingEndedAt: '2026-03-10T15:31:00.000Z',
          noShowMarked: true,
          cancelledAfterStart: 'Traffic',
          overturned: 'The crew saw her.',
        },
        movedAfterStart: { at: '2026-03-10T16:00:00.000Z', to: '2026-03-12T15:00:00.000Z' },
      },
      zone,
    ),
  ).toEqual([
    'The calendar says that the meeting ended on Tue 10 Mar 2026 11:31:00 EDT.',
    'The lead is marked as a no-show in the calendar.',
    'Cancelled in the calendar after its start: Traffic.',
    'Moved after its start, to Thu 12 Mar 2026 11:00:00 EDT.',
    'The verdict was turned by staff: The crew saw her.',
  ]);
});

test('of what was not noted nothing is said, and a mark that was taken back is', () => {
  expect(noteWords({}, zone)).toEqual([]);
  expect(noteWords({ noShowMarked: false, cancelledAfterStart: '' }, zone)).toEqual([
    'The calendar’s no-show mark was taken back.',
    'Cancelled in the calendar after its start: no reason was given.',
  ]);
});
