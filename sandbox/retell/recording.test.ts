import { expect, test } from 'vitest';
import { recordingOf } from './recording.ts';

test('a recording is a WAV file as long as the call, silent but where a line begins', () => {
  const sound = recordingOf(10_000, [{ role: 'agent', atMs: 4_000 }]);
  expect(sound.subarray(0, 4).toString()).toBe('RIFF');
  expect(sound.readUInt32LE(40)).toBe(80_000);
  const at = (ms: number) => [...sound.subarray(44 + ms * 8, 44 + ms * 8 + 400)].some((sample) => sample !== 128);
  expect([0, 3_900, 4_100, 4_500, 4_700, 9_900].map(at)).toEqual([false, false, true, true, false, false]);
});

test('a line after the end makes no sound, and a very long call is cut', () => {
  expect(recordingOf(1_000, [{ role: 'user', atMs: 4_000 }])).toHaveLength(8_044);
  expect(recordingOf(3_600_000, [])).toHaveLength(4_800_044);
});
