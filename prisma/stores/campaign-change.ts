import type { CampaignStatus, Mode } from '#domain/lead.ts';
import type { Tx } from '../client.ts';
import { countMoves, type Moves } from './campaign-moves.ts';
import type { CampaignChange } from './campaign-settings.ts';
import { findCampaign } from './campaigns.ts';

/** What a change of a campaign's settings would do to what is under way. */
export type ChangeEffects = {
  status: CampaignStatus;
  mode: Mode;
  /** Settings that differ, as they are and as they would be. */
  changes: { name: ChangedSetting; from: unknown; to: unknown }[];
  moves: Moves;
  /** Leads with as many attempts behind them as would be allowed: none of them is dialled again. */
  attemptsUsed: number;
  liveCalls: number;
  plannedMessages: number;
  appointments: number;
};

export const CHANGED_SETTINGS = [
  'name',
  'description',
  'timezone',
  'callingHours',
  'enforceHours',
  'maxAttempts',
  'maxConcurrentCalls',
  'agentId',
  'fromNumberId',
  'calcomEventTypeId',
  'bookingUrl',
] as const;
export type ChangedSetting = (typeof CHANGED_SETTINGS)[number];

/** Counts, by the rules that would then apply, what a change would move; null when this client has no such campaign. */
export async function effectsOfChange(tx: Tx, clientId: string, id: string, change: CampaignChange): Promise<ChangeEffects | null> {
  const campaign = await findCampaign(tx, clientId, id);
  if (!campaign) return null;
  const changes = CHANGED_SETTINGS.flatMap((name) => {
    const to = change[name];
    return to === undefined || isSame(campaign[name], to) ? [] : [{ name, from: campaign[name], to }];
  });
  const has = (name: ChangedSetting) => changes.some((each) => each.name === name);
  const terms = {
    callingHours: change.callingHours ?? campaign.callingHours,
    enforceHours: campaign.mode === 'live' || (change.enforceHours ?? campaign.enforceHours),
  };
  const maxAttempts = change.maxAttempts ?? campaign.maxAttempts;
  const [counts] = await tx.$queryRaw<{ liveCalls: number; plannedMessages: number; appointments: number; attemptsUsed: number }[]>`
    SELECT (SELECT count(*)::int FROM call_slot s WHERE s.client_id = c.client_id AND s.campaign_id = c.id) AS "liveCalls",
      (SELECT count(*)::int FROM message m WHERE m.client_id = c.client_id AND m.campaign_id = c.id AND m.status = 'scheduled') AS "plannedMessages",
      (SELECT count(*)::int FROM appointment a WHERE a.client_id = c.client_id AND a.campaign_id = c.id AND a.status IN ('scheduled', 'awaiting')) AS appointments,
      (SELECT count(*)::int FROM lead l WHERE l.client_id = c.client_id AND l.campaign_id = c.id AND l.phase = 'reach' AND l.status <> 'callback'
        AND l.attempts >= ${maxAttempts} AND l.attempts < c.max_attempts) AS "attemptsUsed"
    FROM campaign c WHERE c.client_id = ${clientId}::uuid AND c.id = ${id}::uuid`;
  const { liveCalls = 0, plannedMessages = 0, appointments = 0, attemptsUsed = 0 } = counts ?? {};
  const doesMove = has('callingHours') || has('enforceHours');
  const moves = doesMove ? await countMoves(tx, clientId, id, terms) : { leads: 0, groups: [] };
  return { status: campaign.status, mode: campaign.mode, changes, moves, attemptsUsed, liveCalls, plannedMessages, appointments };
}

/** The database keeps no order of names. */
const plain = (value: unknown) =>
  JSON.stringify(typeof value === 'object' && value !== null ? Object.entries(value).sort() : (value ?? null));
const isSame = (a: unknown, b: unknown) => plain(a) === plain(b);
