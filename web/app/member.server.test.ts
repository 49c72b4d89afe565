import { expect, test } from 'vitest';
import { idOf, safeNext } from './member.server.ts';

test.each([
  ['/campaigns?status=draft', '/campaigns?status=draft'],
  ['/leads/1#x', '/leads/1'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['javascript:alert(1)', '/'],
  ['/%2f%2fevil.example', '/%2f%2fevil.example'],
  ['/a\n/b', '/'],
  ['', '/'],
  [null, '/'],
])('after the log-in %j leads to %j', (next, expected) => expect(safeNext(next)).toBe(expected));

test('an id in an address is a uuid or nothing is there', () => {
  expect(idOf('0D3F9A52-6C1E-4B7A-9F21-5A1C0FFEE001')).toBe('0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001');
  for (const wrong of [undefined, '', '1', "' or 1=1", '0d3f9a52-6c1e-4b7a-9f21-5a1c0ffee001x']) expect(() => idOf(wrong)).toThrow();
});
