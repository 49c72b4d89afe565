import { rmSync } from 'node:fs';
import { readKept, writeKept } from './kept-file.mjs';
import { commandOf } from './system-process.mjs';

/** One run at a time for what `file` stands for. A run that was killed does not count. */
export function runLock(file) {
  return {
    /** Takes the lock and returns null, or returns who holds it: `{ pid, command }`. */
    take() {
      const holder = readKept(file, null);
      if (holder && holder.pid !== process.pid && commandOf(holder.pid) === holder.command) return holder;
      writeKept(file, { pid: process.pid, command: commandOf(process.pid), startedAt: new Date().toISOString() });
      return null;
    },
    release() {
      rmSync(file, { force: true });
    },
  };
}
