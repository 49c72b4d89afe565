import { Router } from 'express';
import type { World } from '../world.ts';
import { type CallRecord, isOver } from './call.ts';

const RATE = 8_000; // one byte a sample
const SILENCE = 128;
const LONGEST_MS = 10 * 60_000;
const TONE_SECONDS = 0.6;
const PITCH = { agent: 440, lead: 330 };

/** A recording of a call in which nobody spoke: silence as long as the call, and a soft tone, higher for the agent, where a line begins. */
export function recordingOf(durationMs: number, lines: readonly { role: string; atMs: number }[]): Buffer {
  const samples = Buffer.alloc(Math.ceil((Math.min(durationMs, LONGEST_MS) / 1_000) * RATE), SILENCE);
  for (const { role, atMs } of lines) {
    const pitch = role === 'agent' ? PITCH.agent : PITCH.lead;
    const first = Math.round((atMs / 1_000) * RATE);
    const count = Math.min(TONE_SECONDS * RATE, samples.length - first);
    for (let n = 0; n < count; n++) {
      const swell = Math.sin((Math.PI * n) / count);
      samples[first + n] = SILENCE + Math.round(24 * swell * Math.sin((2 * Math.PI * pitch * n) / RATE));
    }
  }
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'ascii');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8, 'ascii');
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); // PCM
  head.writeUInt16LE(1, 22); // mono
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36, 'ascii');
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}

const LINE_MS = 4_000;

/** Recordings, whole or in the part that a player asks for. */
export const recordingRoutes = (world: World): Router =>
  Router().get('/:id.wav', (req, res, next) => {
    const answer = async () => {
      const id = String(req.params.id);
      const call = (await world.state.find<CallRecord>('call', id)) ?? (await world.state.find<CallRecord>('inbound-call', id));
      if (!call?.script.isConnected || !isOver(call, Date.now()))
        return void res.status(404).type('text/plain').send('There is no such recording.');
      const lines = call.script.lines.map(([role], n) => ({ role, atMs: n * LINE_MS }));
      const sound = recordingOf(call.script.durationMs ?? 0, lines);
      res.set({ 'accept-ranges': 'bytes', 'content-type': 'audio/wav' });
      const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(req.get('range') ?? '') ?? [];
      if (from === undefined) return void res.end(sound);
      const [first, last] = [Number(from), Math.min(to ? Number(to) : sound.length - 1, sound.length - 1)];
      if (first > last) return void res.status(416).set('content-range', `bytes */${sound.length}`).end();
      res
        .status(206)
        .set('content-range', `bytes ${first}-${last}/${sound.length}`)
        .end(sound.subarray(first, last + 1));
    };
    answer().catch(next);
  });
