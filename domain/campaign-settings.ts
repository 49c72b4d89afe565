import type { Cadence } from './cadence.ts';
import { type CallingHours, LAW_HOURS, minutesOf, WEEKDAYS } from './calling-window.ts';

/** What is wrong with a part of well-formed settings; `path` as in `['mon', 0]`. */
export type SettingProblem = { path: (string | number)[]; message: string };

/** How often a lead may be dialled at most, whatever its campaign says. */
export const MOST_ATTEMPTS = 10;

/** What is wrong with calling hours whose times can be read: windows stand in order, apart from each other and inside the law's hours. */
export function hoursProblems(hours: CallingHours): SettingProblem[] {
  if (WEEKDAYS.every((day) => hours[day].length === 0)) return [{ path: [], message: 'Name at least one window' }];
  return WEEKDAYS.flatMap((day) =>
    hours[day].flatMap((window, i): SettingProblem[] => {
      const message = windowProblem(window, hours[day][i - 1]?.[1], LAW_HOURS[day][0]);
      return message ? [{ path: [day, i], message }] : [];
    }),
  );
}

function windowProblem([start, end]: [string, string], before: string | undefined, law: [string, string] | undefined): string | null {
  if (minutesOf(start) >= minutesOf(end)) return 'A window ends after it starts';
  if (before !== undefined && minutesOf(start) < minutesOf(before)) return 'Windows stand in order and do not overlap';
  if (!law || minutesOf(start) < minutesOf(law[0]) || minutesOf(end) > minutesOf(law[1]))
    return `Nobody may be called before ${law?.[0]} or after ${law?.[1]}`;
  return null;
}

/** What is wrong with a cadence whose delays are whole seconds: those that follow one another come in order. */
export function cadenceProblems({ rebook, reminders, invite }: Cadence): SettingProblem[] {
  const problems: [isFine: boolean, SettingProblem][] = [
    [isRising(rebook), { path: ['rebook'], message: 'Each step comes after the one before' }],
    [
      isRising([reminders['15m'], reminders['2h'], reminders['24h']]),
      { path: ['reminders'], message: 'The 24 h reminder comes before the 2 h, and that before the 15 min one' },
    ],
    [invite.again < invite.giveUp, { path: ['invite'], message: 'The second link comes before giving up' }],
  ];
  return problems.filter(([isFine]) => !isFine).map(([, problem]) => problem);
}

const isRising = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || n > (numbers[i - 1] ?? 0));
