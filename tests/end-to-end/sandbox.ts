import type { App } from '#tests/support/app.ts';

/** The deeds the sandbox saw, by the product's own keys. */
export type Deeds = {
  totals: Record<DeedKind, number>;
  withoutKey: Record<DeedKind, number>;
  duplicates: { kind: string; key: string; count: number }[];
};
export type DeedKind = 'dials' | 'sms' | 'emails' | 'bookings' | 'invoices';
export type Fault = Partial<{
  vendor: string;
  operation: string;
  kind: string;
  when: 'before' | 'after';
  rate: number;
  count: number;
  ms: number;
  times: number;
}>;

/** The sandbox's own switches and counters. */
export function sandboxOf({ urls }: Pick<App, 'urls'>) {
  const ask = async <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T> => {
    const sent = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${urls.sandbox}/_sandbox${path}`, { method, ...sent });
    if (!response.ok) throw new Error(`${method} ${path} of the sandbox answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    deeds: () => ask<Deeds>('GET', '/effects'),
    /** Adds lines to the fault script. */
    spoil: (faults: Fault[]) => ask('POST', '/faults', { faults }),
    heal: () => ask('DELETE', '/faults'),
    /** How often each line of the fault script struck. */
    struck: async () =>
      (await ask<{ faults: { kind: string; vendor: string; operation: string; hits: number }[] }>('GET', '/faults')).faults,
    /** From here on nobody plays the client: shows that only a client knows of are confirmed by the test or not at all. */
    silenceClient: () => ask('POST', '/client', { email: null }),
    webhooks: () => ask<{ delivered: Record<string, { delivered: number; refused: number; lost: number }> }>('GET', '/webhooks'),
  };
}
export type Sandbox = ReturnType<typeof sandboxOf>;
