import { Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CommentEntry } from '#stores/views-lead-timeline.ts';
import { Button } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { TextArea } from '../ui/form.tsx';
import { KeptProblem } from './kept-problem.tsx';
import { useKept } from './use-kept.ts';

const MOST = 4_000;

/** What a colleague writes; `firstKey` makes one comment of a form that is sent twice. */
export function CommentForm({ leadId, firstKey }: { leadId: string; firstKey: string }) {
  const address = `/leads/${leadId}`;
  const { Form, state, data, error } = useKept(address);
  const [key, setKey] = useState(firstKey);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (data?.kind !== 'ok') return;
    if ('nextKey' in data && typeof data.nextKey === 'string') {
      setKey(data.nextKey);
      form.current?.reset();
    }
  }, [data]);
  return (
    <Form ref={form} method="post" action={address} className="grid gap-3" preventScrollReset>
      <input type="hidden" name="comment" value={key} />
      <TextArea label="Comment" name="body" maxLength={MOST} required error={error} hint="The lead never sees it." />
      <Button
        type="submit"
        size="small"
        name="verb"
        value="comment"
        pending={state !== 'idle'}
        pendingText="Adding…"
        className="justify-self-end"
      >
        Add comment
      </Button>
    </Form>
  );
}

/** Changes a comment of one's own. */
export function ChangeComment({ leadId, comment }: { leadId: string; comment: CommentEntry }) {
  const address = `/leads/${leadId}`;
  const { Form, state, error } = useKept(address);
  return (
    <Disclosure className="min-w-0 open:basis-full" summary="Change">
      <Form method="post" action={address} className="grid gap-3" preventScrollReset>
        <input type="hidden" name="comment" value={comment.id} />
        <TextArea key={comment.body} label="Comment" name="body" maxLength={MOST} required defaultValue={comment.body} error={error} />
        <Button
          type="submit"
          size="small"
          name="verb"
          value="comment-edit"
          pending={state !== 'idle'}
          pendingText="Saving…"
          className="justify-self-end"
        >
          Save
        </Button>
      </Form>
    </Disclosure>
  );
}

/** Deletes a comment. */
export function DeleteComment({ leadId, id }: { leadId: string; id: string }) {
  const address = `/leads/${leadId}`;
  const { Form, state, error } = useKept(address);
  return (
    <Form method="post" action={address} preventScrollReset>
      <input type="hidden" name="comment" value={id} />
      <Button type="submit" look="ghost" size="small" name="verb" value="comment-delete" pending={state !== 'idle'} pendingText="Deleting…">
        <Trash2 aria-hidden /> Delete
      </Button>
      <KeptProblem>{error}</KeptProblem>
    </Form>
  );
}
