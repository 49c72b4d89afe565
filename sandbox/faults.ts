import { z } from 'zod';
import { chance } from './behaviour/chance.ts';

const vendors = ['retell', 'cal', 'stripe', 'twilio', 'sendgrid'] as const;
/** The five vendors played here. */
export type Vendor = (typeof vendors)[number];

/** A line of the fault script. `operation` is a name such as `create-phone-call` or, for webhooks, the event's name; `*` is any. */
export const faultSchema = z.strictObject({
  vendor: z.enum([...vendors, '*']).default('*'),
  operation: z.string().default('*'),
  kind: z.enum(['429', '500', 'hang', 'reset', 'cut-body', 'wrong-json', 'duplicate', 'delay', 'shuffle', 'lose', 'forge']),
  /** Whether the deed is not done or done before the fault shows. Webhook faults do not look at it. */
  when: z.enum(['before', 'after']).default('before'),
  /** The share of matching requests hit. */
  rate: z.number().min(0).max(1).default(1),
  /** At most so many hits. */
  count: z.int().positive().optional(),
  /** How long a hang, delay or shuffle may take. */
  ms: z.int().nonnegative().optional(),
  /** How often a duplicated webhook arrives. */
  times: z.int().min(2).max(20).default(2),
  seed: z.string().default('faults'),
});
/** A line of the fault script as kept. */
export type Fault = z.infer<typeof faultSchema> & { id: number; seen: number; hits: number };

const webhookKinds = new Set(['duplicate', 'delay', 'shuffle', 'lose', 'forge']);

/** The fault script. The same seed and the same order of requests give the same faults. */
export function createFaults() {
  let script: Fault[] = [];
  let nextId = 1;

  function draw(vendor: Vendor, operation: string, fits: (fault: Fault) => boolean): Fault | null {
    for (const fault of script) {
      const matches = (fault.vendor === '*' || fault.vendor === vendor) && (fault.operation === '*' || fault.operation === operation);
      if (!matches || !fits(fault) || (fault.count !== undefined && fault.hits >= fault.count)) continue;
      fault.seen++;
      if (chance(fault.seed, fault.id, fault.seen) >= fault.rate) continue;
      fault.hits++;
      return fault;
    }
    return null;
  }

  return {
    add(line: z.infer<typeof faultSchema>): Fault {
      const fault = { ...line, id: nextId++, seen: 0, hits: 0 };
      script.push(fault);
      return fault;
    },
    list: (): Fault[] => script,
    clear(id?: number): void {
      script = id === undefined ? [] : script.filter((fault) => fault.id !== id);
    },
    /** Takes over a script from an earlier run. */
    restore(faults: Fault[]): void {
      script = faults;
      nextId = Math.max(0, ...faults.map(({ id }) => id)) + 1;
    },
    /** The fault that hits this request, or null. A request draws once. */
    ofRequest: (vendor: Vendor, operation: string) => draw(vendor, operation, ({ kind }) => !webhookKinds.has(kind)),
    /** The fault that hits this webhook, or null. */
    ofWebhook: (vendor: Vendor, event: string) => draw(vendor, event, ({ kind }) => webhookKinds.has(kind)),
  };
}
/** The fault script. */
export type Faults = ReturnType<typeof createFaults>;
