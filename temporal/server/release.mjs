// The official release archives: fetched only against their published checksums.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** How long a server may stay silent before it counts as out of reach. */
const SILENCE_MS = 5_000;

/**
 * Downloads one release archive, checks its sha-256 and unpacks it. Returns the folder with its content. Throws when the place cannot be
 * reached (nothing heard for `silenceMs`), lacks the file, or serves one that does not match its checksum.
 */
export async function unpackRelease({ base, release, folder, silenceMs = SILENCE_MS }) {
  const url = `${base}/${release.folder}`;
  const expected = await publishedChecksum(`${url}/${release.checksums}`, release.archive, silenceMs);
  await mkdir(folder, { recursive: true });
  const archive = path.join(folder, release.archive);
  const actual = await download(`${url}/${release.archive}`, archive, silenceMs);
  if (actual !== expected) throw new Error(`${release.archive} does not match its published checksum (${actual} instead of ${expected}).`);
  await run('tar', ['-xzf', archive, '-C', folder]);
  return folder;
}

async function publishedChecksum(url, archive, silenceMs) {
  const text = await fetched(url, silenceMs, (response) => response.text());
  const line = text.split('\n').find((entry) => entry.trim().split(/[ *]+/).at(-1) === archive);
  if (!line) throw new Error(`${url} names no checksum for ${archive}.`);
  return line.trim().split(/\s+/)[0].toLowerCase();
}

function download(url, file, silenceMs) {
  const hash = createHash('sha256');
  return fetched(url, silenceMs, async (response, silence) => {
    const watch = new Transform({
      transform(chunk, _encoding, done) {
        silence.heard();
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(Readable.fromWeb(response.body), watch, createWriteStream(file), { signal: silence.signal });
    return hash.digest('hex');
  });
}

/** Asks for a file and lets `read` take its body; both end when nothing is heard for too long. */
async function fetched(url, silenceMs, read) {
  const silence = silenceAlarm(silenceMs);
  try {
    const response = await fetch(url, { signal: silence.signal });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return await read(response, silence);
  } catch (error) {
    const reason = silence.signal.aborted ? silence.signal.reason.message : (error.cause?.message ?? error.message);
    throw new Error(`${url} could not be fetched: ${reason}.`, { cause: error });
  } finally {
    silence.stop();
  }
}

function silenceAlarm(silenceMs) {
  const controller = new AbortController();
  const ring = () => controller.abort(new Error(`nothing heard for ${silenceMs / 1000} s`));
  let timer = setTimeout(ring, silenceMs);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(ring, silenceMs);
    },
    stop: () => clearTimeout(timer),
  };
}
