import type { CampaignStatus, LeadStatus } from './lead.ts';

const LEAD_MOVES: Record<LeadStatus, readonly LeadStatus[]> = {
  new: ['queued', 'unresponsive', 'invalid'],
  queued: ['calling', 'unresponsive', 'invalid'],
  // Back to `queued` is a retry; `callback` and the ends come of a call that was over before it was seen to start.
  calling: ['contacted', 'callback', 'queued', 'unresponsive', 'invalid'],
  // A machine that answered is known for one only at the end of the call.
  contacted: ['callback', 'queued', 'unresponsive', 'invalid'],
  callback: ['calling', 'queued', 'unresponsive', 'invalid'],
  booked: ['shown', 'no_show', 'callback'],
  shown: ['no_show'],
  no_show: ['rebooking', 'shown', 'unresponsive'],
  rebooking: ['unresponsive', 'shown'],
  unresponsive: ['shown', 'no_show', 'queued'],
  dnc: [],
  invalid: [],
};

/**
 * Whether a lead may go from one status to the other; staying is no move. A booking lifts any lead to `booked` except one that must not be
 * contacted, and anyone may become `dnc`. Lifting `dnc` is an administrator's act beside this table.
 */
export function mayMoveLead(from: LeadStatus, to: LeadStatus): boolean {
  if (from === to || from === 'dnc') return false;
  return to === 'dnc' || to === 'booked' || LEAD_MOVES[from].includes(to);
}

const CAMPAIGN_MOVES: Record<CampaignStatus, readonly CampaignStatus[]> = {
  draft: ['active', 'archived'],
  active: ['paused', 'completed'],
  paused: ['active', 'completed'],
  completed: ['archived'],
  archived: [],
};

/** Whether a campaign may go from one status to the other; staying is no move. */
export const mayMoveCampaign = (from: CampaignStatus, to: CampaignStatus): boolean => CAMPAIGN_MOVES[from].includes(to);
