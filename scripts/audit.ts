import { parseArgs } from 'node:util';
import { openDb } from '#prisma/client.ts';
import { openTemporal } from '#temporal/connection.ts';
import { findAddresses } from './audit/addresses.ts';
import { audit } from './audit/audit.ts';
import { table } from './audit/table.ts';

const HELP = `npm run audit [-- options]     compares what the pages say, what the database holds, what Temporal did and what the sandbox saw

  --json             one JSON object instead of a table
  --client <id>      one client, by id or name (otherwise all, live and rehearsals)
  --histories <n>    histories read for each client and mode (otherwise 200; 0 for none)
  --looks <n>        how often what was found is looked at again, 3 s apart, before it counts (otherwise 2)
  --help             this text

Reads the addresses from .callvia/run.json, or from DATABASE_APP_URL, DATABASE_RELAY_URL, TEMPORAL_ADDRESS and SANDBOX_URL.
Exit code 0: all invariants hold. 1: one is violated, and named. 2: it could not be found out.
`;

const count = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined) return undefined;
  if (!/^\d{1,7}$/.test(text)) throw new Error(`--${name} ${text} is not a number.`);
  return Number(text);
};

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      client: { type: 'string' },
      histories: { type: 'string' },
      looks: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const addresses = findAddresses();
  const db = openDb({
    appUrl: addresses.appUrl,
    relayUrl: addresses.relayUrl,
    connections: 2,
    applicationName: 'callvia-audit',
    statementTimeoutMs: 60_000,
  });
  const temporal = openTemporal(addresses.temporal);
  try {
    const options = { client: values.client, histories: count(values.histories, 'histories'), looks: count(values.looks, 'looks') };
    const report = await audit({ db, temporal, sandboxUrl: addresses.sandboxUrl, stripeKey: addresses.stripeKey }, options);
    process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `\n${table(report)}`);
    return report.ok ? 0 : 1;
  } finally {
    await Promise.all([db.close(), temporal.connection.close()]);
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`The audit could not be made: ${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
});
