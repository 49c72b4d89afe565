import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const here = import.meta.dirname;
const guide = ['../../routes/styleguide.tsx', '../sample-frame.tsx'].map((file) => readFileSync(path.join(here, file), 'utf8')).join('\n');
/** What a menu or field is made of is shown within it. */
const WITHIN = new Set(['OpenMenu', 'SubmitButton', 'ButtonAnchor']);

test('the style guide shows every component of the set', () => {
  const files = readdirSync(here).filter((file) => file.endsWith('.tsx'));
  const components = files.flatMap((file) =>
    [...readFileSync(path.join(here, file), 'utf8').matchAll(/^export (?:const|function) ([A-Z]\w*[a-z]\w*)/gm)].map(
      ([, name]) => name ?? '',
    ),
  );
  expect(components.length).toBeGreaterThan(30);
  expect(components.filter((name) => !WITHIN.has(name) && !guide.includes(`<${name}`))).toEqual([]);
});
