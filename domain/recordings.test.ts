import { expect, test } from 'vitest';
import { soundOf } from './recordings.ts';

const playable = ['https://rec.example.com', 'http://localhost:4000'];

test.each([
  ['https://rec.example.com/1.wav', 'player'],
  ['http://localhost:4000/recordings/1.wav', 'player'],
  ['http://localhost:4001/recordings/1.wav', 'link'],
  ['http://rec.example.com/1.wav', 'link'],
  ['https://other.rec.example.com/1.wav', 'link'],
  ['https://recordings.sandbox.invalid/1.wav', null],
  ['javascript:alert(1)', null],
  ['not an address', null],
  [null, null],
] as const)('%s: %s', (url, kind) => expect(soundOf(url, playable)?.kind ?? null).toBe(kind));
