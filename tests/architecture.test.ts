import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { root } from '#scripts/lib/paths.mjs';

/** Who may import what of ours (folders or files, by the longest match) and which packages. Types alone cost nothing at run time. */
type Rule = { values: string[]; types?: string[]; not?: string[]; packages?: RegExp };
const ADAPTERS = ['vendors/voice.ts', 'vendors/calendar.ts', 'vendors/payments.ts', 'vendors/sms.ts', 'vendors/email.ts'];
const ARROWS: Record<string, Rule> = {
  config: { values: ['config'], packages: /^zod$/ },
  domain: { values: ['domain'], packages: /^(luxon|libphonenumber-js(\/.*)?)$/ },
  vendors: { values: ['vendors', 'domain'] },
  'prisma/stores': { values: ['prisma', 'domain'], types: ['vendors'] },
  // Store functions take the transaction as an argument; the client itself is handed in.
  effects: { values: ['effects', 'domain', 'vendors', 'prisma/stores'], types: ['prisma', 'config'], not: ADAPTERS },
  activities: {
    values: ['activities', 'effects', 'domain', 'vendors/errors.ts', 'prisma/stores'],
    types: ['vendors', 'prisma', 'workflows', 'temporal'],
  },
  workflows: {
    values: ['workflows', 'domain', 'temporal/task-queues.ts'],
    types: ['activities'],
    packages: /^@temporalio\/(workflow|common)$/,
  },
  'temporal/handles': { values: ['temporal', 'domain', 'workflows'], types: ['prisma'] },
  auth: { values: ['auth', 'domain', 'prisma'] },
  api: { values: ['api', 'domain', 'prisma', 'temporal/handles', 'auth', 'vendors', 'effects'], not: ADAPTERS },
  web: { values: ['web', 'domain', 'prisma', 'temporal/handles', 'auth'] },
  sandbox: { values: ['sandbox', 'domain'] },
};
/** These read the environment and build the parts. */
const ENTRIES = new Set(['api/server.ts', 'web/server.ts', 'temporal/worker.ts', 'sandbox/main.ts', 'prisma/seed.ts']);
const ASIDE = new Set(['node_modules', '.git', '.callvia', 'build', 'generated', 'coverage', 'test-results']);
const isTest = (file: string) =>
  /\.(test|kill-target)\.tsx?$/.test(file) || /(^|\/)(testing|support)\//.test(file) || file.startsWith('tests/');

const files = sourceFiles('.');
const imports = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file) && !file.endsWith('.d.mts')).flatMap(importsOf);

test('imports point only where the arrows point', () => {
  const wrong = imports.filter((each) => !isTest(each.from) && !ENTRIES.has(each.from) && !isAllowed(each));
  expect(wrong.map(({ from, to, isType }) => `${from} → ${isType ? 'type ' : ''}${to}`)).toEqual([]);
});

test('nobody reaches a workflow but through its contract', () => {
  const doors = imports.filter(
    ({ from, to }) => /^workflows\/[^/]+\/workflow\.ts$/.test(to) && !from.startsWith('workflows/') && !isTest(from),
  );
  expect(doors.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('only the programs that start something read the environment', () => {
  const readers = imports.filter(({ from, to }) => to === 'config/env.ts' && !isTest(from));
  const allowed = (file: string) => ENTRIES.has(file) || /^(scripts|bench|config)\//.test(file);
  expect(readers.map(({ from }) => from).filter((file) => !allowed(file))).toEqual([]);
});

test('what workflows import, however far away, is free of libraries but Temporal', () => {
  const reached = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { to, isType, isOurs } of imports.filter((each) => each.from === file)) {
      if (isType) continue;
      if (isOurs) visit(to);
      else packages.add(to);
    }
  };
  for (const file of files) if (/^workflows\//.test(file) && !isTest(file)) visit(file);
  expect([...packages].filter((name) => !name.startsWith('@temporalio/'))).toEqual([]);
});

test('pages that are read afresh by themselves keep the answer to what was sent', () => {
  const live = files.filter((file) => file.startsWith('web/app/routes/_app.'));
  const forgetful = live.filter((file) => read(file).includes('useActionData'));
  expect({ live: live.length > 0, forgetful }).toEqual({ live: true, forgetful: [] });
});

test('no file is longer than 300 lines', () => {
  const code = files.filter((file) => /\.(ts|tsx|mjs|mts|css)$/.test(file));
  const long = code.map((file) => ({ file, lines: read(file).trimEnd().split('\n').length })).filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});

test('every platform package that a native package names stands in the lock file', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>;
  };
  const names = Object.keys(packages);
  const isLocked = (owner: string, name: string) =>
    names.includes(`${owner}/node_modules/${name}`) || names.includes(`node_modules/${name}`);
  const missing = Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !isLocked(owner, name)),
  );
  expect([...new Set(missing)]).toEqual([]);
});

type Import = { from: string; to: string; isType: boolean; isOurs: boolean };

function isAllowed({ from, to, isType, isOurs }: Import): boolean {
  const rule = ruleOf(from);
  if (!rule) return true;
  if (!isOurs) return isType || !rule.packages || to.startsWith('node:') || rule.packages.test(to);
  const within = (places: string[] = []) => places.some((place) => to === place || to.startsWith(`${place}/`));
  if (isType) return within([...rule.values, ...(rule.types ?? [])]);
  return within(rule.values) && !within(rule.not);
}

function ruleOf(file: string): Rule | undefined {
  const folder = Object.keys(ARROWS)
    .filter((each) => file.startsWith(`${each}/`))
    .sort((a, b) => b.length - a.length)[0];
  return folder ? ARROWS[folder] : undefined;
}

function importsOf(file: string): Import[] {
  const parsed = ts.createSourceFile(file, read(file), ts.ScriptTarget.Latest, false);
  return parsed.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    if (!statement.moduleSpecifier || !ts.isStringLiteral(statement.moduleSpecifier)) return [];
    const name = statement.moduleSpecifier.text;
    const isOurs = /^[.#]/.test(name);
    return [{ from: file, to: isOurs ? resolved(file, name) : name, isType: isTypeOnly(statement), isOurs }];
  });
}

function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return !clause.name && named !== undefined && ts.isNamedImports(named) && named.elements.every((element) => element.isTypeOnly);
}

function resolved(file: string, name: string): string {
  if (name.startsWith('#stores/')) return name.replace('#stores/', 'prisma/stores/');
  return name.startsWith('#') ? name.slice(1) : path.posix.join(path.posix.dirname(file), name);
}

function sourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (ASIDE.has(entry.name)) return [];
    const place = path.posix.join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(place) : [place];
  });
}

function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}
