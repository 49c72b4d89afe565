import { expect, test } from 'vitest';
import { createEmptyDatabase } from '#tests/support/database.ts';
import { openState } from '../state.ts';
import { eventType, takeSlot } from './slots.ts';

const single = eventType(103) as NonNullable<ReturnType<typeof eventType>>;

test('of six who look and take at the same moment one gets the only host, in every round', async () => {
  await using database = await createEmptyDatabase();
  const state = await openState(database.url);
  await Promise.all(Array.from({ length: 6 }, () => state.pool.query('SELECT pg_sleep(0.1)'))); // six open connections
  const winners: number[] = [];
  for (let round = 1; round <= 20; round++) {
    const results = await Promise.all(Array.from({ length: 6 }, (_, n) => takeSlot({ state }, single, round * 1_800_000, `uid-${n}`)));
    winners.push(results.filter((result) => result === 1).length);
  }
  await state.close();
  expect(winners).toEqual(Array.from({ length: 20 }, () => 1));
});
