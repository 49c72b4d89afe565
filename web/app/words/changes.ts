import type { ChangeEffects } from '#stores/campaign-change.ts';
import { formatCount, formatNumberOf } from './numbers.ts';

type Names = { agent: (id: string) => string; number: (id: string) => string };

/** `2026-11-21 09:00` as `Sat 21 Nov 09:00`. */
function momentOf(local: string): string {
  const [day = '', time = ''] = local.split(' ');
  const date = new Date(`${day}T12:00:00Z`);
  const part = (options: Intl.DateTimeFormatOptions) => date.toLocaleDateString('en-US', { timeZone: 'UTC', ...options });
  return `${part({ weekday: 'short' })} ${part({ day: 'numeric' })} ${part({ month: 'short' })} ${time}`;
}

function moveWords({ leads, from, to }: ChangeEffects['moves']['groups'][number]): string {
  const isSameDay = from !== null && to !== null && from.slice(0, 10) === to.slice(0, 10);
  const where = to === null ? 'now' : isSameDay ? to.slice(11) : momentOf(to);
  return `${formatNumberOf(leads, 'lead')} not yet dialled ${leads === 1 ? 'moves' : 'move'} from ${from === null ? 'now' : momentOf(from)} to ${where}, on their own clock.`;
}

/** What a change of a running campaign's settings will do, sentence by sentence: first what it moves, then what it leaves. */
export function changeWords(effects: ChangeEffects, names: Names): { moves: string[]; stays: string[] } {
  const { changes, moves, attemptsUsed, liveCalls, plannedMessages, appointments } = effects;
  const given = new Map(changes.map(({ name, to, from }) => [name, { to, from }]));
  const told: string[] = [];
  if (given.has('callingHours') || given.has('enforceHours')) {
    told.push(...moves.groups.map(moveWords));
    const rest = moves.leads - moves.groups.reduce((sum, { leads }) => sum + leads, 0);
    if (rest > 0) told.push(`${formatNumberOf(rest, 'more lead')} ${rest === 1 ? 'moves' : 'move'} into the new hours.`);
    if (moves.leads === 0) told.push('No lead that waits for a call moves: all their times lie in the new hours as well.');
  }
  const attempts = given.get('maxAttempts');
  if (attempts) told.push(...attemptWords(Number(attempts.to), Number(attempts.from), attemptsUsed));
  const lines = given.get('maxConcurrentCalls');
  if (lines)
    told.push(
      `At most ${formatNumberOf(Number(lines.to), 'call')} at the same time from now on, instead of ${formatCount(Number(lines.from))}.`,
    );
  const who = (value: unknown, name: (id: string) => string, own: string) => (typeof value === 'string' ? name(value) : own);
  const agent = given.get('agentId');
  if (agent) told.push(`From the next call on ${who(agent.to, names.agent, 'the account’s own agent')} speaks.`);
  const number = given.get('fromNumberId');
  if (number) told.push(`The next calls and texts come from ${who(number.to, names.number, 'the account’s own number')}.`);
  if (given.has('bookingUrl') || given.has('calcomEventTypeId')) told.push('Leads who book from now on use the new calendar or page.');
  if (given.has('timezone')) told.push('The dates of its pages are shown in the new zone.');
  if (given.has('name') || given.has('description')) told.push('Name and description change on every page at once.');

  const stays = [
    ...(liveCalls > 0 ? [`${formatNumberOf(liveCalls, 'call')} under way ${liveCalls === 1 ? 'finishes' : 'finish'} as begun.`] : []),
    ...(appointments > 0
      ? [`${formatNumberOf(appointments, 'appointment')} ${appointments === 1 ? 'stays where it is' : 'stay where they are'}.`]
      : []),
    ...(plannedMessages > 0
      ? [`${formatNumberOf(plannedMessages, 'planned message')} ${plannedMessages === 1 ? 'keeps its' : 'keep their'} time.`]
      : []),
    'What was sent stays sent.',
  ];
  return { moves: told, stays };
}

function attemptWords(to: number, from: number, used: number): string[] {
  const rule = `Leads still being called get up to ${formatNumberOf(to, 'attempt')}, instead of ${from}.`;
  if (to > from) return [rule, 'Leads given up before stay given up.'];
  if (used === 0) return [rule];
  return [rule, `${formatNumberOf(used, 'lead')} ${used === 1 ? 'has' : 'have'} used as many already: no further call, then unresponsive.`];
}
