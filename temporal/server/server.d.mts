import type { RunningProcess } from '../../scripts/lib/processes.mjs';
import type { DatabaseLogin, TemporalDatabases } from './schema.mjs';
export type TemporalServer = RunningProcess & { address: string; httpPort: number };
export function startServer(options: {
  program: string;
  database: DatabaseLogin;
  databases?: TemporalDatabases;
  port: number;
  historyShards?: number;
  logFile?: string;
  prefix?: string;
  started?: (process: RunningProcess) => void;
}): Promise<TemporalServer>;
