import type { Mode } from '#domain/lead.ts';
import type { Db } from '#prisma/client.ts';
import type { Vendors } from '#vendors/account.ts';

/** Who we are at the vendors of one account; calls and texts of a campaign without a number of its own come from these. */
export type Sender = { fromNumber: string; textNumber: string; agentId: string; email: string };

/** What every effect is built from. Nothing else in the product holds a vendor adapter. */
export type EffectParts = {
  db: Db;
  /** The adapters of the account a mode belongs to. */
  vendors: (mode: Mode) => Vendors;
  sender: (mode: Mode) => Sender;
  urls: { api: string; web: string };
  settle: (mode: Mode) => SettleTimes;
};

/**
 * When an open effect is looked up, in seconds on Postgres' clock, and when three fruitless look-ups prove that it never happened. Live figures are
 * patient because nobody knows how late the vendors' lists are; the sandbox lists at once.
 */
export type SettleTimes = { first: number; again: readonly number[]; absentAfter: number; mailAfter: number };

export const LIVE_SETTLE: SettleTimes = { first: 30, again: [90, 480, 600], absentAfter: 600, mailAfter: 120 };
export const SANDBOX_SETTLE: SettleTimes = { first: 12, again: [4, 4, 8], absentAfter: 20, mailAfter: 15 };
