import type { Snapshot } from '#domain/snapshot.ts';
import type { LeadStart, Permit } from './contract.ts';

/** What a running lead workflow remembers. Facts are in `lead` alone; everything else orders deeds. */
export type Life = {
  clientId: string;
  leadId: string;
  skewMs: number;
  /** Newest facts told. */
  lead: Snapshot;
  /** A dial that was granted and not begun. */
  permit: Permit | undefined;
  calling: Permit | undefined;
  lastCallId: string | undefined;
  /** Sends that were started and not awaited. */
  sending: number;
  /** The moment it waits for, on the lead's clock. */
  wakeAt: number | undefined;
};

export const beginLife = ({ clientId, leadId, skewMs, lead = { seq: 0, phase: 'reach', moments: [] }, permit }: LeadStart): Life => ({
  clientId,
  leadId,
  skewMs,
  lead,
  permit,
  calling: undefined,
  lastCallId: undefined,
  sending: 0,
  wakeAt: undefined,
});

/** The lead's clock, in milliseconds since the epoch: the workflow's own, and ahead of it if a rehearsal was fast-forwarded before this run. */
export const leadNow = (life: Life) => Date.now() + life.skewMs;

/** The highest `seq` wins, so late, doubled and reordered news change nothing. */
export function learn(life: Life, news: Snapshot): void {
  if (news.seq > life.lead.seq) life.lead = news;
}
