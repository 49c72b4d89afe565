import { expect, test } from 'vitest';
import { copyName } from './copy-name.ts';

test.each([
  ['a first copy', 'Roofs', [], 'Roofs (copy)'],
  ['a second copy', 'Roofs', ['Roofs', 'Roofs (copy)'], 'Roofs (copy 2)'],
  ['a gap is filled', 'Roofs', ['Roofs (copy)', 'Roofs (copy 3)'], 'Roofs (copy 2)'],
  ['a copy of a copy counts on', 'Roofs (copy 2)', ['Roofs', 'Roofs (copy)', 'Roofs (copy 2)'], 'Roofs (copy 3)'],
  ['brackets of one’s own stay', 'Roofs (north)', [], 'Roofs (north) (copy)'],
])('%s', (_case, name, taken, expected) => expect(copyName(name, taken)).toBe(expected));

test('a long name is cut so that the copy’s fits 255 characters', () => {
  expect(copyName('x'.repeat(255), [])).toBe(`${'x'.repeat(248)} (copy)`);
});
