import type { CampaignDeed } from '#domain/campaign-deeds.ts';

/** Deeds on a campaign as a menu names them; each asks before it is done. */
export const DEED_WORDS: Record<CampaignDeed, string> = {
  start: 'Start…',
  pause: 'Pause…',
  resume: 'Resume…',
  complete: 'End for good…',
  clone: 'Clone…',
  archive: 'Archive…',
  delete: 'Delete…',
};

/** What is said of a campaign once it was done. */
export const DEED_SAID: Record<CampaignDeed, string> = {
  start: 'The campaign is running.',
  pause: 'Paused: no new calls are placed.',
  resume: 'The campaign goes on where its leads stopped.',
  complete: 'The campaign is done. Open appointments still run to their verdict.',
  clone: 'The copy is a draft of its own. Import leads when its settings are right.',
  archive: 'The campaign is archived.',
  delete: 'The draft is deleted.',
};
