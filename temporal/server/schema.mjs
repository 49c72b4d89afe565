import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const DATABASES = { default: 'temporal', visibility: 'temporal_visibility' };

/**
 * Creates and updates Temporal's two databases with the tables that its own sql tool carries. Safe to repeat. Throws with the tool's
 * words when a step fails.
 */
export async function prepareSchema({ sqlTool, database, databases = DATABASES }) {
  await Promise.all([
    prepareDatabase({ sqlTool, database, name: databases.default, schema: 'postgresql/v12/temporal' }),
    prepareDatabase({ sqlTool, database, name: databases.visibility, schema: 'postgresql/v12/visibility' }),
  ]);
}

/** Each of the three steps says "nothing to do" where that is so. */
async function prepareDatabase({ sqlTool, database, name, schema }) {
  const sql = (...args) => runSqlTool(sqlTool, database, name, args);
  await sql('create-database');
  await sql('setup-schema', '-v', '0.0');
  await sql('update-schema', '--schema-name', schema);
}

async function runSqlTool(sqlTool, { host, port, user, password }, name, args) {
  const login = ['--endpoint', host, '--port', String(port), '--user', user, '--database', name, '--plugin', 'postgres12_pgx'];
  try {
    await run(sqlTool, [...login, ...args], { env: { ...process.env, SQL_PASSWORD: password }, maxBuffer: 16_000_000 });
  } catch (error) {
    throw new Error(`Temporal's database "${name}" could not be prepared (${args[0]}): ${error.stderr || error.stdout || error.message}`, {
      cause: error,
    });
  }
}
