import { Prisma } from '#prisma/client.ts';
import type { Rule } from './lead-rules.ts';
import type { Scope } from './report.ts';

/** I1 as far as our own rows go, and I9: the ledger and the business rows say the same, and no question stays open. */
export function ledgerRules({ clientId, mode }: Scope): Rule[] {
  const own = (table: string) => Prisma.sql`${Prisma.raw(table)}.client_id = ${clientId}::uuid AND ${Prisma.raw(table)}.mode = ${mode}`;
  const effectOf = (table: string) => Prisma.sql`e.client_id = ${Prisma.raw(table)}.client_id AND e.id = ${Prisma.raw(table)}.effect_id`;
  return [
    {
      invariant: 'I1',
      rule: 'a call was dialled without a row in the ledger',
      broken: Prisma.sql`SELECT k.id FROM call k LEFT JOIN vendor_effect e ON ${effectOf('k')} WHERE ${own('k')} AND k.permit = 'consumed' AND e.id IS NULL`,
    },
    {
      invariant: 'I1',
      rule: 'a message is sent in its own row and not in the ledger',
      broken: Prisma.sql`
        SELECT m.id FROM message m LEFT JOIN vendor_effect e ON ${effectOf('m')}
        WHERE ${own('m')} AND m.direction = 'outbound' AND m.status IN ('sent', 'delivered', 'opened', 'clicked') AND e.status IS DISTINCT FROM 'done'`,
    },
    {
      invariant: 'I9',
      rule: 'an effect has been an open question for more than 15 minutes',
      broken: Prisma.sql`SELECT e.key AS id FROM vendor_effect e WHERE ${own('e')} AND e.status = 'started' AND e.started_at < clock_timestamp() - interval '15 minutes'`,
    },
    {
      invariant: 'I9',
      rule: 'an effect ended unknown at a vendor that can be asked',
      broken: Prisma.sql`SELECT e.key AS id FROM vendor_effect e WHERE ${own('e')} AND e.status = 'unknown' AND e.vendor IN ('retell', 'calcom', 'stripe')`,
    },
    {
      invariant: 'I9',
      rule: 'a place among the live calls outlives its call',
      broken: Prisma.sql`
        SELECT s.call_id AS id FROM call_slot s JOIN call k ON k.client_id = s.client_id AND k.id = s.call_id
        WHERE ${own('s')} AND k.settled_at < clock_timestamp() - interval '1 minute'`,
    },
  ];
}

/** The counters that pages show, against a recount of the rows. */
export function statisticsRules({ clientId, mode }: Scope): Rule[] {
  const recount = (table: string, counts: Record<string, string>) => {
    const [names, sums] = [Object.keys(counts), Object.values(counts)];
    const counted = names.map((name, at) => `coalesce(sum(${sums[at]}), 0)::int AS ${name}`).join(', ');
    return Prisma.sql`
      SELECT c.id FROM campaign c LEFT JOIN campaign_stats s ON s.client_id = c.client_id AND s.campaign_id = c.id
      CROSS JOIN LATERAL (SELECT ${Prisma.raw(counted)} FROM ${Prisma.raw(table)} t WHERE t.client_id = c.client_id AND t.campaign_id = c.id
        AND t.${Prisma.raw(table === 'lead' ? 'id' : 'lead_id')} IS NOT NULL) r
      WHERE c.client_id = ${clientId}::uuid AND c.mode = ${mode}
        AND (${Prisma.raw(names.map((name) => `coalesce(s.${name}, 0)`).join(', '))}) IS DISTINCT FROM (${Prisma.raw(names.map((name) => `r.${name}`).join(', '))})`;
  };
  const is = (column: string, value: string) => `(${column} = '${value}')::int`;
  return [
    {
      invariant: 'STATS',
      rule: 'the statistics of a campaign are not what a recount of its leads gives',
      broken: recount('lead', {
        ...{ total_leads: '1', contacted: '(last_contacted_at IS NOT NULL)::int', callbacks: is('status', 'callback') },
        ...{ booked: '(booked_at IS NOT NULL)::int', dnc: is('status', 'dnc'), unresponsive: is('status', 'unresponsive') },
        ...{ invalid: is('status', 'invalid'), finished: is('phase', 'end') },
      }),
    },
    {
      invariant: 'STATS',
      rule: 'the statistics of a campaign are not what a recount of its calls gives',
      broken: recount('call', {
        ...{ calls_placed: '(dialled_at IS NOT NULL)::int', calls_answered: 'coalesce(answered, false)::int' },
        ...{ call_seconds: 'coalesce(duration_seconds, 0)', cost_cents: 'coalesce(cost_cents, 0)' },
      }),
    },
    {
      invariant: 'STATS',
      rule: 'the statistics of a campaign are not what a recount of its appointments gives',
      broken: recount('appointment', { appointments: '1', shown: is('status', 'shown'), no_show: is('status', 'no_show') }),
    },
  ];
}
