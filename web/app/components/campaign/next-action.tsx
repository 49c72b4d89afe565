import type { CampaignCard } from '#stores/views-campaigns.ts';
import { formatNumberOf } from '../../words/numbers.ts';
import { Moment } from '../time.tsx';

type Subject = Pick<CampaignCard, 'status' | 'stats' | 'liveCalls' | 'nextCallAt' | 'timezone' | 'isImporting'>;

/** What happens in a campaign next, in a sentence. */
export function NextAction({ card }: { card: Subject }) {
  if (card.isImporting) return <>Leads are being imported</>;
  switch (card.status) {
    case 'draft':
      return <>{card.stats.totalLeads > 0 ? 'Ready to start' : 'Next: import leads'}</>;
    case 'paused':
      return <>Paused: no new calls; appointments and reminders go on</>;
    case 'completed':
      return <>Done: every lead has its end</>;
    case 'archived':
      return <>Archived</>;
    case 'active': {
      if (card.liveCalls > 0) return <>{formatNumberOf(card.liveCalls, 'call')} under way now</>;
      if (!card.nextCallAt) return <>No call waits; appointments and reminders run</>;
      return (
        <>
          Next call <Moment at={card.nextCallAt} zone={card.timezone} />
        </>
      );
    }
    default:
      return card.status satisfies never;
  }
}
