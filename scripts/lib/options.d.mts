import type { ParseArgsConfig } from 'node:util';
/** The options on the command line. Where help was asked for, or an option is none, prints `help` and ends the process. */
export function optionsOr(help: string, options?: ParseArgsConfig['options']): Record<string, string | undefined>;
