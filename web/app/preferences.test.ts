import { expect, test } from 'vitest';
import { readPreferences } from './preferences.ts';

test.each([
  ['theme=dark; zone=Europe%2FBerlin', { theme: 'dark', hasKeys: true, zone: 'Europe/Berlin' }],
  ['a=1; theme=light; keys=off', { theme: 'light', hasKeys: false, zone: null }],
  ['theme=pink; keys=maybe; zone=Nowhere/Land', { theme: 'system', hasKeys: true, zone: null }],
  ['zone=%E0%A4%A', { theme: 'system', hasKeys: true, zone: null }],
  [null, { theme: 'system', hasKeys: true, zone: null }],
])('cookies %j say %j', (header, expected) => expect(readPreferences(header)).toEqual(expected));
