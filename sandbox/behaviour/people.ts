import type { WillName } from '../numbers.ts';
import type { Change, State } from '../state.ts';
import { type Mix, willOf } from './mix.ts';

/** How fast a person lives: `seconds` and `true` calls last a while on the wall clock, `instant` ones do not. */
export type Pace = 'seconds' | 'true' | 'instant';

/** An appointment as its attendee remembers it; instants in ms on the lead's own clock. */
export type Remembered = { uid: string; eventTypeId: number; startAt: number; endAt: number; email: string };

/** The owner of a phone number, as far as the vendors' twins know. Starts afresh when a new lead of ours carries the number. */
export type Person = {
  phone: string;
  will: WillName;
  leadId: string | null;
  name: string;
  email: string | null;
  zone: string;
  pace: Pace;
  /** Lead's clock minus wall clock. */
  offsetMs: number;
  /** The number of ours they last heard from, or null. */
  ourNumber: string | null;
  dials: number;
  booking: Remembered | null;
  /** How many appointments they have made. */
  rounds: number;
  wasAsked: boolean;
  linksAfterMiss: number;
  textsAfterBooking: number;
  textsReceived: number;
  hasStopped: boolean;
  /** One-off deeds already done. */
  did: string[];
};

/** The address a person gives in a call when we do not know one; it carries the number, so that mail finds them again. */
export const emailOf = (phone: string): string => `p${phone.replace(/\D/g, '')}@lead.example`;

const capacity = 50_000;

/** Everybody with a phone number. A deed about a person runs alone for that person and is kept together with what it changes. */
export function createPeople(state: State, { mix, seed }: { mix: () => Mix; seed: () => string }) {
  const cache = new Map<string, Person>();
  const turns = new Map<string, Promise<unknown>>();

  const newcomer = (phone: string): Person => ({
    ...{ phone, will: willOf(phone, mix(), seed()), leadId: null, name: 'Sam Lead', email: null, zone: 'America/New_York' },
    ...{ pace: 'seconds' as const, offsetMs: 0, ourNumber: null, dials: 0, booking: null, rounds: 0, wasAsked: false },
    ...{ linksAfterMiss: 0, textsAfterBooking: 0, textsReceived: 0, hasStopped: false, did: [] },
  });

  async function load(phone: string): Promise<Person> {
    const person = cache.get(phone) ?? (await state.find<Person>('person', phone)) ?? newcomer(phone);
    cache.delete(phone);
    cache.set(phone, person); // newest last
    if (cache.size > capacity) for (const oldest of cache.keys()) if (!turns.has(oldest) && cache.delete(oldest)) break;
    return person;
  }

  async function inTurn<T>(phone: string, deed: (person: Person) => Promise<{ change: Change; result: T }>): Promise<T> {
    const person = structuredClone(await load(phone));
    const { change, result } = await deed(person);
    const row = { kind: 'person', id: phone, key: person.leadId, phone: null, at: Date.now(), body: person };
    const alias = { kind: 'address', id: person.email ?? '', key: null, phone, at: Date.now(), body: { phone } };
    const isNewAddress = person.email !== null && cache.get(phone)?.email !== person.email;
    await state.commit({ ...change, things: [...(change.things ?? []), row, ...(isNewAddress ? [alias] : [])] });
    cache.set(phone, person);
    return result;
  }

  return {
    /** Runs the deed while nobody else changes this person; what it did to the person and its change are written together. */
    meet<T>(phone: string, deed: (person: Person) => Promise<{ change: Change; result: T }>): Promise<T> {
      const turn = (turns.get(phone) ?? Promise.resolve()).then(() => inTurn(phone, deed));
      const settled = turn.catch(() => undefined).finally(() => turns.get(phone) === settled && turns.delete(phone));
      turns.set(phone, settled);
      return turn;
    },
    /** A look at a person, or null for somebody never heard of. */
    async find(phone: string): Promise<Person | null> {
      return cache.get(phone) ?? (await state.find<Person>('person', phone));
    },
    /** Whose mailbox this is, or null. */
    async phoneOfAddress(address: string): Promise<string | null> {
      const coded = /^p(\d{8,15})@lead\.example$/i.exec(address);
      if (coded) return `+${coded[1]}`;
      return (await state.find<{ phone: string }>('address', address.toLowerCase()))?.phone ?? null;
    },
    /** The phone of the person who is this lead of ours, or null. */
    async phoneOfLead(leadId: string): Promise<string | null> {
      return (await state.findByKey<Person>('person', leadId, 1))[0]?.phone ?? null;
    },
    /** A number that a new lead carries is a new person. */
    asNewLead(person: Person, leadId: string): void {
      Object.assign(person, newcomer(person.phone), { leadId });
    },
    forget: () => cache.clear(),
  };
}

/** Everybody with a phone number. */
export type People = ReturnType<typeof createPeople>;
