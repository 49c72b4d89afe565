import { Form } from '@remix-run/react';
import type { ReactNode } from 'react';
import { CAMPAIGN_STATUSES, type CampaignStatus, type Mode } from '#domain/lead.ts';
import { mustType } from '#domain/typed-number.ts';
import type { AskFacts } from '../../campaign-verbs.server.ts';
import { formatCount, formatNumberOf } from '../../words/numbers.ts';
import { ButtonLink, SubmitButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/form.tsx';

type Subject = { name: string; mode: Mode; status: CampaignStatus; stats: { totalLeads: number; finished: number } };
type Consequence = {
  title: string;
  text: ReactNode;
  deed: string;
  pending: string;
  look: 'primary' | 'danger';
  from: readonly CampaignStatus[];
  /** Asked for in the same dialog. */
  field?: ReactNode;
};

/** What each verb does to whom, before it is done. */
function consequenceOf(verb: string, { name, mode, stats }: Subject, { copyName, callable }: AskFacts): Consequence | null {
  const open = callable ?? Math.max(0, stats.totalLeads - stats.finished);
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
        field: mode === 'live' ? <NumberRead people={open} /> : null,
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
    case 'clone':
      return {
        title: `Clone “${name}”?`,
        text: <p>The copy is a draft with the same settings and texts. It has no leads and no dates, and the original stays as it is.</p>,
        deed: 'Make the copy',
        pending: 'Copying…',
        look: 'primary',
        from: CAMPAIGN_STATUSES,
        field: <TextField label="Name of the copy" name="name" defaultValue={copyName} maxLength={255} required autoComplete="off" />,
      };
    case 'delete':
      return {
        title: `Delete the draft “${name}”?`,
        text: (
          <p>
            {stats.totalLeads > 0 ? `Its ${leads}, their imports and its own texts go with it.` : 'Its settings and own texts go with it.'}{' '}
            Nobody was called. This cannot be taken back.
          </p>
        ),
        deed: stats.totalLeads > 0 ? `Delete it with ${leads}` : 'Delete the draft',
        pending: 'Deleting…',
        look: 'danger',
        from: ['draft'],
      };
    default:
      return null;
  }
}

/** The number of people that was read goes with the answer, and is typed where they are many. */
function NumberRead({ people }: { people: number }) {
  return (
    <>
      <input type="hidden" name="expected" value={people} />
      {mustType(people) ? (
        <TextField label={`Type ${formatCount(people)} to go on`} name="typed" inputMode="numeric" autoComplete="off" required />
      ) : null}
    </>
  );
}

/** Asks before a verb; the button repeats it. `next` is where its result is shown, the campaign's own page unless said. */
export function ConsequenceDialog({
  verb,
  campaign,
  facts,
  action,
  back,
  next,
}: {
  verb: string;
  campaign: Subject;
  facts: AskFacts;
  action: string;
  back: string;
  next?: string;
}) {
  const consequence = consequenceOf(verb, campaign, facts);
  if (!consequence?.from.includes(campaign.status)) return null;
  return (
    <Dialog title={consequence.title} back={back}>
      {consequence.text}
      <Form method="post" action={action} className="grid gap-3">
        {consequence.field}
        {next ? <input type="hidden" name="next" value={next} /> : null}
        <div className="flex flex-wrap justify-end gap-2 pt-2">
          <ButtonLink to={back} preventScrollReset>
            Cancel
          </ButtonLink>
          <SubmitButton look={consequence.look} name="verb" value={verb} pendingText={consequence.pending}>
            {consequence.deed}
          </SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
