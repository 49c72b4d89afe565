import { setTimeout as sleep } from 'node:timers/promises';
import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Mode } from '#domain/lead.ts';
import type { DispatchLease, Grant, Outlook, Page } from '#stores/dispatch.ts';
import type { DispatchActivities } from './contract.ts';

/** What dispatching asks of Postgres. */
export type DispatchStore = {
  take: (clientId: string, campaignId: string) => Promise<DispatchLease | null>;
  /** Frees grants nobody used, and answers those whose release must be repeated. */
  tidy: (clientId: string, campaignId: string) => Promise<Grant[]>;
  grant: (lease: DispatchLease, limit: number) => Promise<Page>;
  outlook: (clientId: string, campaignId: string) => Promise<Outlook>;
  /** Completes the campaign if nothing is left to happen in it. */
  complete: (clientId: string, campaignId: string) => Promise<boolean>;
};

export type DispatchDeps = {
  store: DispatchStore;
  release: (campaign: { clientId: string; campaignId: string }, grant: Grant) => Promise<void>;
  /** Aborts when this process is about to stop. */
  stopping: AbortSignal;
};

export type AccountCaps = Record<Mode, number>;

const PAGE = 100;
const RELEASES_AT_ONCE = 16;
const CAPPED_PAUSE_MS = 120;
const BUSY_PAUSE_MS = 100; // due, but locked by somebody for a moment
const LINGER_MS = 1_500; // not worth going to sleep for
const TIDY_EVERY_MS = 30_000;
const LONGEST_SLICE_MS = 300_000;

export const createDispatchActivities = ({ store, release, stopping }: DispatchDeps): DispatchActivities => ({
  async dispatchSlice({ clientId, campaignId }) {
    const signal = AbortSignal.any([stopping, cancellationSignal()]);
    const lease = await store.take(clientId, campaignId);
    if (!lease) return { nextDueAt: null };
    const campaign = { clientId, campaignId };
    const endAt = Date.now() + Math.min(LONGEST_SLICE_MS, activityInfo().startToCloseTimeoutMs / 2);
    let releasing = Promise.resolve();
    let tidyAt = 0;
    while (!signal.aborted && Date.now() < endAt) {
      heartbeat();
      if (Date.now() >= tidyAt) {
        await releasing;
        releasing = releaseAll(release, campaign, await store.tidy(clientId, campaignId));
        tidyAt = Date.now() + TIDY_EVERY_MS;
      }
      const page = await store.grant(lease, PAGE);
      await releasing; // at most one page is on its way while the next is granted
      if (page.kind === 'stopped') return { nextDueAt: null };
      releasing = releaseAll(release, campaign, page.grants);
      if (page.grants.length > 0) continue;
      if (page.isCapped) {
        await pause(CAPPED_PAUSE_MS, signal);
        continue;
      }
      const { dueInMs, pollMs, unfinished } = await store.outlook(clientId, campaignId);
      if (dueInMs !== null && dueInMs <= LINGER_MS) {
        await pause(Math.max(BUSY_PAUSE_MS, dueInMs), signal);
        continue;
      }
      await releasing;
      if (unfinished === 0 && (await store.complete(clientId, campaignId))) return { nextDueAt: null };
      return { nextDueAt: inMs(Math.min(dueInMs ?? pollMs, pollMs)) };
    }
    await releasing;
    return { nextDueAt: inMs(0) };
  },
});

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined); // rejects only when aborted, which the loop sees
}

/** A release that fails is not undone: the next slice repeats every grant that was not used. */
async function releaseAll(
  release: DispatchDeps['release'],
  campaign: { clientId: string; campaignId: string },
  grants: readonly Grant[],
): Promise<void> {
  const queue = grants.values();
  const lane = async () => {
    for (const grant of queue) await release(campaign, grant);
  };
  await Promise.all(Array.from({ length: Math.min(RELEASES_AT_ONCE, grants.length) }, lane));
}
