import { Form, Link } from '@remix-run/react';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CampaignStatus, Mode } from '#domain/lead.ts';
import { formatNumberOf } from '../../words/numbers.ts';
import { Button, ButtonLink, SubmitButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Menu } from '../ui/menu.tsx';

type Subject = { name: string; mode: Mode; status: CampaignStatus; stats: { totalLeads: number; finished: number } };
type Consequence = {
  title: string;
  text: ReactNode;
  deed: string;
  pending: string;
  look: 'primary' | 'danger';
  from: readonly CampaignStatus[];
};

/** What each verb does to whom, before it is done. */
function consequenceOf(verb: string, { name, mode, stats }: Subject): Consequence | null {
  const open = Math.max(0, stats.totalLeads - stats.finished);
  const leads = formatNumberOf(open, 'lead');
  switch (verb) {
    case 'start':
      return {
        title: mode === 'live' ? `Call ${leads} now?` : `Rehearse with ${leads}?`,
        text:
          mode === 'live' ? (
            <p>
              “{name}” begins to call real people, {leads} in all, each within the calling hours where they live. Booked leads are reminded
              by text and e-mail. Calls cost money by the minute.
            </p>
          ) : (
            <p>
              “{name}” runs against the sandbox: {leads} are played by it, nobody is contacted, and its invoices stay in the rehearsal
              books.
            </p>
          ),
        deed: mode === 'live' ? `Call ${leads}` : 'Start the rehearsal',
        pending: 'Starting…',
        look: 'primary',
        from: ['draft'],
      };
    case 'pause':
      return {
        title: 'Pause this campaign?',
        text: (
          <p>
            No new call is placed within five seconds. Calls under way finish; appointments, reminders, verdicts and rebook texts go on. You
            can resume at any time.
          </p>
        ),
        deed: 'Pause',
        pending: 'Pausing…',
        look: 'primary',
        from: ['active'],
      };
    case 'resume':
      return {
        title: 'Resume this campaign?',
        text: <p>Dialling goes on where it stopped, for {leads} without an end yet.</p>,
        deed: 'Resume',
        pending: 'Resuming…',
        look: 'primary',
        from: ['paused'],
      };
    case 'complete':
      return {
        title: `End “${name}” for good?`,
        text: (
          <p>
            Dialling stops and cannot be started again. {leads} without an end get a final status. Open appointments are still reminded,
            verified and billed.
          </p>
        ),
        deed: `End it for ${leads}`,
        pending: 'Ending…',
        look: 'danger',
        from: ['active', 'paused'],
      };
    case 'archive':
      return {
        title: `Archive “${name}”?`,
        text: <p>It leaves the lists and cannot run again. Its leads, calls and invoices stay, and its name becomes free.</p>,
        deed: 'Archive',
        pending: 'Archiving…',
        look: 'danger',
        from: ['draft', 'completed'],
      };
    default:
      return null;
  }
}

/** Asks before a verb; the button repeats it. */
export function ConsequenceDialog({ verb, campaign, action, back }: { verb: string; campaign: Subject; action: string; back: string }) {
  const consequence = consequenceOf(verb, campaign);
  if (!consequence?.from.includes(campaign.status)) return null;
  return (
    <Dialog title={consequence.title} back={back}>
      {consequence.text}
      <Form method="post" action={action} className="flex flex-wrap justify-end gap-2 pt-2">
        <ButtonLink to={back} preventScrollReset>
          Cancel
        </ButtonLink>
        <SubmitButton look={consequence.look} name="verb" value={verb} pendingText={consequence.pending}>
          {consequence.deed}
        </SubmitButton>
      </Form>
    </Dialog>
  );
}

/** The verbs one needs seldom. */
export function MoreVerbs({ status, ask }: { status: CampaignStatus; ask: (verb: string) => string }) {
  const verbs = [
    ...(status === 'active' || status === 'paused' ? [['complete', 'End for good…'] as const] : []),
    ...(status === 'draft' || status === 'completed' ? [['archive', 'Archive…'] as const] : []),
  ];
  if (verbs.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button size="icon" aria-label="More">
          <Ellipsis aria-hidden />
        </Button>
      }
    >
      {({ MenuItem }) =>
        verbs.map(([verb, text]) => (
          <MenuItem key={verb} asChild>
            <Link to={ask(verb)} preventScrollReset>
              {text}
            </Link>
          </MenuItem>
        ))
      }
    </Menu>
  );
}
