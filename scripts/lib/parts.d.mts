import type { ProcessEnd, RunningProcess } from './processes.mjs';
export type Parts = {
  crashed: Promise<ProcessEnd>;
  pids(): Record<string, number | undefined>;
  add<T extends RunningProcess>(part: T): T;
  stop(): Promise<void>;
  kill(): void;
};
export function createParts(file: string): Parts;
export function endLeftBehind(file: string): Promise<string[]>;
