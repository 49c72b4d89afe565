export type Secrets = Record<`SANDBOX_${string}` | 'APP_SECRET', string> & {
  databasePasswords: { owner: string; app: string; ingest: string; relay: string; auth: string };
};
export function keptSecrets(file?: string): Secrets;
export function generateSecrets(): Secrets;
