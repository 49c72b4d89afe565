import type { Db } from '#prisma/client.ts';
import { factsAfter, type LiveEvent, newestFact } from '#stores/views-session.ts';

type Listener = (events: LiveEvent[]) => void;
type Channel = { listeners: Set<Listener>; last: string; seen: Set<string>; isBusy: boolean };

/** Facts of transactions that commit out of order appear below the newest id: this many ids are looked at again. */
const OVERLAP = 500n;

export type LiveFeed = { listen: (clientId: string, listener: Listener) => () => void; close: () => void };

/** One look at the outbox a second for each client somebody is watching, fanned out to all who watch. */
export function createLiveFeed(db: Db, { everyMs = 1_000, onError }: { everyMs?: number; onError: (error: unknown) => void }): LiveFeed {
  const channels = new Map<string, Channel>();

  const look = async (clientId: string, channel: Channel) => {
    if (channel.isBusy) return;
    channel.isBusy = true;
    try {
      if (channel.last === '') channel.last = await newestFact(db, clientId);
      const from = BigInt(channel.last) > OVERLAP && channel.seen.size > 0 ? BigInt(channel.last) - OVERLAP : BigInt(channel.last);
      const events = (await factsAfter(db, clientId, String(from))).filter(({ id }) => !channel.seen.has(id));
      for (const { id } of events) {
        channel.seen.add(id);
        if (BigInt(id) > BigInt(channel.last)) channel.last = id;
      }
      for (const id of channel.seen) if (BigInt(id) < BigInt(channel.last) - OVERLAP) channel.seen.delete(id);
      if (events.length > 0) for (const listener of channel.listeners) listener(events);
    } catch (error) {
      onError(error);
    } finally {
      channel.isBusy = false;
    }
  };

  const timer = setInterval(() => {
    for (const [clientId, channel] of channels) void look(clientId, channel);
  }, everyMs);

  return {
    listen(clientId, listener) {
      const channel = channels.get(clientId) ?? { listeners: new Set(), last: '', seen: new Set(), isBusy: false };
      channels.set(clientId, channel);
      channel.listeners.add(listener);
      return () => {
        channel.listeners.delete(listener);
        if (channel.listeners.size === 0) channels.delete(clientId);
      };
    },
    close: () => clearInterval(timer),
  };
}
