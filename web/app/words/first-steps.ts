import type { FirstStep } from '#domain/first-steps.ts';

type StepWords = { text: string; hint: string; to: string };

/** A first step as it is asked for, and the page on which it is done; `campaignId` is the campaign to go on with. */
export function stepOf(step: FirstStep, campaignId: string | null): StepWords {
  const at = (part: string) => (campaignId ? `/campaigns/${campaignId}${part}` : '/campaigns/new');
  switch (step) {
    case 'campaign':
      return { text: 'Set up a campaign', hint: 'What it is for, when it calls and how often.', to: '/campaigns/new' };
    case 'voice':
      return {
        text: 'Choose a voice agent and a number',
        hint: 'A rehearsal brings its own when it is started first.',
        to: at('/settings'),
      };
    case 'booking':
      return { text: 'Choose a calendar or booking page', hint: 'A rehearsal uses the sandbox’s.', to: at('/settings') };
    case 'texts':
      return { text: 'Put the texts into your own words', hint: 'If you like: the standard ones are ready.', to: at('/messages/texts') };
    case 'leads':
      return { text: 'Import leads', hint: 'A file with a column of phone numbers is enough.', to: at('/import') };
    case 'launch':
      return { text: 'Review and start', hint: 'A rehearsal contacts nobody and shows the whole story in minutes.', to: at('/review') };
    default:
      return step satisfies never;
  }
}
