import { expect, test } from 'vitest';
import { readPreferences } from './preferences.ts';

test.each([
  ['theme=dark; zone=Europe%2FBerlin', { theme: 'dark', zone: 'Europe/Berlin' }],
  ['a=1; theme=light', { theme: 'light', zone: null }],
  ['theme=pink; zone=Nowhere/Land', { theme: 'system', zone: null }],
  ['zone=%E0%A4%A', { theme: 'system', zone: null }],
  [null, { theme: 'system', zone: null }],
])('cookies %j say %j', (header, expected) => expect(readPreferences(header)).toEqual(expected));
