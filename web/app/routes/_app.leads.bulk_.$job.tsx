import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { CircleAlert, Undo2 } from 'lucide-react';
import { useEffect } from 'react';
import { BULK_RIGHTS } from '#auth/bulk-rights.ts';
import { asksNumber, isAboutTag, undoOf } from '#domain/bulk.ts';
import { bulkSkipped, findBulk } from '#stores/bulk.ts';
import { actOnBulk } from '../bulk.server.ts';
import { useWhileOpen } from '../components/import/result.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { forgetSelection } from '../components/lead/kept-selection.ts';
import { BulkStatusBadge } from '../components/status.tsx';
import { ButtonAnchor, ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { SelectField, TextField } from '../components/ui/form.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Progress } from '../components/ui/progress.tsx';
import { Alert, Card, CardHeader, Stat } from '../components/ui/surface.tsx';
import { Cell, Head, Row, Table } from '../components/ui/table.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { peopleOf } from '../people.server.ts';
import { bulkWords, RESULT_WORDS } from '../words/bulk.ts';
import { formatCount, formatNumberOf, formatPhone } from '../words/numbers.ts';

const SHOWN = 25;

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page ? bulkWords(page.job)[page.job.status === 'draft' ? 'ask' : 'done'] : 'Bulk action'} · Leads · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'leads.write');
  const id = idOf(args.params['job']);
  const page = await read(async (tx) => {
    const job = await findBulk(tx, clientId, id);
    return job && { job, skipped: await bulkSkipped(tx, clientId, id, null, SHOWN) };
  });
  if (!page) throw notFound();
  if (page.job.status === 'running') args.context.bulk.run(clientId, id); // takes up what another process may have left
  const people = page.job.verb === 'assign' ? await peopleOf(args.context, clientId) : [];
  return { ...page, people, mayDo: may(BULK_RIGHTS[page.job.verb]) };
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId, user, may } = await enter(args, 'leads.write');
  const id = idOf(args.params['job']);
  const form = await args.request.formData();
  const people = await peopleOf(args.context, clientId);
  const answer = await read(async (tx) => {
    const job = await findBulk(tx, clientId, id);
    if (!job) throw notFound();
    if (!may(BULK_RIGHTS[job.verb])) throw new Response('Your role does not include this.', { status: 403 });
    return actOnBulk(tx, { job, form, clientId, userId: user.id, people });
  });
  if (answer.kind === 'refused') return data(answer, { status: 422 });
  if (answer.kind === 'left') return redirect('/leads');
  if (answer.run) args.context.bulk.run(clientId, answer.id);
  return redirect(`/leads/bulk/${answer.id}`);
}

export default function BulkJob() {
  const { job, skipped, mayDo, people } = useLoaderData<typeof loader>();
  useWhileOpen(job.status === 'running');
  useEffect(() => {
    if (job.status !== 'draft') forgetSelection();
  }, [job.status]);
  const words = bulkWords(job);
  const trail = [
    { to: '/leads', text: 'Leads' },
    { to: '/leads/bulk', text: 'Bulk actions' },
  ];
  if (job.status === 'draft')
    return (
      <>
        <PageHeader title={words.ask} trail={trail} />
        <Ask />
      </>
    );
  const isUndoable = undoOf(job.verb) !== null && job.status !== 'running' && job.done > 0;
  return (
    <>
      <PageHeader title={words.done} trail={trail} badge={<BulkStatusBadge status={job.status} />}>
        {job.status === 'running' ? (
          <Form method="post">
            <SubmitButton name="do" value="stop" pendingText="Stopping…">
              Stop
            </SubmitButton>
          </Form>
        ) : null}
        {isUndoable && mayDo ? (
          <Form method="post">
            <SubmitButton name="do" value="undo" pendingText="Undoing…">
              <Undo2 aria-hidden /> Undo
            </SubmitButton>
          </Form>
        ) : null}
        <ButtonLink to={job.filter ? `/leads?${job.filter}` : '/leads'}>Back to the leads</ButtonLink>
      </PageHeader>
      <Card>
        <div className="grid gap-2 px-5 py-5" aria-live="polite">
          <Progress
            label="Leads gone through"
            total={job.total}
            parts={[
              { value: job.done, tone: 'good', label: 'done' },
              { value: job.skipped, tone: 'quiet', label: 'left as they were' },
            ]}
          />
          <p className="text-sm text-muted">
            {formatCount(job.done + job.skipped)} of {formatNumberOf(job.total, 'lead')} gone through.
            {job.verb === 'assign' ? ` Their owner: ${people.find(({ id }) => id === job.ownerId)?.name ?? 'nobody'}.` : ''}
            {job.status === 'running' ? ' You may leave this page; it goes on.' : ''}
            {job.status === 'cancelled' ? ' It was stopped; what was done stays done.' : ''}
          </p>
        </div>
        <dl className="grid grid-cols-3 border-t border-line divide-x divide-line">
          <Stat label="Leads meant" value={formatCount(job.total)} />
          <Stat label="Done" value={formatCount(job.done)} />
          <Stat label="Left as they were" value={formatCount(job.skipped)} />
        </dl>
      </Card>
      {skipped.length > 0 ? <Skipped id={job.id} skipped={skipped} count={job.skipped} /> : null}
    </>
  );
}

