// Callvia's databases: on the PostgreSQL beside it, or on one that the environment names.
import path from 'node:path';
import { root } from './paths.mjs';
import { bootPostgres } from './postgres.mjs';
import { runTool } from './tools.mjs';

const ROLE_KEYS = {
  owner: 'DATABASE_URL',
  app: 'DATABASE_APP_URL',
  ingest: 'DATABASE_INGEST_URL',
  relay: 'DATABASE_RELAY_URL',
  auth: 'DATABASE_AUTH_URL',
};

/**
 * What the environment says about databases: `given` addresses for every login, or a `superuserUrl` of a server to make them on, or
 * neither. Throws when DATABASE_URL comes without the other four.
 */
export function givenDatabases(env) {
  if (!env.DATABASE_URL) return { superuserUrl: env.DATABASE_SUPERUSER_URL };
  const missing = [...Object.values(ROLE_KEYS), 'SANDBOX_DATABASE_URL'].filter((key) => !env[key]);
  if (missing.length > 0) {
    throw new Error(
      `DATABASE_URL is set, so these must be too: ${missing.join(', ')}. (Or set DATABASE_SUPERUSER_URL alone, and the logins are made for you.)`,
    );
  }
  const urls = Object.fromEntries(Object.entries(ROLE_KEYS).map(([role, key]) => [role, env[key]]));
  return { given: { urls, sandboxUrl: env.SANDBOX_DATABASE_URL } };
}

/** PostgreSQL beside Callvia, in `folder` or where its system user can reach. */
export function startPostgres({ folder, port, logFolder, verbose, started }) {
  return bootPostgres({
    dataFolder: path.join(folder, 'postgres'),
    port,
    logFile: path.join(logFolder, 'postgres.log'),
    prefix: verbose ? 'postgres' : undefined,
    started,
  });
}

/** Makes logins and databases where a superuser is known, applies the migrations, and returns the address for each login. */
export async function prepareDatabases({ superuserUrl, given, passwords }) {
  const input = JSON.stringify({ superuserUrl, given, passwords });
  const env = { ...process.env, CALLVIA_DATABASES: input };
  const args = ['--import', 'tsx', path.join(root, 'scripts', 'prepare-database.ts')];
  return JSON.parse(await runTool({ what: 'Preparing the databases', args, env }));
}
