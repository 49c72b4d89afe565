import { parseArgs } from 'node:util';
import { benchFunnel } from './funnel.ts';
import { benchImport } from './import.ts';
import { benchLists } from './lists.ts';

const HELP = `npm run bench -- funnel [--leads n] [--minutes n]   a whole rehearsal on this machine: calls a second, cost of a lead, then the audit
npm run bench -- import [--rows n]                  a CSV beside a bare COPY of it
npm run bench -- lists [--leads n]                  lists, search and overview in server and browser; plans of the queries in bench/plans

Each starts its own PostgreSQL, Temporal server and processes on free ports and removes them afterwards. The last line is one JSON object.

  --leads <n>     leads of the funnel (otherwise 1000) or of the lists (otherwise 100000). Of the funnel's 70 % never reached in 3 calls, 20 % refuse at the second, 10 % book, 60 % of those show
  --minutes <n>   stops waiting for the funnel's end after this long (otherwise 20)
  --rows <n>      rows of the import (otherwise 100000)
  --help          this text
`;

const report = (what: string) => process.stderr.write(`  ${what}\n`);

function numberOf(text: string | undefined, otherwise: number, name: string): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} ${text} is not a number above 0.`);
  return value;
}

type Values = { leads?: string; minutes?: string; rows?: string };
function run(bench: 'funnel' | 'import' | 'lists', values: Values) {
  switch (bench) {
    case 'funnel':
      return benchFunnel({ leads: numberOf(values.leads, 1000, 'leads'), minutes: numberOf(values.minutes, 20, 'minutes'), report });
    case 'import':
      return benchImport({ rows: numberOf(values.rows, 100_000, 'rows'), report });
    case 'lists':
      return benchLists({ leads: numberOf(values.leads, 100_000, 'leads'), report });
    default:
      return bench satisfies never;
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { leads: { type: 'string' }, minutes: { type: 'string' }, rows: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [bench] = positionals;
  if (values.help || (bench !== 'funnel' && bench !== 'import' && bench !== 'lists')) {
    process.stdout.write(HELP);
    return values.help ? 0 : 1;
  }
  const result = await run(bench, values);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return result.ok ? 0 : 1;
}

process.exitCode = await main();
