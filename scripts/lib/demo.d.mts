/** What was asked for (`--demo`, `--no-demo`), else whether nobody reaches this Callvia from another machine. */
export function wantsDemo(options: { asked?: boolean | undefined; environment: Record<string, string | undefined> }): boolean;
