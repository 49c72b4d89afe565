import { CADENCE_PRESETS, type Cadence } from './cadence.ts';
import { type CallingHours, LAW_HOURS, minutesOf, WEEKDAYS } from './calling-window.ts';

/** What is wrong with one part of a campaign's settings; `path` as in `mon[0]` or `retry[1]`. */
export type SettingProblem = { path: string; message: string };
export type Checked<T> = { kind: 'ok'; value: T } | { kind: 'invalid'; problems: SettingProblem[] };

const YEAR_SECONDS = 366 * 86_400;
const MAX_ATTEMPTS = 10;
const MAX_STEPS = 20;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const checked = <T>(value: T, problems: SettingProblem[]): Checked<T> =>
  problems.length === 0 ? { kind: 'ok', value } : { kind: 'invalid', problems };

/** Checks calling hours: windows of `HH:MM` pairs in order, apart from each other and inside the law's hours; a weekday not named is closed. */
export function checkHours(input: unknown): Checked<CallingHours> {
  const hours: CallingHours = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  if (!isRecord(input)) return { kind: 'invalid', problems: [{ path: '', message: 'Calling hours name windows for each weekday' }] };
  const problems: SettingProblem[] = Object.keys(input)
    .filter((key) => !WEEKDAYS.some((day) => day === key))
    .map((key) => ({ path: key.slice(0, 40), message: 'Weekdays are mon, tue, wed, thu, fri, sat and sun' }));
  for (const day of WEEKDAYS) {
    const windows = input[day] ?? [];
    if (!Array.isArray(windows)) {
      problems.push({ path: day, message: 'A weekday holds a list of windows' });
      continue;
    }
    const [law] = LAW_HOURS[day];
    for (const [i, window] of windows.entries()) {
      const message = windowProblem(window, hours[day].at(-1)?.[1], law);
      if (message) problems.push({ path: `${day}[${i}]`, message });
      else hours[day].push([...(window as [string, string])]);
    }
  }
  if (problems.length === 0 && WEEKDAYS.every((day) => hours[day].length === 0))
    problems.push({ path: '', message: 'Name at least one window' });
  return checked(hours, problems);
}

function windowProblem(window: unknown, before: string | undefined, law: [string, string] | undefined): string | null {
  if (!Array.isArray(window) || window.length !== 2 || !window.every((time) => typeof time === 'string'))
    return 'A window is a start and an end';
  const [start, end] = window.map(minutesOf) as [number, number];
  if (Number.isNaN(start) || Number.isNaN(end)) return 'Times are written HH:MM';
  if (start >= end) return 'A window ends after it starts';
  if (before !== undefined && start < minutesOf(before)) return 'Windows stand in order and do not overlap';
  if (!law || start < minutesOf(law[0]) || end > minutesOf(law[1])) return `Nobody may be called before ${law?.[0]} or after ${law?.[1]}`;
  return null;
}

type Shape = { [key: string]: 'seconds' | 'list' | Shape };
const SHAPE: Shape = {
  retry: 'list',
  callback: 'seconds',
  cancelled: 'seconds',
  invite: { again: 'seconds', giveUp: 'seconds' },
  reminders: { '24h': 'seconds', '2h': 'seconds', '15m': 'seconds' },
  ask: 'seconds',
  verify: 'seconds',
  linkedVerify: 'seconds',
  proofBefore: 'seconds',
  rebook: 'list',
  rebookGiveUp: 'seconds',
  replyPause: 'seconds',
  callLimit: 'seconds',
  endGrace: 'seconds',
  analysisGrace: 'seconds',
};

/** Checks a cadence, or resolves the name of a preset. Every delay must be there, as seconds, and those that follow one another in order. */
export function checkCadence(input: unknown): Checked<Cadence> {
  if (input === 'true' || input === 'seconds') return { kind: 'ok', value: CADENCE_PRESETS[input] };
  const problems = shapeProblems(input, SHAPE, '');
  if (problems.length > 0) return { kind: 'invalid', problems };
  const cadence = input as Cadence; // shapeProblems found every field in place
  if (cadence.rebook.length !== 3) problems.push({ path: 'rebook', message: 'Rebooking has three steps' });
  else if (!isRising(cadence.rebook)) problems.push({ path: 'rebook', message: 'Each step comes after the one before' });
  if (!isRising([cadence.reminders['15m'], cadence.reminders['2h'], cadence.reminders['24h']])) {
    problems.push({ path: 'reminders', message: 'The 24 h reminder comes before the 2 h, and that before the 15 min one' });
  }
  if (cadence.invite.again >= cadence.invite.giveUp) problems.push({ path: 'invite', message: 'The second link comes before giving up' });
  return checked(cadence, problems);
}

const isRising = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0));
const isDelay = (value: unknown) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= YEAR_SECONDS;

function shapeProblems(input: unknown, shape: Shape, at: string): SettingProblem[] {
  if (!isRecord(input)) return [{ path: at, message: 'This is a group of delays in seconds' }];
  const path = (key: string) => (at ? `${at}.${key}` : key);
  const unknown = Object.keys(input)
    .filter((key) => !Object.hasOwn(shape, key))
    .map((key) => ({ path: path(key).slice(0, 80), message: 'There is no such delay' }));
  const known = Object.entries(shape).flatMap(([key, kind]): SettingProblem[] => {
    const value = Object.hasOwn(input, key) ? input[key] : undefined;
    if (typeof kind === 'object') return shapeProblems(value, kind, path(key));
    if (kind === 'seconds') return isDelay(value) ? [] : [{ path: path(key), message: 'Whole seconds, from 0 to a year' }];
    if (Array.isArray(value) && value.length > 0 && value.length <= MAX_STEPS && value.every(isDelay)) return [];
    return [{ path: path(key), message: `One to ${MAX_STEPS} delays in whole seconds` }];
  });
  return [...known, ...unknown];
}

/** Checks how often a lead is dialled. */
export function checkMaxAttempts(input: unknown): Checked<number> {
  const isFine = Number.isInteger(input) && (input as number) >= 1 && (input as number) <= MAX_ATTEMPTS;
  return checked(input as number, isFine ? [] : [{ path: 'maxAttempts', message: `Between 1 and ${MAX_ATTEMPTS} attempts` }]);
}
