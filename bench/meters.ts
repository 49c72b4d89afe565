import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const MS_PER_TICK = 10; // USER_HZ is 100 on every Linux that Node runs on

type Process = { pid: number; parent: number; ms: number };

/** CPU milliseconds of each named process and all below it since they began, those that have ended included. Linux only: it reads /proc. */
export function cpuMs(pids: Record<string, number>): Record<string, number> {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => processOf(Number(pid)));
  const below = (pid: number): number =>
    all.filter(({ parent }) => parent === pid).reduce((sum, child) => sum + child.ms + below(child.pid), 0);
  return Object.fromEntries(
    Object.entries(pids).map(([name, pid]) => {
      const own = all.find((process) => process.pid === pid)?.ms ?? 0;
      return [name, pid === process.pid ? own : own + below(pid)]; // the others run below the bench and have names of their own
    }),
  );
}

function processOf(pid: number): Process[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [parent, ...times] = [fields[1], fields[11], fields[12], fields[13], fields[14]].map(Number); // own and waited-for children's
    return [{ pid, parent: parent ?? 0, ms: times.reduce((sum, ticks) => sum + ticks, 0) * MS_PER_TICK }];
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return []; // ended meanwhile
    throw error;
  }
}

/** The most memory a process has held, in megabytes. */
export function peakMegabytes(pid: number | 'self'): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** Bytes on disk of each database of a server. */
export async function databaseBytes(url: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; bytes: string }>(
      `SELECT datname AS name, pg_database_size(oid) AS bytes FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1`,
    );
    return Object.fromEntries(rows.map(({ name, bytes }) => [name, Number(bytes)]));
  } finally {
    await client.end();
  }
}

/** What grew between two readings. */
export const growth = (before: Record<string, number>, after: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - (before[name] ?? 0)]));
