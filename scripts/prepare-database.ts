// Run by a start: logins, databases, migrations. Reads what is given from CALLVIA_DATABASES and answers with the addresses, as JSON.
import { applyMigrations } from '#prisma/migrate.ts';
import { ensureOwnedDatabase, ensureRoles, type RolePasswords, roleUrls } from '#prisma/roles.ts';

type Addresses = { urls: RolePasswords; sandboxUrl: string };
type Request = { superuserUrl?: string; passwords: RolePasswords; given?: Addresses };

const request = JSON.parse(process.env.CALLVIA_DATABASES ?? '{}') as Request;
const addresses = request.given ?? (await makeDatabases(request));
const applied = await applyMigrations(addresses.urls.owner);
process.stdout.write(JSON.stringify({ ...addresses, applied }));

async function makeDatabases({ superuserUrl, passwords }: Request): Promise<Addresses> {
  if (!superuserUrl) throw new Error('Neither addresses nor a superuser was given.');
  await ensureRoles(superuserUrl, passwords);
  await ensureOwnedDatabase(superuserUrl, 'callvia');
  await ensureOwnedDatabase(superuserUrl, 'callvia_sandbox');
  return { urls: roleUrls(superuserUrl, 'callvia', passwords), sandboxUrl: roleUrls(superuserUrl, 'callvia_sandbox', passwords).owner };
}
