import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stateFolder } from '#scripts/lib/paths.mjs';
import { keptSecrets } from '#scripts/lib/secrets.mjs';

/** Where the parts that are compared answer. */
export type Addresses = {
  appUrl: string;
  relayUrl: string;
  temporal: { address: string; namespace: string };
  sandboxUrl: string;
  /** The sandbox's Stripe key; without it invoices are compared by number only. */
  stripeKey: string | undefined;
};

type Run = {
  pid?: number | null;
  stoppedAt?: string;
  urls: { sandbox: string };
  databaseUrls: Record<string, string>;
  temporal: { address: string; namespace: string };
};

/** From the environment where it names them, else from what the last `npm start` of this folder wrote down. Throws when neither does. */
export function findAddresses(env: NodeJS.ProcessEnv = process.env): Addresses {
  const file = path.join(stateFolder, 'run.json');
  const run = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Run) : undefined;
  const appUrl = env.DATABASE_APP_URL ?? run?.databaseUrls.DATABASE_APP_URL;
  const relayUrl = env.DATABASE_RELAY_URL ?? run?.databaseUrls.DATABASE_RELAY_URL;
  const address = env.TEMPORAL_ADDRESS ?? run?.temporal.address;
  const sandboxUrl = env.SANDBOX_URL ?? run?.urls.sandbox;
  if (!appUrl || !relayUrl || !address || !sandboxUrl) {
    throw new Error(
      `There is nothing to audit: ${file} is missing. Start Callvia with npm start, or set DATABASE_APP_URL, DATABASE_RELAY_URL, TEMPORAL_ADDRESS and SANDBOX_URL.`,
    );
  }
  if (!env.DATABASE_APP_URL && run?.stoppedAt)
    throw new Error(`Callvia is not running (stopped ${run.stoppedAt}). Start it with npm start and audit it then.`);
  const namespace = env.TEMPORAL_NAMESPACE ?? run?.temporal.namespace ?? 'callvia';
  const stripeKey = env.SANDBOX_STRIPE_API_KEY ?? (run ? keptSecrets().SANDBOX_STRIPE_API_KEY : undefined);
  return { appUrl, relayUrl, temporal: { address, namespace }, sandboxUrl: sandboxUrl.replace(/\/$/, ''), stripeKey };
}
