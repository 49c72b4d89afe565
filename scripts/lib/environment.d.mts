import type { Secrets } from './secrets.mjs';
export function serviceEnvironment(options: {
  given?: Record<string, string | undefined>;
  ports: { api: number; web: number; sandbox: number; worker: number };
  secrets: Secrets;
  databaseUrls: { owner: string; app: string; ingest: string; relay: string; auth: string };
  sandboxDatabaseUrl: string;
  temporal: { address: string; namespace: string; uiUrl: string };
}): Record<string, string>;
export function withoutSandboxKey(environment: Record<string, string | undefined>): Record<string, string | undefined>;
