import { defineConfig } from 'vitest/config';

const test = '**/*.test.{ts,tsx}';
const integration = '**/*.integration.test.{ts,tsx}';
const budgets = '**/*.budget.test.ts';
const replay = 'tests/replay/**/*.test.ts';
/** Each starts the whole app; one after the other, as they measure themselves against real seconds. */
const endToEnd = ['tests/end-to-end/**/*.test.ts', 'tests/paths/**/*.test.ts'];
const aside = ['node_modules/**', 'build/**', '.callvia/**', 'prisma/generated/**'];
/** Boots or borrows PostgreSQL and Temporal and makes the migrated template database. */
const withInfrastructure = { globalSetup: ['tests/support/global-setup.ts'], testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  esbuild: { jsx: 'automatic', target: 'es2022' },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    expect: { poll: { timeout: 20_000, interval: 50 } }, // a busy machine takes its time; what does not come at all is told by then
    projects: [
      { extends: true, test: { name: 'unit', include: [test], exclude: [...aside, integration, budgets, replay, ...endToEnd] } },
      { extends: true, test: { name: 'replay', include: [replay], exclude: aside, testTimeout: 60_000 } },
      { extends: true, test: { name: 'integration', include: [integration], exclude: [...aside, ...endToEnd], ...withInfrastructure } },
      { extends: true, test: { name: 'budgets', include: [budgets], exclude: aside, ...withInfrastructure, testTimeout: 300_000 } },
      {
        extends: true,
        test: { name: 'e2e', include: endToEnd, exclude: aside, ...withInfrastructure, testTimeout: 300_000, fileParallelism: false },
      },
    ],
  },
});
