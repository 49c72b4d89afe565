import { DateTime } from 'luxon';
import type { World } from '../world.ts';

/** An event type of the twin. `hosts` people take turns, so that a start can be booked that often. */
export type EventType = {
  id: number;
  slug: string;
  title: string;
  cadence: 'true' | 'seconds';
  lengthMs: number;
  hosts: number;
  zone: string;
  /** The first start offered is at least so far ahead. A day and an hour leave room for every reminder. */
  noticeMs: number;
};

const base = { zone: 'America/New_York', noticeMs: 0 };
const halfHour = 30 * 60_000;
const dayAndHour = 25 * 60 * 60_000;

/** 101 and 102 are for campaigns; 103 and 104 have a single host, so that a slot is soon taken. */
export const eventTypes: EventType[] = [
  { ...base, id: 101, slug: 'consultation', title: 'Consultation', cadence: 'true', lengthMs: halfHour, hosts: 20, noticeMs: dayAndHour },
  { ...base, id: 102, slug: 'consultation-seconds', title: 'Consultation in seconds', cadence: 'seconds', lengthMs: 5_000, hosts: 50 },
  { ...base, id: 103, slug: 'single', title: 'Consultation with one host', cadence: 'true', lengthMs: halfHour, hosts: 1 },
  {
    ...base,
    id: 104,
    slug: 'single-seconds',
    title: 'Consultation with one host in seconds',
    cadence: 'seconds',
    lengthMs: 5_000,
    hosts: 1,
  },
];

/** The event type, or null. */
export const eventType = (id: number): EventType | null => eventTypes.find((type) => type.id === id) ?? null;

/** The type of a booking; only known ones are ever booked. */
export function bookedType(id: number): EventType {
  const type = eventType(id);
  if (!type) throw new Error(`Event type ${id} was booked and is not known.`);
  return type;
}

const stepMs = 5_000;
const firstAheadMs = 30_000;
const secondsHorizonMs = 10 * 60_000;
const trueHorizonDays = 14;
const [opens, closes] = [9, 17];

/** All starts from `nowMs` on, taken or not: every 5 s from 30 s ahead for 10 min, or half-hourly 09–17 on working days for 14 days. */
export function* starts(type: EventType, nowMs: number): Generator<number> {
  if (type.cadence === 'seconds') {
    const first = Math.ceil((nowMs + firstAheadMs) / stepMs) * stepMs;
    for (let start = first; start <= nowMs + secondsHorizonMs; start += stepMs) yield start;
    return;
  }
  const today = DateTime.fromMillis(nowMs, { zone: type.zone }).startOf('day');
  for (let day = 0; day <= trueHorizonDays; day++) {
    const date = today.plus({ days: day });
    if (date.weekday > 5) continue;
    for (let half = opens * 2; half < closes * 2; half++) {
      const start = date.set({ hour: Math.floor(half / 2), minute: (half % 2) * 30 }).toMillis();
      if (start > nowMs + type.noticeMs) yield start;
    }
  }
}

/** Whether somebody could ever book this start, seen from `nowMs`: on the grid, ahead, not too far. */
export function isOffered(type: EventType, startMs: number, nowMs: number): boolean {
  if (type.cadence === 'seconds') return startMs % stepMs === 0 && startMs > nowMs && startMs <= nowMs + secondsHorizonMs + firstAheadMs;
  const local = DateTime.fromMillis(startMs, { zone: type.zone });
  const isOnGrid = startMs % halfHour === 0 && local.weekday <= 5 && local.hour >= opens && local.hour < closes;
  return isOnGrid && startMs > nowMs && startMs <= nowMs + (trueHorizonDays + 1) * 86_400_000;
}

/** The starts still free, seen from `nowMs`, within [fromMs, toMs). */
export async function freeStarts(world: World, type: EventType, nowMs: number, fromMs: number, toMs: number): Promise<number[]> {
  const offered = [...starts(type, nowMs)].filter((start) => start >= fromMs && start < toMs);
  if (offered.length === 0) return [];
  const { rows } = await world.state.pool.query<{ start_at: string }>({
    name: 'full-slots',
    text: `SELECT start_at FROM slot WHERE event_type = $1 AND start_at >= $2 AND start_at <= $3 GROUP BY start_at HAVING count(*) >= $4`,
    values: [type.id, offered[0], offered.at(-1), type.hosts],
  });
  const full = new Set(rows.map((row) => Number(row.start_at)));
  return offered.filter((start) => !full.has(start));
}

/** Takes a host for the start. `taken` where all were busy before, `lost` where somebody else was quicker just now. */
export async function takeSlot(
  world: Pick<World, 'state'>,
  type: EventType,
  startMs: number,
  uid: string,
): Promise<number | 'taken' | 'lost'> {
  const { pool } = world.state;
  for (let round = 0; round < 3; round++) {
    const text = 'SELECT host FROM slot WHERE event_type = $1 AND start_at = $2';
    const { rows } = await pool.query<{ host: number }>({ name: 'hosts-taken', text, values: [type.id, startMs] });
    const busy = new Set(rows.map(({ host }) => host));
    const free = Array.from({ length: type.hosts }, (_, i) => i + 1).filter((host) => !busy.has(host));
    const host = free[Math.floor(Math.random() * free.length)];
    if (host === undefined) return round === 0 ? 'taken' : 'lost';
    const insert = 'INSERT INTO slot (event_type, start_at, host, uid) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING';
    const { rowCount } = await pool.query({ name: 'take-slot', text: insert, values: [type.id, startMs, host, uid] });
    if (rowCount === 1) return host;
  }
  return 'lost';
}

/** Gives the slot of a booking back. */
export async function freeSlot(world: World, uid: string): Promise<void> {
  await world.state.pool.query({ name: 'free-slot', text: 'DELETE FROM slot WHERE uid = $1', values: [uid] });
}
