import { readEnvironment } from './environment.ts';

export type { Config, LiveVendor } from './environment.ts';

/** This process's environment, read once. Importing this file stops a process whose environment is not complete, naming what is wrong. */
export const config = readEnvironment(process.env);
