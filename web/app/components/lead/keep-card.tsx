import { Plus, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { LeadHeader } from '#stores/views-lead.ts';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/form.tsx';
import { Card, CardHeader } from '../ui/surface.tsx';
import { KeptProblem } from './kept-problem.tsx';
import { useKept } from './use-kept.ts';

type Person = { id: string; name: string };

/** What people keep of a lead: who looks after it, tags and notes, each changed where it stands. */
export function KeepCard({ lead, people, mayWrite }: { lead: LeadHeader; people: readonly Person[]; mayWrite: boolean }) {
  return (
    <Card className="max-lg:order-last">
      <CardHeader title="Kept by hand" />
      <div className="grid gap-5 px-5 pb-5 text-sm">
        <Part title="Owner">
          <Owner lead={lead} people={people} mayWrite={mayWrite} />
        </Part>
        <Part title="Tags">
          <Tags lead={lead} mayWrite={mayWrite} />
        </Part>
        <Part title="Notes">
          {mayWrite ? <Notes leadId={lead.id} notes={lead.notes ?? ''} /> : <p className="whitespace-pre-line">{lead.notes ?? '–'}</p>}
        </Part>
      </div>
    </Card>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="grid gap-1.5">
      <h3 className="eyebrow">{title}</h3>
      {children}
    </section>
  );
}

function Owner({ lead, people, mayWrite }: { lead: LeadHeader; people: readonly Person[]; mayWrite: boolean }) {
  const { Form, submit, state, error } = useKept(`/leads/${lead.id}`);
  const known = people.find(({ id }) => id === lead.ownerId);
  if (!mayWrite) return <p>{known?.name ?? (lead.ownerId ? 'Somebody who left' : 'Nobody')}</p>;
  return (
    <Form method="post" className="grid gap-1.5" onChange={(event) => submit(event.currentTarget)}>
      <input type="hidden" name="verb" value="assign" />
      <div className="flex gap-2">
        <select
          key={lead.ownerId ?? ''}
          name="owner"
          aria-label="Who looks after this lead"
          defaultValue={lead.ownerId ?? ''}
          disabled={state !== 'idle'}
          className="h-9 min-w-0 grow rounded-control border border-line-strong bg-surface px-2 text-sm max-sm:h-11 max-sm:text-base"
        >
          <option value="">Nobody</option>
          {lead.ownerId && !known ? <option value={lead.ownerId}>Somebody who left</option> : null}
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <Button type="submit" size="small" className="js-hidden">
          Assign
        </Button>
      </div>
      <KeptProblem>{error}</KeptProblem>
    </Form>
  );
}

function Tags({ lead: { id, tags }, mayWrite }: { lead: LeadHeader; mayWrite: boolean }) {
  const { Form, state, data, error } = useKept(`/leads/${id}`);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (data?.kind === 'ok' && field.current) field.current.value = '';
  }, [data]);
  return (
    <>
      {tags.length > 0 ? (
        <ul className="flex flex-wrap gap-1.5">
          {tags.map((tag) => (
            <li key={tag} className="flex max-w-full items-center rounded-full bg-quiet-soft pl-2.5 text-xs font-medium text-quiet-ink">
              <span className="truncate py-1 pr-2.5 has-[+form]:pr-0">{tag}</span>
              {mayWrite ? (
                <Form method="post">
                  <input type="hidden" name="tag" value={tag} />
                  <button
                    type="submit"
                    name="verb"
                    value="untag"
                    aria-label={`Remove tag ${tag}`}
                    disabled={state !== 'idle'}
                    className="grid size-7 place-items-center rounded-full hover:text-ink max-sm:size-11"
                  >
                    <X aria-hidden className="size-3.5" />
                  </button>
                </Form>
              ) : null}
            </li>
          ))}
        </ul>
      ) : mayWrite ? null : (
        <p className="text-muted">–</p>
      )}
      {mayWrite ? (
        <Form method="post" className="flex gap-2">
          <input
            ref={field}
            name="tag"
            aria-label="New tag"
            placeholder="New tag"
            maxLength={50}
            required
            autoComplete="off"
            className="h-9 min-w-0 grow rounded-control border border-line-strong bg-surface px-3 text-sm placeholder:text-muted max-sm:h-11 max-sm:text-base"
          />
          <Button type="submit" size="field" name="verb" value="tag" disabled={state !== 'idle'}>
            <Plus aria-hidden /> Add
          </Button>
        </Form>
      ) : null}
      <KeptProblem>{error}</KeptProblem>
    </>
  );
}

/** Notes as they were when this person began to write: whoever saves over another's words is told. */
function Notes({ leadId, notes }: { leadId: string; notes: string }) {
  const { Form, state, error } = useKept(`/leads/${leadId}`);
  const [was, setWas] = useState(notes);
  const [text, setText] = useState(notes);
  if (notes !== was && (text === was || text.trim() === notes.trim())) {
    setWas(notes);
    setText(notes);
  }
  const isChanged = text.trim() !== was.trim();
  return (
    <Form method="post" className="grid gap-2">
      <input type="hidden" name="was" value={was} />
      <TextArea
        label="What colleagues should know"
        name="notes"
        rows={4}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={error}
      />
      <span className="flex justify-end gap-2">
        {isChanged ? (
          <Button size="small" look="ghost" onClick={() => setText(was)}>
            Leave as it was
          </Button>
        ) : null}
        <Button
          type="submit"
          size="small"
          name="verb"
          value="note"
          pending={state !== 'idle'}
          pendingText="Saving…"
          className={isChanged ? undefined : 'js-hidden'}
        >
          Save notes
        </Button>
      </span>
    </Form>
  );
}
