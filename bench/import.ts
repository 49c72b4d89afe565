import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { type Db, openDb } from '#prisma/client.ts';
import { openStack } from './stack.ts';

/** The memory is what the import adds to a process that has loaded everything it needs. */
const BUDGET = { seconds: 10, megabytes: 300 };
type Measured = {
  ms: number;
  cpuMs: number;
  peakMb: number;
  idleMb: number;
  result: { total: number; inserted: number; duplicates: number };
};

/** Imports a file of leads into an active live campaign as the worker would, in a process of its own, beside a bare COPY of the same file. */
export async function benchImport({ rows, report }: { rows: number; report: (what: string) => void }) {
  await using stack = await openStack({ services: false, report });
  const { DATABASE_APP_URL: appUrl = '', UPLOADS_FOLDER: uploadsFolder = '' } = stack.environment;
  const db = openDb({ appUrl });
  const file = path.join(stack.logs, '..', 'leads.csv');
  await writeFile(file, leadsCsv(rows));

  const copyMs = await bareCopy(stack.superuserUrl('callvia'), file);
  report(`bare COPY of ${rows} rows: ${copyMs} ms`);
  const campaign = await newCampaign(db);
  const first = await importInChild({ appUrl, uploadsFolder, file, ...campaign });
  report(`import: ${first.ms} ms, ${first.cpuMs} ms of CPU, ${first.peakMb} MB at most (${first.idleMb} MB before it began)`);
  const again = await importInChild({ appUrl, uploadsFolder, file, ...campaign });
  report(`the same file again: ${again.ms} ms, ${again.result.inserted} leads inserted`);
  await db.close();
  const isWithin =
    first.ms <= BUDGET.seconds * 1000 &&
    first.peakMb - first.idleMb <= BUDGET.megabytes &&
    first.result.inserted === rows &&
    again.result.inserted === 0;
  return {
    bench: 'import',
    ok: isWithin,
    rows,
    importMs: first.ms,
    rowsPerSecond: Math.round((rows * 1000) / first.ms),
    cpuMs: first.cpuMs,
    peakMb: first.peakMb,
    idleMb: first.idleMb,
    importMb: first.peakMb - first.idleMb,
    copyMs,
    ratio: Number((first.ms / copyMs).toFixed(1)),
    againMs: again.ms,
    inserted: first.result.inserted,
    budget: BUDGET,
  };
}

const AREAS = ['212', '415', '303', '312', '206', '305', '602', '617', '702', '512'];

function leadsCsv(rows: number): string {
  const lines = ['first_name,last_name,email,phone,company,timezone,notes,tags,consent_at,consent_source,plan'];
  for (let at = 0; at < rows; at++) {
    const phone = `+1${AREAS[at % AREAS.length]}${2_000_000 + Math.floor(at / AREAS.length)}`;
    lines.push(
      `First${at},Last${at},lead${at}@example.com,${phone},Company ${at % 500},,"called before, wants details",a;b,2026-01-0${1 + (at % 9)},web form,gold`,
    );
  }
  return lines.join('\n');
}

/** The floor: the file as it is, into a table without indexes or rules. */
async function bareCopy(url: string, file: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `CREATE TABLE bare (${'abcdefghijk'
      .split('')
      .map((name) => `${name} text`)
      .join(', ')})`,
  );
  const start = performance.now();
  await pipeline(createReadStream(file), client.query(copyFrom('COPY bare FROM STDIN (FORMAT csv, HEADER)')));
  const ms = Math.round(performance.now() - start);
  await client.query('DROP TABLE bare');
  await client.end();
  return ms;
}

async function newCampaign(db: Db): Promise<{ clientId: string; campaignId: string }> {
  const clientId = randomUUID();
  return db.withClient(clientId, async (tx) => {
    await tx.client.create({ data: { id: clientId, name: 'Bench', slug: clientId } });
    const data = {
      clientId,
      name: 'Import',
      status: 'active',
      mode: 'live',
      cadence: TRUE_CADENCE,
      timezone: 'America/New_York',
      callingHours: DEFAULT_HOURS,
    };
    return { clientId, campaignId: (await tx.campaign.create({ data })).id };
  });
}

/** In a child, so that its memory is the import's and nobody else's. */
async function importInChild(job: Record<string, string>): Promise<Measured> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(import.meta.dirname, 'import-child.ts')], {
    env: { ...process.env, JOB: JSON.stringify(job) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  for await (const piece of child.stdout) said += String(piece);
  if (said === '') throw new Error('The import ended without a word.');
  return JSON.parse(said) as Measured;
}
