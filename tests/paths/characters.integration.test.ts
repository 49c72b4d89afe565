import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { type App, startApp } from '#tests/support/app.ts';
import { type Cast, playCast } from './cast.ts';
import { inShort } from './stories.ts';

let app: App;
let cast: Cast;
beforeAll(async () => {
  app = await startApp();
  cast = await playCast(app);
}, 560_000);
afterAll(() => app?.dispose());

test('dump', () => {
  writeFileSync('/tmp/callvia/stories.json', JSON.stringify(cast.all.map((s) => ({ phone: s.phone, ...inShort(s), full: s })), null, 1));
  expect(cast.all).toHaveLength(70);
});