function Ask() {
  const { job, mayDo, people } = useLoaderData<typeof loader>();
  const refused = useKeptAnswer<typeof action>();
  const words = bulkWords(job);
  const isTag = isAboutTag(job.verb);
  const mustType = asksNumber(job.verb, job.total);
  const errorAt = (field: 'tag' | 'number' | 'owner') => (refused?.field === field ? refused.text : undefined);
  return (
    <Card className="max-w-2xl p-5 sm:p-7">
      <Form method="post" className="grid gap-5">
        {refused ? <Alert tone="bad" title="Nothing was begun" icon={<CircleAlert aria-hidden />} /> : null}
        <p className="text-sm">{words.text}</p>
        {job.filter ? (
          <p className="text-sm text-muted">
            All {formatNumberOf(job.total, 'lead')} that{' '}
            <Link to={`/leads?${job.filter}`} className="text-primary-ink underline">
              this filter
            </Link>{' '}
            found when you chose. Leads added since are not touched.
          </p>
        ) : null}
        {isTag ? <TextField label="Tag" name="tag" maxLength={50} required autoComplete="off" error={errorAt('tag')} /> : null}
        {job.verb === 'assign' ? (
          <SelectField label="Owner" name="owner" error={errorAt('owner')}>
            <option value="">Nobody</option>
            {people.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        ) : null}
        {job.verb === 'dnc' ? (
          <TextField label="Reason" name="note" hint="Optional; it stands on each lead’s timeline." maxLength={500} autoComplete="off" />
        ) : null}
        {mustType ? (
          <TextField
            label={`Type ${formatCount(job.total)} to go on`}
            name="number"
            inputMode="numeric"
            autoComplete="off"
            error={errorAt('number')}
          />
        ) : null}
        <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-5">
          <SubmitButton look="secondary" name="do" value="stop" formNoValidate pendingText="Leaving…">
            Cancel
          </SubmitButton>
          <SubmitButton
            look={job.verb === 'dnc' || job.verb === 'delete' ? 'danger' : 'primary'}
            name="do"
            value="go"
            disabled={!mayDo}
            pendingText={words.pending}
          >
            {words.deed}
          </SubmitButton>
        </div>
      </Form>
    </Card>
  );
}

type SkippedLead = ReturnType<typeof useLoaderData<typeof loader>>['skipped'][number];
function Skipped({ id, skipped, count }: { id: string; skipped: SkippedLead[]; count: number }) {
  return (
    <Card>
      <CardHeader title="Left as they were" text={count > SHOWN ? `The first ${SHOWN} of ${formatCount(count)}.` : undefined}>
        <ButtonAnchor href={`/leads/bulk/${id}/left.csv`} size="small" download>
          Download all
        </ButtonAnchor>
      </CardHeader>
      <Table caption="Leads left as they were">
        <thead>
          <tr>
            <Head>Lead</Head>
            <Head>Reason</Head>
          </tr>
        </thead>
        <tbody>
          {skipped.map((lead) => (
            <Row key={lead.id}>
              <Cell className="stack-title">
                <Link to={`/leads/${lead.id}`} className="row-link font-medium">
                  {lead.name || formatPhone(lead.phone ?? lead.id)}
                </Link>
              </Cell>
              <Cell label="Reason">{lead.result === 'done' ? '' : RESULT_WORDS[lead.result]}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
