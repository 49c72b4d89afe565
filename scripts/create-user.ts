import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { createAuth } from '#auth/auth.ts';
import { PASSWORD_LENGTH } from '#auth/passwords.ts';
import { openDb } from '#prisma/client.ts';
import { clientExists, createClient, putMember } from '#stores/accounts.ts';
import { stateFolder } from './lib/paths.mjs';

const HELP = `npm run create-user -- --email <address> --client <name> [options]     makes a user, and their client where there is none

  --email <address>   signs in with this address
  --client <name>     belongs to this client, which is made
  --client-id <id>    or to one that is there (its members find the id with GET /api/v1/orgs)
  --role <role>       there: owner, admin, member or viewer (otherwise owner)
  --staff             may do what only Callvia's own people may, in the clients they belong to
  --name <name>       otherwise the address up to its @
  --ask-password      asks for the password, or reads it from standard input; otherwise one is made and printed
  --help              this text

Finds the database in DATABASE_AUTH_URL and DATABASE_APP_URL, or as the running npm start wrote it down.
Exit code 0: made. 1: not made, and why. 2: a mistake in the options.
`;

class Mistake extends Error {}

const Wanted = z.object({
  email: z.email('is not an address'),
  name: z.string().trim().min(1, 'is empty').max(200, 'is too long').optional(),
  client: z
    .string()
    .trim()
    .regex(/[\p{L}\p{N}]/u, 'has no letter or digit')
    .max(200, 'is too long')
    .optional(),
  'client-id': z.uuid('is not an id').optional(),
  role: z.enum(['owner', 'admin', 'member', 'viewer'], 'must be owner, admin, member or viewer').default('owner'),
  staff: z.boolean().default(false),
  'ask-password': z.boolean().default(false),
});
type Wanted = z.output<typeof Wanted>;

function read(args: string[]): Wanted | 'help' {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { email: text, name: text, client: text, 'client-id': text, role: text, staff: flag, 'ask-password': flag, help: flag };
  const { values } = (() => {
    try {
      return parseArgs({ args, options });
    } catch (error) {
      throw new Mistake(error instanceof Error ? error.message : String(error));
    }
  })();
  if (values.help) return 'help';
  if (values.email === undefined) throw new Mistake('--email is missing.');
  const parsed = Wanted.safeParse(values);
  if (!parsed.success) throw new Mistake(parsed.error.issues.map(({ path, message }) => `--${String(path[0])} ${message}.`).join('\n'));
  if ((parsed.data.client === undefined) === (parsed.data['client-id'] === undefined))
    throw new Mistake('Give either --client or --client-id.');
  return parsed.data;
}

function findDatabases(env: NodeJS.ProcessEnv = process.env) {
  const file = path.join(stateFolder, 'run.json');
  const run = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { databaseUrls: Record<string, string> }) : undefined;
  const [authUrl, appUrl] = ['DATABASE_AUTH_URL', 'DATABASE_APP_URL'].map((key) => env[key] || run?.databaseUrls[key]);
  if (authUrl && appUrl) return { authUrl, appUrl };
  throw new Error(`Callvia does not run from this folder (there is no ${file}). Start it, or set DATABASE_AUTH_URL and DATABASE_APP_URL.`);
}

/** One line, shown to nobody while it is typed. */
async function askPassword(): Promise<string> {
  const { isTTY } = process.stdin;
  if (isTTY) process.stderr.write(`Password (${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters): `);
  const lines = createInterface({ input: process.stdin, output: new Writable({ write: (_chunk, _as, done) => done() }), terminal: isTTY });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (isTTY) process.stderr.write('\n');
  }
}

async function make(wanted: Wanted): Promise<string> {
  const { authUrl, appUrl } = findDatabases();
  const password = wanted['ask-password'] ? await askPassword() : randomBytes(15).toString('base64url');
  if (password.length < PASSWORD_LENGTH.min || password.length > PASSWORD_LENGTH.max)
    throw new Error(`A password has ${PASSWORD_LENGTH.min} to ${PASSWORD_LENGTH.max} characters.`);
  const db = openDb({ appUrl, connections: 1, applicationName: 'callvia-create-user' });
  // No session is opened here, so that nothing is signed and any secret will do.
  const auth = createAuth({
    authUrl,
    secret: randomBytes(32).toString('hex'),
    baseUrl: 'http://localhost',
    trustedOrigins: [],
    connections: 1,
  });
  try {
    const taken = `There is a user ${wanted.email} already.`;
    if (await auth.findUser(wanted.email)) throw new Error(taken);
    const clientId = wanted['client-id'] ?? (await createClient(db, wanted.client ?? ''));
    if (!clientId) throw new Error(`There is a client of the name ${wanted.client} already; give its id with --client-id.`);
    if (wanted['client-id'] && !(await clientExists(db, clientId))) throw new Error(`There is no client ${clientId}.`);
    const { email, role, staff } = wanted;
    const name = wanted.name ?? email.slice(0, email.indexOf('@'));
    const made = await auth.createUser({ email, name, password, isStaff: staff, defaultClientId: clientId });
    if (made.kind !== 'ok') throw new Error(taken);
    await db.withClient(clientId, (tx) => putMember(tx, clientId, made.user.id, role));
    const lines = [`${made.user.email} is ${role} of client ${clientId}${staff ? ' and staff' : ''}.`];
    if (!wanted['ask-password']) lines.push(`Password: ${password}   (shown only now)`);
    return `${lines.join('\n')}\n`;
  } finally {
    await Promise.all([auth.close(), db.close()]);
  }
}

try {
  const wanted = read(process.argv.slice(2));
  process.stdout.write(wanted === 'help' ? HELP : await make(wanted));
} catch (error) {
  const isMistake = error instanceof Mistake;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${isMistake ? `\n${HELP}` : ''}`);
  process.exitCode = isMistake ? 2 : 1;
}
