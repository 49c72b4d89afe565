import { type Standstill, standstill } from '#domain/standstill.ts';
import type { Db } from '#prisma/client.ts';
import { factsAfter, type LiveEvent, newestFact } from '#stores/views-session.ts';
import { standstillSigns } from '#stores/views-standstill.ts';

/** What a page is told: facts that are new, or that work has come to a standstill, or goes on (`null`). */
export type LiveNews = { kind: 'facts'; events: LiveEvent[] } | { kind: 'standstill'; why: Standstill | null };
type Listener = (news: LiveNews) => void;
type Channel = { listeners: Set<Listener>; last: string; seen: Set<string>; isBusy: boolean; looks: number; why: Standstill | null };

/** Facts of transactions that commit out of order appear below the newest id: this many ids are looked at again. */
const OVERLAP = 500n;
/** Whether work stands still is asked at every so many looks. */
const LOOKS_PER_SIGN = 10;
/** How long what was found of a standstill is good enough for a page. */
const SIGNS_KEEP_MS = 2_500;

export type LiveFeed = {
  /** Tells a listener from now on; `why` work stands still at the moment, as far as known. */
  listen: (clientId: string, listener: Listener) => { why: Standstill | null; leave: () => void };
  /** What a page missed that knows all up to `after`: facts after it, and those that may have come late below it. */
  missed: (clientId: string, after: string) => Promise<LiveEvent[]>;
  /** Why a client's work stands still, null when it does not; as found within the last seconds. */
  standstillOf: (clientId: string) => Promise<Standstill | null>;
  close: () => void;
};

/** One look at the outbox every half second for each client somebody is watching, fanned out to all who watch. */
export function createLiveFeed(db: Db, { everyMs = 500, onError }: { everyMs?: number; onError: (error: unknown) => void }): LiveFeed {
  const channels = new Map<string, Channel>();
  const found = new Map<string, { at: number; why: Promise<Standstill | null> }>();

  const standstillOf = (clientId: string): Promise<Standstill | null> => {
    const known = found.get(clientId);
    if (known && Date.now() - known.at < SIGNS_KEEP_MS) return known.why;
    const why = db.withClient(clientId, (tx) => standstillSigns(tx, clientId)).then(standstill);
    why.catch(() => found.delete(clientId)); // told to whoever asked; the next one asks anew
    found.set(clientId, { at: Date.now(), why });
    return why;
  };

  const lookAtFacts = async (clientId: string, channel: Channel) => {
    if (channel.last === '') channel.last = await newestFact(db, clientId);
    const from = BigInt(channel.last) > OVERLAP && channel.seen.size > 0 ? BigInt(channel.last) - OVERLAP : BigInt(channel.last);
    const events = (await factsAfter(db, clientId, String(from))).filter(({ id }) => !channel.seen.has(id));
    for (const { id } of events) {
      channel.seen.add(id);
      if (BigInt(id) > BigInt(channel.last)) channel.last = id;
    }
    for (const id of channel.seen) if (BigInt(id) < BigInt(channel.last) - OVERLAP) channel.seen.delete(id);
    if (events.length > 0) for (const listener of channel.listeners) listener({ kind: 'facts', events });
  };

  const lookAtSigns = async (clientId: string, channel: Channel) => {
    const why = await standstillOf(clientId);
    if (why === channel.why) return;
    channel.why = why;
    for (const listener of channel.listeners) listener({ kind: 'standstill', why });
  };

  const look = async (clientId: string, channel: Channel) => {
    if (channel.isBusy) return;
    channel.isBusy = true;
    try {
      await lookAtFacts(clientId, channel);
      if (channel.looks++ % LOOKS_PER_SIGN === 0) await lookAtSigns(clientId, channel);
    } catch (error) {
      onError(error);
    } finally {
      channel.isBusy = false;
    }
  };

  const timer = setInterval(() => {
    for (const [clientId, { at }] of found) if (Date.now() - at >= SIGNS_KEEP_MS) found.delete(clientId);
    for (const [clientId, channel] of channels) void look(clientId, channel);
  }, everyMs);

  return {
    listen(clientId, listener) {
      const known = channels.get(clientId);
      const channel = known ?? { listeners: new Set(), last: '', seen: new Set(), isBusy: false, looks: 0, why: null };
      channels.set(clientId, channel);
      channel.listeners.add(listener);
      if (!known) void look(clientId, channel); // what happens from now on is new, not only from the next look on
      const leave = () => {
        channel.listeners.delete(listener);
        if (channel.listeners.size === 0) channels.delete(clientId);
      };
      return { why: channel.why, leave };
    },
    missed: (clientId, after) => factsAfter(db, clientId, after),
    standstillOf,
    close: () => clearInterval(timer),
  };
}
