import type { RunningProcess } from './processes.mjs';

type Login = { user: string; password: string };
export type Postgres = RunningProcess & { port: number; dataFolder: string; url(database: string, login?: Login): string };
export function bootPostgres(options: {
  dataFolder: string;
  port: number;
  logFile?: string;
  prefix?: string;
  started?: (process: RunningProcess) => void;
  throwAway?: boolean;
  settings?: Record<string, string>;
}): Promise<Postgres>;
export function postgresUrl(port: number, database: string, login?: Login): string;
export function reachableData(dataFolder: string): string;
