import { Choices } from '../ui/navigation.tsx';

const VIEWS = { all: 'Sent and received', planned: 'Planned', received: 'Replies', problems: 'Problems' } as const;

/** The messages of a campaign, and the texts they are written by. */
export function MessageViews({ base, current }: { base: string; current: string }) {
  return (
    <Choices
      label="Which messages"
      choices={[
        ...Object.entries(VIEWS).map(([value, text]) => ({
          to: value === 'all' ? `${base}/messages` : `${base}/messages?view=${value}`,
          text,
          isCurrent: current === value,
        })),
        { to: `${base}/messages/texts`, text: 'Texts', isCurrent: current === 'texts' },
      ]}
    />
  );
}
