import type { Task } from '../state.ts';
import { leadTask, task, type World } from '../world.ts';
import { leadNow, paceOf, setClock, toZone } from './clock.ts';
import type { Person, Remembered } from './people.ts';
import { nth, wills } from './will.ts';

/** What somebody makes of a new appointment of theirs: it changes the person and gives what they will do by themselves. */
export function attend(
  world: World,
  person: Person,
  { booking, leadId, leadNowAt, zone }: { booking: Remembered; leadId?: string; leadNowAt?: string; zone: string },
): Task[] {
  if (leadId && person.leadId === null) person.leadId = leadId;
  setClock(person, leadNowAt);
  person.zone = toZone(zone);
  if (!booking.email.endsWith('@sms.cal.com')) person.email = booking.email.toLowerCase();
  const how = nth(wills[person.will].appointments, person.rounds);
  Object.assign(person, { booking, wasAsked: false, linksAfterMiss: 0, textsAfterBooking: 0, rounds: person.rounds + 1 });
  const pace = paceOf(person);
  const soonMs = pace === 'seconds' ? 3_000 : 1_000;
  const tasks = [leadTask(world, 'meeting-ended', person, booking.endAt, { uid: booking.uid })];
  const { uid } = booking;
  switch (how) {
    case 'calls-46':
    case 'calls-45': {
      const afterStartMs = person.pace === 'true' ? 60_000 : 500;
      tasks.push(leadTask(world, 'ring-us', person, booking.startAt + afterStartMs, { uid, durationMs: proofMs(how) }));
      break;
    }
    case 'moves':
    case 'cancels':
      tasks.push(task(world, how, person.phone, soonMs, { uid }));
      break;
    case 'yes':
    case 'no':
    case 'silent':
      break; // they wait to be asked, or for nothing
    default:
      how satisfies never;
  }
  return tasks;
}

/** How long the call around the appointment lasts, in ms. */
export const proofMs = (how: 'calls-46' | 'calls-45'): number => (how === 'calls-46' ? 46_000 : 45_000);

/** Whether the appointment lies behind the person: by their clock, or because we asked how it was. */
export const isOverFor = (person: Person): boolean =>
  person.booking !== null && (person.wasAsked || leadNow(person) >= person.booking.startAt);
