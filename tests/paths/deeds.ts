import type { App } from '#tests/support/app.ts';

type Deed = { key: string; count: number; at: string; details: { phone: string | null } };
/** What the vendors' twins saw of us, by our own keys; `at` is the machine's time of the first. */
export type Deeds = {
  dials: Deed[];
  sms: Deed[];
  emails: Deed[];
  totals: Record<string, number>;
  withoutKey: Record<string, number>;
  duplicates: unknown[];
};

/** Asks the sandbox for everything it counted. */
export const deedsOf = async ({ urls }: App): Promise<Deeds> => (await (await fetch(`${urls.sandbox}/_sandbox/effects`)).json()) as Deeds;
