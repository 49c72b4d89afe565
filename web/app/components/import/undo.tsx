import { Form } from '@remix-run/react';
import type { Undoing } from '#stores/imports.ts';
import { formatNumberOf } from '../../words/numbers.ts';
import { ButtonLink, SubmitButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Which leads of an import stay when it is taken back, and why; empty when none does. */
export function leavesWords({ called, booked, written, changed }: Undoing['leaves']): string[] {
  const parts: [number, string, string][] = [
    [called, 'was dialled already', 'were dialled already'],
    [booked, 'has an appointment', 'have an appointment'],
    [written, 'was written to', 'were written to'],
    [changed, 'was changed since', 'were changed since'],
  ];
  return parts.filter(([n]) => n > 0).map(([n, one, many]) => `${formatNumberOf(n, 'lead')} ${n === 1 ? one : many}`);
}

/** Says what taking an import back removes and leaves, and asks. */
export function UndoDialog({ undoing, fileName, back }: { undoing: Undoing; fileName: string; back: string }) {
  const leaves = leavesWords(undoing.leaves);
  return (
    <Dialog title={`Remove ${formatNumberOf(undoing.removes, 'lead')} again?`} back={back}>
      <p>
        {formatNumberOf(undoing.removes, 'lead')} from “{fileName}” to which nothing has happened yet {undoing.removes === 1 ? 'is' : 'are'}{' '}
        removed from this campaign. The file can be imported anew.
      </p>
      {leaves.length > 0 ? <p>What stays: {leaves.join('; ')}.</p> : null}
      <Form method="post" className="flex flex-wrap justify-end gap-2 pt-2">
        <ButtonLink to={back} preventScrollReset>
          Keep them
        </ButtonLink>
        <SubmitButton look="danger" name="do" value="undo" pendingText="Removing…">
          Remove {formatNumberOf(undoing.removes, 'lead')}
        </SubmitButton>
      </Form>
    </Dialog>
  );
}
