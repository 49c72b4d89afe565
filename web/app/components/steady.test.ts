import { expect, test } from 'vitest';
import { merged } from './steady.ts';

const row = (id: string, text = '') => ({ id, text });
const first = [row('b'), row('a')];
const shown = { address: '', rows: [row('b'), row('a')], waiting: 0, from: first };

test('rows that are shown keep their places and take in what is new about them', () =>
  expect(merged(shown, { address: '', rows: [row('a', 'called'), row('b')] })).toMatchObject({
    rows: [row('b'), row('a', 'called')],
    waiting: 0,
  }));

test('rows that came meanwhile wait, and a row they pushed off the page stays', () =>
  expect(merged(shown, { address: '', rows: [row('d'), row('c'), row('b', 'booked')] })).toMatchObject({
    rows: [row('b', 'booked'), row('a')],
    waiting: 2,
  }));

test('another address is another list', () =>
  expect(merged(shown, { address: 'status=booked', rows: [row('c')] })).toMatchObject({ rows: [row('c')], waiting: 0 }));

test('an empty list shows its first rows at once', () =>
  expect(merged({ address: '', rows: [], waiting: 0, from: [] }, { address: '', rows: [row('a')] })).toMatchObject({
    rows: [row('a')],
    waiting: 0,
  }));

test('the same reading gives back the same list', () => expect(merged(shown, { address: '', rows: first })).toBe(shown));
