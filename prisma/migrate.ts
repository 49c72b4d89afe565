// node --import tsx prisma/migrate.ts apply | diff | create <name>   (the database: DATABASE_URL)
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { type SchemaEngine, withSchemaEngine } from './schema-engine.ts';

const folder = import.meta.dirname;
const migrationsFolder = path.join(folder, 'migrations');
const filters = { externalTables: [], externalEnums: [] };
export const NO_DIFFERENCE = 'No difference detected.';

/** Applies the migrations that the database does not have yet and returns their names. Rejects with the engine's words on bad SQL. */
export async function applyMigrations(url: string): Promise<string[]> {
  const migrationsList = await checkedInMigrations();
  const applied = await withEngine(url, (engine) => engine.applyMigrations({ migrationsList, filters }));
  return applied.appliedMigrationNames;
}

/** What separates the database from schema.prisma, in words or, with `script`, as SQL. `NO_DIFFERENCE` when nothing does. */
export async function diff(url: string, { script = false } = {}): Promise<string> {
  const schema = { files: await schemaFiles() };
  const from = { tag: 'schemaDatasource' as const, ...schema, configDir: folder };
  const to = { tag: 'schemaDatamodel' as const, ...schema };
  const difference = await withEngine(url, (engine) => engine.diff({ from, to, script, exitCode: null, filters }));
  return difference.stdout?.trim() ?? '';
}

/**
 * Writes the migration that leads from the checked-in ones to schema.prisma and returns its name, or null when there is nothing to do.
 * Works in a scratch database beside the given one, so the login must be allowed to create databases.
 */
export async function createMigration(url: string, name: string): Promise<string | null> {
  return withScratchDatabase(url, async (scratch) => {
    await applyMigrations(scratch);
    if ((await diff(scratch)) === NO_DIFFERENCE) return null;
    const migration = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
    await mkdir(path.join(migrationsFolder, migration), { recursive: true });
    await writeFile(path.join(migrationsFolder, migration, 'migration.sql'), `${await diff(scratch, { script: true })}\n`);
    await writeFile(path.join(migrationsFolder, 'migration_lock.toml'), 'provider = "postgresql"\n');
    return migration;
  });
}

async function withEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const files = await schemaFiles();
  return withSchemaEngine(
    url,
    files.map((file) => [file.path, file.content]),
    work,
  );
}

async function withScratchDatabase<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const scratch = `scratch_${randomUUID().replaceAll('-', '')}`;
  const scratchUrl = new URL(url);
  scratchUrl.pathname = scratch;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${scratch}`);
    return await work(scratchUrl.href);
  } finally {
    await client.query(`drop database if exists ${scratch} with (force)`);
    await client.end();
  }
}

async function schemaFiles() {
  const file = path.join(folder, 'schema.prisma');
  return [{ path: file, content: await readFile(file, 'utf8') }];
}

async function checkedInMigrations() {
  await mkdir(migrationsFolder, { recursive: true });
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const lockfile = {
    path: './migration_lock.toml',
    content: entries.some((entry) => entry.name === 'migration_lock.toml') ? 'provider = "postgresql"\n' : null,
  };
  const migrationDirectories = await Promise.all(names.sort().map(migrationDirectory));
  return { baseDir: migrationsFolder, lockfile, shadowDbInitScript: '', migrationDirectories };
}

async function migrationDirectory(name: string) {
  const value = await readFile(path.join(migrationsFolder, name, 'migration.sql'), 'utf8');
  return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
}

async function main([command, name]: string[]) {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is missing.');
  if (command === 'apply') return (await applyMigrations(url)).join('\n') || 'Nothing to apply.';
  if (command === 'diff') return diff(url, { script: name === '--script' });
  if (command === 'create' && name) return (await createMigration(url, name)) ?? 'The migrations already lead to schema.prisma.';
  throw new Error('Say one of: apply, diff, diff --script, create <name>');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.stdout.write(`${await main(process.argv.slice(2))}\n`);
