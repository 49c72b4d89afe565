import { z } from 'zod';
import type { World } from '../world.ts';
import { type CallRecord, callObject } from './call.ts';

const string = z.strictObject({ type: z.literal('string'), op: z.enum(['eq', 'ne', 'sw', 'ew', 'co']), value: z.string() });
const number = z.strictObject({ type: z.literal('number'), op: z.enum(['eq', 'ne', 'gt', 'ge', 'lt', 'le']), value: z.number() });
const range = z.strictObject({ type: z.literal('range'), op: z.literal('bt'), value: z.tuple([z.number(), z.number()]) });
const choice = z.strictObject({ type: z.literal('enum'), op: z.literal('in'), value: z.array(z.string()) });

/** What list-calls takes here: the filters Callvia may use. */
export const listCallsBody = z.strictObject({
  filter_criteria: z
    .strictObject({
      metadata: z.array(string.extend({ key: z.string() })).optional(),
      to_number: string.optional(),
      from_number: string.optional(),
      call_id: z.union([string, choice]).optional(),
      direction: choice.optional(),
      call_status: choice.optional(),
      start_timestamp: z.union([number, range]).optional(),
    })
    .optional(),
  include_total: z.boolean().optional(),
  limit: z.int().min(1).max(1000).optional(),
  pagination_key: z.string().optional(),
  skip: z.int().min(0).optional(),
  sort_order: z.enum(['ascending', 'descending']).optional(),
});

type Filter = z.infer<typeof string> | z.infer<typeof number> | z.infer<typeof range> | z.infer<typeof choice>;

function holds(filter: Filter | undefined, value: unknown): boolean {
  if (!filter) return true;
  if (filter.type === 'enum') return typeof value === 'string' && filter.value.includes(value);
  if (filter.type === 'range') return typeof value === 'number' && value >= filter.value[0] && value <= filter.value[1];
  if (filter.type === 'string') {
    if (typeof value !== 'string') return false;
    const wanted = filter.value;
    const tests = {
      eq: value === wanted,
      ne: value !== wanted,
      sw: value.startsWith(wanted),
      ew: value.endsWith(wanted),
      co: value.includes(wanted),
    };
    return tests[filter.op];
  }
  if (typeof value !== 'number') return false;
  const wanted = filter.value;
  const tests = {
    eq: value === wanted,
    ne: value !== wanted,
    gt: value > wanted,
    ge: value >= wanted,
    lt: value < wanted,
    le: value <= wanted,
  };
  return tests[filter.op];
}

const scanned = 20_000;

/** The page of calls that fits, newest first. A filter on `call_key` or `to_number` uses an index, any other reads the newest 20,000. */
export async function listCalls(world: World, body: z.infer<typeof listCallsBody>): Promise<object> {
  const wanted = body.filter_criteria ?? {};
  const key = wanted.metadata?.find((filter) => filter.key === 'call_key' && filter.op === 'eq')?.value;
  const phone = wanted.to_number?.op === 'eq' ? wanted.to_number.value : undefined;
  const bodies = async (kind: string) =>
    (await world.state.list(kind, { limit: scanned, ...(phone && { phone }) })).map((thing) => thing.body as CallRecord);
  const records = key
    ? await world.state.findByKey<CallRecord>('call', key)
    : [...(await bodies('call')), ...(await bodies('inbound-call'))];
  const now = Date.now();
  const fitting = records
    .map((record) => ({ record, object: callObject(world, record, now, { withTranscript: false }) }))
    .filter(({ record, object }) => {
      const { metadata = [], ...plain } = wanted;
      const byMetadata = metadata.every((filter) => holds(filter, record.metadata?.[filter.key]));
      return byMetadata && Object.entries(plain).every(([field, filter]) => holds(filter as Filter | undefined, object[field]));
    })
    .sort((a, b) => b.record.registeredAt - a.record.registeredAt);
  if (body.sort_order === 'ascending') fitting.reverse();
  const from = body.pagination_key ? fitting.findIndex(({ record }) => record.callId === body.pagination_key) + 1 : (body.skip ?? 0);
  const page = fitting.slice(from, from + (body.limit ?? 50));
  const hasMore = from + page.length < fitting.length;
  return {
    items: page.map(({ object }) => object),
    has_more: hasMore,
    ...(hasMore && { pagination_key: page.at(-1)?.record.callId }),
    ...(body.include_total && { total: fitting.length }),
  };
}
