import { expect, test } from 'vitest';
import { firstLoadWords, scriptsByPage } from './first-load.mjs';

const routes = {
  root: { id: 'root', path: '', module: '/root.js', imports: ['/shared.js'] },
  frame: { id: 'frame', parentId: 'root', module: '/frame.js', imports: ['/shared.js', '/icons.js'] },
  leads: { id: 'leads', parentId: 'frame', path: 'leads', module: '/leads.js', imports: ['/table.js'] },
};

test('a page loads the entry, its routes from the root down and what they import, each once', () =>
  expect(scriptsByPage({ entry: { module: '/entry.js', imports: ['/shared.js'] }, routes }).get('/leads')).toEqual([
    '/entry.js',
    '/shared.js',
    '/root.js',
    '/frame.js',
    '/icons.js',
    '/leads.js',
    '/table.js',
  ]));

test('the heaviest page is said, and whether it is too much', () => {
  expect(firstLoadWords([{ address: '/leads', bytes: 123_001 }])).toBe(
    'First load of script (gzip): 124 kB at most, by /leads; within 150 kB.',
  );
  expect(firstLoadWords([{ address: '/leads', bytes: 150_001 }])).toBe(
    'First load of script (gzip): 151 kB at most, by /leads; TOO MUCH 150 kB.',
  );
});
