import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { Db, RelayTx, Tx } from '#prisma/client.ts';
import type { Telling } from '#stores/lead-row.ts';
import { claimOutbox, ENGINE_AWAY, markPublished, markUndelivered, type OutboxEvent } from '#stores/outbox.ts';
import { markAllTold, type ToldMark, tellingsOf } from '#stores/tellings.ts';
import { wantInvoice } from './handles/billing.ts';
import { wakeCampaign } from './handles/campaign.ts';
import { startImport } from './handles/import.ts';
import type { Log } from './pump.ts';
import { type LeadToTell, settledCall, tell } from './tell.ts';

const PAGE = 100;
const GROUPS_AT_ONCE = 24;
const CALL_DEADLINE_MS = 5_000;
const AWAY = new Set([4, 14]); // gRPC: deadline exceeded, unavailable

type Deps = { db: Db; client: Client; log: Log };
/** What a page knows of its leads, and what it has told them. */
type Page = { tellings: ReadonlyMap<string, Telling>; told: ToldMark[] };

/**
 * Tells one page of the outbox: each aggregate in order, several side by side. The claim lasts as long as its transaction, so what a killed
 * relay held is free at once. False when nothing waits.
 */
export const createOutboxStep = (deps: Deps) => {
  const claim = claimer();
  return () =>
    deps.db.asRelay(async (relay) => {
      const { events, release } = await claim(relay.tx);
      try {
        if (events.length > 0) await tellPage(deps, relay, events);
      } finally {
        release();
      }
      return events.length > 0;
    });
};

/** Claims pages one after another, each without what another page of this process is still telling: a lead is told by one step at a time. */
function claimer() {
  const beingTold = new Set<string>();
  let last: Promise<unknown> = Promise.resolve();
  return (tx: Tx) => {
    const claimed = last.then(async () => {
      const events = await claimOutbox(tx, PAGE, [...beingTold]);
      const ids = new Set(events.map(({ aggregateId }) => aggregateId));
      for (const id of ids) beingTold.add(id);
      return {
        events,
        release: () => {
          for (const id of ids) beingTold.delete(id);
        },
      };
    });
    last = claimed.catch(() => undefined); // whoever claimed is told; the next one claims for itself
    return claimed;
  };
}

async function tellPage(deps: Deps, relay: RelayTx, events: OutboxEvent[]): Promise<void> {
  const { tx } = relay;
  const groups = byAggregate(events);
  const leadIds = groups.flatMap(([first]) => (first?.aggregateType === 'lead' ? [first.aggregateId] : []));
  const page: Page = { tellings: await tellingsOf(tx, leadIds), told: [] };
  const failed = new Map<string, string[]>();
  let away: unknown; // the engine cannot be reached: what is left of the page need not find that out one by one
  await inParallel(GROUPS_AT_ONCE, groups, async (group) => {
    try {
      if (away) throw away;
      await deps.client.withDeadline(Date.now() + CALL_DEADLINE_MS, () => tellGroup(deps, page, group));
    } catch (error) {
      if (isAway(error)) away = error;
      const why = isAway(error) ? `${ENGINE_AWAY}: ${error}` : String(error);
      deps.log.warn({ aggregate: group[0]?.aggregateId, types: group.map(({ type }) => type), error: why }, 'a change could not be told');
      failed.set(why, [...(failed.get(why) ?? []), ...group.map(({ id }) => id)]);
    }
  });
  await wakeCampaigns(deps, events);
  await markAllTold(relay, page.told);
  const untold = new Set([...failed.values()].flat());
  await markPublished(
    tx,
    events.map(({ id }) => id).filter((id) => !untold.has(id)),
  );
  for (const [why, ids] of failed) await markUndelivered(tx, ids, why);
}

const isAway = (error: unknown): boolean =>
  isGrpcServiceError(error) ? AWAY.has(Number(error.code)) : error instanceof Error && error.cause !== undefined && isAway(error.cause);

/** Each aggregate's events in order. */
function byAggregate(events: readonly OutboxEvent[]): OutboxEvent[][] {
  const groups = new Map<string, OutboxEvent[]>();
  for (const event of events) {
    const key = `${event.aggregateType} ${event.aggregateId}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  return [...groups.values()];
}

/** Dials whose permit expired: should one of them be pending in the workflow, it waits for nothing. */
const expiredCalls = (group: readonly OutboxEvent[]) =>
  group.flatMap(({ type, payload }) => (type === 'lead.permit_expired' ? [String(payload['callId'])] : []));

/** One telling reads the newest facts of a lead, so it does for all its rows; wake-ups and wanted invoices are one message each. */
async function tellGroup({ client }: Deps, page: Page, group: OutboxEvent[]): Promise<void> {
  const [first] = group;
  if (!first) return;
  const { clientId, mode, aggregateId } = first;
  switch (first.aggregateType) {
    case 'lead':
      return tellLead(client, page, { clientId, leadId: aggregateId }, expiredCalls(group));
    case 'campaign':
      if (group.some(({ type }) => type === 'campaign.woken' || type === 'campaign.activated'))
        await wakeCampaign(client, { clientId, campaignId: aggregateId });
      return;
    case 'billing':
      for (const { type, payload } of group) {
        if (type === 'billing.invoice_wanted') await wantInvoice(client, { clientId, mode }, { invoiceId: String(payload['invoiceId']) });
      }
      return;
    case 'import':
      if (group.some(({ type }) => type === 'import.requested')) await startImport(client, { clientId, importJobId: aggregateId });
      return;
    default:
      first.aggregateType satisfies never;
  }
}

async function tellLead(client: Client, { tellings, told }: Page, lead: LeadToTell, expiredCallIds: readonly string[]): Promise<void> {
  const telling = tellings.get(lead.leadId);
  if (!telling || (await tell(client, lead, telling, { expiredCallIds })) === 'known') return;
  told.push({ ...lead, seq: telling.seq, callId: settledCall(telling) ?? null });
}

/** A lead that became due sooner than its campaign looks by itself. A lost wake-up costs lateness, never the dial, so it is not retried. */
async function wakeCampaigns({ client, log }: Deps, events: OutboxEvent[]): Promise<void> {
  const woken = new Map(events.flatMap(({ wakesCampaignId, clientId }) => (wakesCampaignId ? [[wakesCampaignId, clientId] as const] : [])));
  for (const [campaignId, clientId] of woken) {
    try {
      await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () => wakeCampaign(client, { clientId, campaignId }));
    } catch (error) {
      log.warn({ campaignId, error: String(error) }, 'a campaign could not be woken');
    }
  }
}

/** Runs `work` for every item, at most `width` at once. `work` must not throw. */
async function inParallel<T>(width: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}
