import type { CampaignStatus } from './lead.ts';

export const CAMPAIGN_DEEDS = ['start', 'pause', 'resume', 'complete', 'clone', 'archive', 'delete'] as const;
export type CampaignDeed = (typeof CAMPAIGN_DEEDS)[number];
export type DeedOffer = { deed: CampaignDeed; refusal: string | null };

type Subject = { status: CampaignStatus; stats: { totalLeads: number; callsPlaced: number; appointments: number } };

/** What a person can be offered to do with a campaign, each possible now or with the reason why not. What makes no sense at all is left out. */
export function campaignDeeds({ status, stats }: Subject, mayDelete: boolean): DeedOffer[] {
  const offer = (deed: CampaignDeed, refusal: string | null = null): DeedOffer => ({ deed, refusal });
  switch (status) {
    case 'draft':
      return [
        offer('start', stats.totalLeads > 0 ? null : 'Import leads first.'),
        offer('clone'),
        offer('archive'),
        offer('delete', refusalToDelete(stats, mayDelete)),
      ];
    case 'active':
      return [offer('pause'), offer('complete'), offer('clone'), offer('archive', 'End it for good first.')];
    case 'paused':
      return [offer('resume'), offer('complete'), offer('clone'), offer('archive', 'End it for good first.')];
    case 'completed':
      return [offer('start', 'It is done: clone it to call again.'), offer('clone'), offer('archive')];
    case 'archived':
      return [offer('start', 'It is archived: clone it to call again.'), offer('clone')];
    default:
      return status satisfies never;
  }
}

function refusalToDelete(stats: Subject['stats'], mayDelete: boolean): string | null {
  if (stats.callsPlaced > 0 || stats.appointments > 0) return 'It has been used: archive it instead.';
  return mayDelete ? null : 'An owner or admin can.';
}
