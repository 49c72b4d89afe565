import { describe, expect, test } from 'vitest';
import { DIGEST_SHOWS, digestDay, digestShows } from './digest.ts';

describe('the day whose digest is due', () => {
  test.each([
    ['a second before eight in New York', '2026-03-10T11:59:59.000Z', 'America/New_York', null],
    ['at eight', '2026-03-10T12:00:00.000Z', 'America/New_York', { day: '2026-03-10', begunBy: '2026-03-10T12:00:00.000Z' }],
    [
      'late in the evening it is still about the morning',
      '2026-03-11T03:30:00.000Z',
      'America/New_York',
      { day: '2026-03-10', begunBy: '2026-03-10T12:00:00.000Z' },
    ],
    ['on a Sunday too', '2026-03-15T12:10:00.000Z', 'America/New_York', { day: '2026-03-15', begunBy: '2026-03-15T12:00:00.000Z' }],
    [
      'on the morning the clocks went forward',
      '2026-03-08T12:00:00.000Z',
      'America/New_York',
      { day: '2026-03-08', begunBy: '2026-03-08T12:00:00.000Z' },
    ],
    [
      'where the quarter of an hour counts',
      '2026-03-10T02:15:00.000Z',
      'Asia/Kathmandu',
      { day: '2026-03-10', begunBy: '2026-03-10T02:15:00.000Z' },
    ],
    ['in a zone that is none it is that of UTC', '2026-03-10T07:59:00.000Z', 'Nowhere/Land', null],
  ])('%s', (_case, now, zone, expected) => expect(digestDay({ now, zone, mode: 'live' })).toEqual(expected));

  test('of a rehearsal is due at any hour, about all that has begun', () =>
    expect(digestDay({ now: '2026-03-11T03:30:00.000Z', zone: 'America/New_York', mode: 'rehearsal' })).toEqual({
      day: '2026-03-10',
      begunBy: '2026-03-11T03:30:00.000Z',
    }));
});

describe('what a digest lists', () => {
  const by = { begunBy: '2026-03-10T12:00:00.000Z', now: '2026-03-10T12:05:00.000Z' };
  const show = (name: string, startAt: string, verifyAt: string, clockOffsetMs = 0) => ({ name, startAt, verifyAt, clockOffsetMs });
  const names = (...shows: ReturnType<typeof show>[]) => digestShows(shows, by).listed.map(({ name }) => name);

  test('is what had begun by the morning, the next verdict first', () =>
    expect(
      names(
        show('decided tomorrow', '2026-03-09T15:00:00.000Z', '2026-03-11T15:00:00.000Z'),
        show('decided today', '2026-03-08T15:00:00.000Z', '2026-03-10T15:00:00.000Z'),
        show('begun at eight', '2026-03-10T12:00:00.000Z', '2026-03-12T12:00:00.000Z'),
        show('begun a minute later', '2026-03-10T12:01:00.000Z', '2026-03-12T12:01:00.000Z'),
      ),
    ).toEqual(['decided today', 'decided tomorrow', 'begun at eight']));

  test('is nothing whose verdict is due by now', () =>
    expect(names(show('due', '2026-03-08T12:05:00.000Z', '2026-03-10T12:05:00.000Z'))).toEqual([]));

  test('goes by the clock of a lead that is ahead', () =>
    expect(
      names(
        show('begun for the lead', '2026-03-12T11:00:00.000Z', '2026-03-14T11:00:00.000Z', 2 * 86_400_000),
        show('not yet', '2026-03-12T13:00:00.000Z', '2026-03-14T13:00:00.000Z', 2 * 86_400_000),
      ),
    ).toEqual(['begun for the lead']));

  test('is cut where a mail would be too long, and counts the rest', () => {
    const many = Array.from({ length: DIGEST_SHOWS + 3 }, (_, n) => show(`${n}`, '2026-03-09T15:00:00.000Z', '2026-03-11T15:00:00.000Z'));
    expect(digestShows(many, by)).toMatchObject({ more: 3, listed: { length: DIGEST_SHOWS } });
  });
});
