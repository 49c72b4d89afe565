import type { RunningProcess } from './processes.mjs';
export type ServiceName = 'sandbox' | 'api' | 'worker' | 'web';
export type Service = RunningProcess & { ready: Promise<void> };
export const SERVICES: { name: ServiceName; entry: string; port: string }[];
export function startService(options: {
  name: ServiceName;
  environment: Record<string, string | undefined>;
  logFolder?: string;
  verbose?: boolean;
  cwd?: string;
}): Service;
export function untilReady(url: string, patienceMs?: number): Promise<void>;
