// The five logins of Callvia and its databases. Cluster-wide, so they come before the migrations, which hold the grants.
import pg from 'pg';

/** A password for each login; keys are the suffixes of `callvia_<key>`. */
export type RolePasswords = Record<(typeof ROLES)[number], string>;
export const ROLES = ['owner', 'app', 'ingest', 'relay', 'auth'] as const;

const SAFE = 'LOGIN NOSUPERUSER NOBYPASSRLS NOREPLICATION NOCREATEROLE';
const RIGHTS: Record<keyof RolePasswords, string> = {
  owner: `${SAFE} INHERIT CREATEDB`,
  app: `${SAFE} INHERIT NOCREATEDB`,
  ingest: `${SAFE} INHERIT NOCREATEDB`,
  relay: `${SAFE} NOINHERIT NOCREATEDB`, // it has app's rights only between SET ROLE and its end
  auth: `${SAFE} INHERIT NOCREATEDB`,
};
/** Two starts on one cluster must not alter the same roles at once: PostgreSQL refuses the second ("tuple concurrently updated"). */
const LOCK = 7_203_114;

/** Creates the logins or sets their passwords and rights anew. Needs a superuser (or CREATEROLE). */
export async function ensureRoles(superuserUrl: string, passwords: RolePasswords): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    for (const role of ROLES) await ensureRole(client, role, passwords[role]);
    await client.query('grant callvia_app to callvia_relay with inherit false, set true');
    await client.query('commit');
  });
}

/** Creates a database that belongs to `callvia_owner` and that only Callvia's own logins may enter, unless it is there. */
export async function ensureOwnedDatabase(superuserUrl: string, name: string): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)} owner callvia_owner`);
    await client.query(`revoke all on database ${pg.escapeIdentifier(name)} from public`);
    const logins = ROLES.map((role) => `callvia_${role}`).join(', ');
    await client.query(`grant connect, temporary on database ${pg.escapeIdentifier(name)} to ${logins}`);
  });
}

/** The address of `database` for each login, on the server of `superuserUrl`. */
export function roleUrls(superuserUrl: string, database: string, passwords: RolePasswords): RolePasswords {
  const urls = ROLES.map((role) => {
    const url = new URL(superuserUrl);
    url.username = `callvia_${role}`;
    url.password = passwords[role];
    url.pathname = database;
    return [role, url.href];
  });
  return Object.fromEntries(urls);
}

async function ensureRole(client: pg.Client, role: keyof RolePasswords, password: string): Promise<void> {
  const name = `callvia_${role}`;
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
  if (rowCount === 0) await client.query(`create role ${name}`);
  await client.query(`alter role ${name} ${RIGHTS[role]} password ${pg.escapeLiteral(password)}`);
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
