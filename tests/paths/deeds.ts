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

/** Asks the sandbox for everything it counted toward leads. A digest goes to the client's own people, whenever a quarter of an hour begins. */
export async function deedsOf({ urls }: App): Promise<Deeds> {
  const deeds = (await (await fetch(`${urls.sandbox}/_sandbox/effects`)).json()) as Deeds;
  const emails = deeds.emails.filter(({ key }) => !key.startsWith('digest:'));
  return { ...deeds, emails, totals: { ...deeds.totals, emails: (deeds.totals['emails'] ?? 0) - (deeds.emails.length - emails.length) } };
}
