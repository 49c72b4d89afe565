import { Form } from '@remix-run/react';
import type { ViewTab } from '../../saved-views.server.ts';
import { ButtonLink, SubmitButton } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, TextField } from '../ui/form.tsx';

/** What was typed and why it was not taken. */
export type RefusedView = { error: string; typed: { name: string; isShared: boolean } };

/** Saves a list as a new view, or renames and deletes the view `tab`. `query`: the list as it stands; `back`: the address without the dialog. */
export function ViewDialog({
  tab,
  query,
  refused,
  mayShare,
  back,
}: {
  tab: ViewTab | null;
  query: string | null;
  refused: RefusedView | undefined;
  mayShare: boolean;
  back: string;
}) {
  return tab ? (
    <Dialog title={`View “${tab.name}”`} back={back}>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="view" value={tab.id} />
        <Fields typed={refused?.typed ?? tab} error={refused?.error} mayShare={mayShare} />
        <div className="flex flex-wrap justify-end gap-2">
          <SubmitButton name="do" value="delete" formNoValidate pendingText="Deleting…" look="ghost-bad" className="mr-auto">
            Delete view
          </SubmitButton>
          <ButtonLink to={back} preventScrollReset>
            Cancel
          </ButtonLink>
          <SubmitButton look="primary" name="do" value="rename" pendingText="Saving…">
            Save
          </SubmitButton>
        </div>
      </Form>
    </Dialog>
  ) : (
    <Dialog title="Save this list as a view" back={back}>
      <p className="text-muted">It keeps the filter, the order and the columns, and finds whoever matches then.</p>
      <Form method="post" className="grid gap-4">
        <input type="hidden" name="query" value={query ?? ''} />
        <Fields typed={refused?.typed ?? { name: '', isShared: false }} error={refused?.error} mayShare={mayShare} />
        <div className="flex flex-wrap justify-end gap-2">
          <ButtonLink to={back} preventScrollReset>
            Cancel
          </ButtonLink>
          <SubmitButton look="primary" name="do" value="create" pendingText="Saving…">
            Save view
          </SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}

function Fields({ typed, error, mayShare }: { typed: { name: string; isShared: boolean }; error: string | undefined; mayShare: boolean }) {
  return (
    <>
      <TextField label="Name" name="name" maxLength={60} required autoComplete="off" defaultValue={typed.name} error={error} />
      {mayShare ? (
        <Checkbox
          name="shared"
          value="yes"
          label="Share it with everybody here"
          hint="Colleagues see it as a tab of theirs. Only you and admins change it."
          defaultChecked={typed.isShared}
        />
      ) : null}
    </>
  );
}
