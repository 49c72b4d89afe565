// What is made from the sources before anything can run, each skipped while its sources are unchanged.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { contentHash } from './content-hash.mjs';
import { root } from './paths.mjs';
import { runTool } from './tools.mjs';

const SHARED = ['package.json', 'package-lock.json'];

const BUILDS = {
  database: {
    what: 'database client',
    folder: 'prisma/generated',
    sources: [...SHARED, 'prisma/schema.prisma', 'prisma.config.ts'],
    args: ['node_modules/prisma/build/index.js', 'generate'],
    env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' },
  },
  workflows: {
    what: 'workflow bundle',
    folder: 'temporal/generated',
    sources: [...SHARED, 'workflows', 'domain', 'scripts/build-workflows.ts'],
    args: ['--import', 'tsx', 'scripts/build-workflows.ts'],
  },
  web: {
    what: 'web pages',
    folder: 'build',
    sources: [...SHARED, 'web', 'domain', 'config', 'auth', 'prisma', 'temporal', 'workflows', 'public', 'vite.config.ts', 'tsconfig.json'],
    args: ['node_modules/@remix-run/dev/dist/cli.js', 'vite:build'],
    env: { NODE_ENV: 'production' },
  },
};

/**
 * Everything, or all but the web pages: first the database client, which the others import. Returns what was built; an empty list means
 * that nothing had changed.
 */
export async function buildAll({ withWeb = true } = {}) {
  const client = await build(BUILDS.database);
  const rest = await Promise.all([build(BUILDS.workflows), withWeb ? build(BUILDS.web) : null]);
  return [client, ...rest].filter(Boolean);
}

/** Runs one build unless its product carries the hash of today's sources. Returns what was built, else null. */
async function build({ what, folder, sources, args, env = {} }) {
  const mark = path.join(root, folder, '.sources');
  const hash = contentHash(sources, { isLeftOut: (name) => /\.test\.tsx?$|(^|\/)generated\//.test(name) });
  if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return null;
  await runTool({ what: `Building the ${what}`, args, env: { ...process.env, ...env } });
  writeFileSync(mark, hash);
  return what;
}
