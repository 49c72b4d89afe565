import type { TestProject } from 'vitest/node';
import { ensureTemplate, type Infrastructure, obtainInfrastructure } from './infrastructure.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A superuser's address of the test cluster. */
    postgresUrl: string;
    /** The database to clone, migrated. */
    templateDatabase: string;
    /** host:port of the Temporal server. */
    temporalAddress: string;
  }
}

// The projects of one run share one boot.
let shared: Promise<Infrastructure & { templateDatabase: string }> | undefined;
let users = 0;

/** Provides the addresses of PostgreSQL and Temporal to the tests of a project; stops what it started when the last project is done. */
export async function setup(project: TestProject) {
  users += 1;
  shared ??= prepare();
  const { postgresUrl, temporalAddress, templateDatabase } = await shared;
  project.provide('postgresUrl', postgresUrl);
  project.provide('temporalAddress', temporalAddress);
  project.provide('templateDatabase', templateDatabase);
}

/** Vitest's counterpart of `setup`; not called when that failed. */
export async function teardown() {
  users -= 1;
  if (users > 0 || !shared) return;
  const infrastructure = await shared;
  shared = undefined;
  await infrastructure.stop();
}

async function prepare() {
  const infrastructure = await obtainInfrastructure();
  try {
    return { ...infrastructure, templateDatabase: await ensureTemplate(infrastructure.postgresUrl) };
  } catch (error) {
    await infrastructure.stop();
    throw error;
  }
}
