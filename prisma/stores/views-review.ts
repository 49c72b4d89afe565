import type { ImportSums } from '#domain/import-groups.ts';
import type { Mode } from '#domain/lead.ts';
import { zonesOf } from '#domain/zones.ts';
import type { Tx } from '../client.ts';
import { latestImports, sumsOf } from './imports-rows.ts';

/** What an estimate of a campaign is made of. */
export type EstimateFacts = {
  /** Leads that would be dialled, by the zones in which it must be open. */
  groups: { zones: string[]; leads: number }[];
  /** Leads whose zone nobody can tell: they are not dialled while hours are kept. */
  withoutZone: number;
  /** Calls of the client's other campaigns of the same kind. */
  measured: { placed: number; answered: number; seconds: number };
  terms: { centsPerMinute: number; isIncluded: boolean; lines: number };
};

/** Reads them afresh, as it is the last look before dialling. */
export async function estimateFacts(tx: Tx, clientId: string, campaign: { id: string; mode: Mode }): Promise<EstimateFacts> {
  const rows = await tx.$queryRaw<{ timezone: string | null; areaCode: string; leads: number }[]>`
    SELECT timezone, substr(phone, 3, 3) AS "areaCode", count(*)::int AS leads FROM lead
    WHERE client_id = ${clientId}::uuid AND campaign_id = ${campaign.id}::uuid AND phase <> 'end' AND NOT (mode = 'live' AND consent_at IS NULL) GROUP BY 1, 2`;
  const groups = new Map<string, { zones: string[]; leads: number }>();
  let withoutZone = 0;
  for (const { timezone, areaCode, leads } of rows) {
    const answer = zonesOf({ statedZone: timezone, phone: `+1${areaCode}5550100` });
    if (answer.kind === 'unknown') withoutZone += leads;
    else {
      const zones = [...answer.zones].sort();
      const group = groups.get(zones.join()) ?? { zones, leads: 0 };
      groups.set(zones.join(), { zones, leads: group.leads + leads });
    }
  }
  const [measured] = await tx.$queryRaw<EstimateFacts['measured'][]>`
    SELECT coalesce(sum(s.calls_placed), 0)::int AS placed, coalesce(sum(s.calls_answered), 0)::int AS answered, coalesce(sum(s.call_seconds), 0)::float8 AS seconds
    FROM campaign c JOIN campaign_stats s ON s.client_id = c.client_id AND s.campaign_id = c.id
    WHERE c.client_id = ${clientId}::uuid AND c.mode = ${campaign.mode} AND c.id <> ${campaign.id}::uuid`;
  const client = await tx.client.findUniqueOrThrow({
    where: { id: clientId },
    select: { usageRateCents: true, usageBilling: true, maxConcurrentCalls: true },
  });
  return {
    groups: [...groups.values()].sort((a, b) => b.leads - a.leads || a.zones.join().localeCompare(b.zones.join())),
    withoutZone,
    measured: measured ?? { placed: 0, answered: 0, seconds: 0 },
    terms: {
      centsPerMinute: client.usageRateCents,
      isIncluded: client.usageBilling === 'included',
      lines: client.maxConcurrentCalls,
    },
  };
}

export type RefusedRows = { group: 'zoneless' | 'unconsented' | 'invalid'; rows: number; importId: string | null };

/** Rows of a campaign's imports nobody will be called for, by why; with the import they stand in where it is one alone. */
export async function refusedRows(tx: Tx, clientId: string, campaignId: string): Promise<RefusedRows[]> {
  const jobs = (await latestImports(tx, clientId, campaignId, 20)).filter(({ dryRun, undone }) => !dryRun && !undone);
  const sums: { id: string; sums: ImportSums }[] = [];
  for (const job of jobs) sums.push({ id: job.id, sums: await sumsOf(tx, clientId, job) });
  return (['unconsented', 'zoneless', 'invalid'] as const).flatMap((group) => {
    const having = sums.filter((each) => each.sums[group] > 0);
    const rows = having.reduce((sum, each) => sum + each.sums[group], 0);
    return rows > 0 ? [{ group, rows, importId: having.length === 1 ? (having[0]?.id ?? null) : null }] : [];
  });
}
