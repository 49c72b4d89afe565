import type { Change } from '../state.ts';
import { incomingText, optOut } from '../twilio/messages.ts';
import { task, type World } from '../world.ts';
import { isOverFor, proofMs } from './appointments.ts';
import { chance } from './chance.ts';
import { paceOf } from './clock.ts';
import type { Person } from './people.ts';
import { read } from './reading.ts';
import { nth, type Will, wills } from './will.ts';

/** How long somebody takes to answer, in ms. */
function pauseMs(world: World, person: Person): number {
  if (paceOf(person) === 'instant') return 20;
  return 300 + 600 * chance(world.knobs.seed, 'pause', person.phone, person.textsReceived);
}

/** An answer by text, which also stops or allows further texts where it says so. */
export function reply(world: World, person: Person, body: string, inMs: number): Change {
  person.hasStopped = optOut(body) ?? person.hasStopped;
  if (!person.ourNumber) return {};
  return incomingText(world, { from: person.phone, to: person.ourNumber, body }, inMs);
}

/** What somebody does on reading a message of ours. Changes the person and gives what follows. */
export function react(world: World, person: Person, channel: 'sms' | 'mail', text: string): Change {
  const will = wills[person.will];
  const seen = read(text);
  const pause = pauseMs(world, person);
  const first = channel === 'sms' ? firstText(will, person) : null;
  if (first) return reply(world, person, first, pause);
  if (seen.asksAttendance) return answerAttendance(world, person, will, pause);
  if (!seen.bookingLink || !wantsLink(will, person, channel)) return {};
  return { tasks: [task(world, 'follow', person.phone, pause, { url: seen.bookingLink })] };
}

function firstText(will: Will, person: Person): string | null {
  person.textsReceived++;
  person.textsAfterBooking++;
  if (!will.firstText) return null;
  const isFirst = will.firstText.when === 'any' ? person.textsReceived === 1 : person.booking !== null && person.textsAfterBooking === 1;
  return isFirst ? will.firstText.body : null;
}

function answerAttendance(world: World, person: Person, will: Will, pause: number): Change {
  const { booking } = person;
  if (!booking) return {};
  person.wasAsked = true;
  const how = nth(will.appointments, person.rounds - 1);
  const did = `answered:${booking.uid}`;
  switch (how) {
    case 'yes':
    case 'no':
      if (person.did.includes(did)) return {};
      person.did.push(did);
      return reply(world, person, how.toUpperCase(), pause);
    case 'calls-46':
    case 'calls-45':
      return { tasks: [task(world, 'ring-us', person.phone, pause, { uid: booking.uid, durationMs: proofMs(how) })] };
    default:
      return {};
  }
}

function wantsLink(will: Will, person: Person, channel: 'sms' | 'mail'): boolean {
  if (person.booking && isOverFor(person)) {
    person.linksAfterMiss++;
    return will.rebooksAt === person.linksAfterMiss;
  }
  if (person.booking) {
    const isSecond = will.booksTwice === true && channel === 'sms' && !person.did.includes('booked twice');
    if (isSecond) person.did.push('booked twice');
    return isSecond;
  }
  const cancelledOnPurpose = nth(will.appointments, 0) === 'cancels' && person.rounds > 0;
  const promised = will.calls.includes('books') && person.dials > 0 && nth(will.calls, person.dials - 1) === 'books' ? 'sms' : undefined;
  return !cancelledOnPurpose && (will.opensLinkIn ?? promised) === channel;
}
