import { z } from 'zod';
import { ok } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { MODES } from '#domain/lead.ts';
import { averageDurationSeconds, change, showRate, successRate } from '#domain/metrics.ts';
import { PERIOD_KINDS, periodOf } from '#domain/period.ts';
import { milestonesOf } from '#stores/billing-reads.ts';
import { headlines } from '#stores/views-overview.ts';

const Query = z.strictObject({
  mode: z.enum(MODES).default('live'),
  period: z.enum(PERIOD_KINDS).default('7d'),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

/** The figures of the overview, by the same stores and definitions as the page. */
export const dashboardRoutes = ({ db }: ApiDeps): Route[] => [
  route('GET /dashboard/stats', {
    access: 'campaigns.read',
    query: Query,
    handle: async ({ caller: { clientId }, query: { mode, period: kind, from, to } }) =>
      db.withClient(clientId, async (tx) => {
        const { timezone: zone } = await tx.client.findUniqueOrThrow({ where: { id: clientId }, select: { timezone: true } });
        const ask = { period: kind, ...(from && { from }), ...(to && { to }) };
        const period = periodOf(ask, { zone, now: new Date().toISOString() });
        const { now, before, strip } = await headlines(tx, clientId, mode, period);
        const { next, milestoneSize } = await milestonesOf(tx, clientId, mode);
        const figure = (name: 'leads' | 'calls' | 'booked' | 'shown' | 'counted' | 'costCents') => ({
          value: now[name],
          before: before[name],
          change: change(now[name], before[name]),
        });
        return ok({
          mode,
          period: { kind: period.kind, from: period.from, to: period.to, fromAt: period.fromAt, toAt: period.toAt, zone },
          leads: figure('leads'),
          callsPlaced: figure('calls'),
          booked: figure('booked'),
          shown: { ...figure('shown'), showRate: showRate(now) },
          milestone: { number: next.number, at: next.at, size: milestoneSize, counted: figure('counted') },
          chargesCents: figure('costCents'),
          connectedNumbers: strip.numbers,
          activeAgents: strip.agents,
          totalCalls: strip.calls,
          ordersCaptured: strip.orders,
          successRate: successRate(strip),
          averageDurationSeconds: averageDurationSeconds(strip),
          costCents: strip.costCents,
        });
      }),
  }),
];
