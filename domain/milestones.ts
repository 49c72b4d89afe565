/**
 * The milestones that a change of the shown count reaches, smallest first. `highest` is the highest one ever reached: going down takes none
 * back, and crossing the same multiple again gives nothing. Counts below zero and a size below one reach nothing.
 */
export function milestonesReached({
  shownBefore,
  shownAfter,
  size,
  highest,
}: {
  shownBefore: number;
  shownAfter: number;
  size: number;
  highest: number;
}): number[] {
  if (size < 1) return [];
  const first = Math.max(Math.floor(shownBefore / size), highest, 0) + 1;
  const last = Math.floor(shownAfter / size);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
}

/** Shows still missing to the next milestone, between 1 and `size`. */
export const remaining = (shown: number, size: number): number => size - (((shown % size) + size) % size);

/** The milestone that is worked toward, and how many shows it has. One once reached stays reached, so that it may stand at 0 for a while. */
export function towardNext({ shown, size, highest }: { shown: number; size: number; highest: number }): { number: number; at: number } {
  const passed = Math.max(Math.floor(shown / size), highest, 0);
  return { number: passed + 1, at: Math.max(0, shown - passed * size) };
}
