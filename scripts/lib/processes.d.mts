export type ProcessEnd = { name: string; code: number | null; expected: boolean; reason: string };
export type RunningProcess = {
  name: string;
  pid: number | undefined;
  command: string;
  lastLines: string[];
  exited: Promise<ProcessEnd>;
  kill(): void;
  stop(options?: { signal?: NodeJS.Signals; patienceMs?: number }): Promise<void>;
};
export function startProcess(options: {
  name: string;
  command: string;
  args?: string[];
  env?: Record<string, string | undefined>;
  cwd?: string;
  logFile?: string;
  prefix?: string;
  account?: { uid: number; gid: number };
  stopSignal?: NodeJS.Signals;
}): RunningProcess;
