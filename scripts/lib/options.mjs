import { parseArgs } from 'node:util';

/** The options on the command line. Where help was asked for, or an option is none, prints `help` and ends the process (0, or 2 for a mistake). */
export function optionsOr(help, options = {}) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } });
    if (!values.help) return values;
    process.stdout.write(help);
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error.message}\n\n${help}`);
    process.exit(2);
  }
}
