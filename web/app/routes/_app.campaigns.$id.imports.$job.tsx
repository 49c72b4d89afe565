import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useLoaderData, useLocation, useSearchParams } from '@remix-run/react';
import { ArrowRight, CircleAlert, Undo2 } from 'lucide-react';
import { isImportGroup } from '#domain/import-groups.ts';
import { campaignOverview } from '#stores/views-campaigns.ts';
import { Steps } from '../components/campaign/steps.tsx';
import { ImportResult } from '../components/import/result.tsx';
import { leavesWords, UndoDialog } from '../components/import/undo.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { Moment } from '../components/time.tsx';
import { ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { Alert } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { refusalWords } from '../uploads.server.ts';
import { formatNumberOf } from '../words/numbers.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client, may } = await enter(args, 'imports.read');
  const id = idOf(args.params['id']);
  const { imports } = args.context;
  const job = await imports.find(clientId, idOf(args.params['job']));
  if (job?.campaignId !== id) throw notFound();
  const asked = new URL(args.request.url).searchParams.get('group');
  const group = isImportGroup(asked) ? asked : null;
  const isOver = job.status === 'completed' || job.status === 'failed';
  const [campaign, sums, issues, undoing] = await Promise.all([
    read((tx) => campaignOverview(tx, clientId, id)),
    imports.sums(clientId, job),
    imports.issues(clientId, job.id, 100, group ?? undefined),
    isOver && !job.dryRun ? imports.undoable(clientId, job.id) : null,
  ]);
  return {
    id,
    job,
    sums,
    issues,
    group,
    undoing,
    zone: client.timezone,
    isDraft: campaign?.status === 'draft',
    mayImport: may('imports.write'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { clientId, user } = await enter(args, 'imports.write');
  const id = idOf(args.params['id']);
  const { imports } = args.context;
  const job = await imports.find(clientId, idOf(args.params['job']));
  if (job?.campaignId !== id) throw notFound();
  const deed = (await args.request.formData()).get('do');
  if (deed === 'import') {
    const answer = await imports.importChecked({ clientId, checkId: job.id, createdById: user.id });
    if (answer.kind !== 'accepted') return data({ problem: `${refusalWords(answer)}. Nothing was imported.` }, { status: 409 });
    return redirect(`/campaigns/${id}/imports/${answer.importId}`);
  }
  if (deed !== 'undo') throw new Response('No such deed', { status: 400 });
  const answer = await imports.undo(clientId, job.id);
  if (answer.kind === 'missing') throw notFound();
  if (answer.kind === 'running') return data({ problem: 'The import is still running. Nothing was removed.' }, { status: 409 });
  return redirect(`/campaigns/${id}/imports/${job.id}?said=undone`);
}

export default function ImportJob() {
  const { id, job, sums, issues, group, undoing, zone, isDraft, mayImport } = useLoaderData<typeof loader>();
  const problem = useKeptAnswer<typeof action>()?.problem;
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const base = `/campaigns/${id}`;
  const isDone = job.status === 'completed' && !job.dryRun;
  const mayUndo = mayImport && undoing !== null && undoing.removes > 0;
  const leaves = undoing ? leavesWords(undoing.leaves) : [];
  return (
    <div className="grid grid-cols-1 gap-5">
      {isDraft ? <Steps current={2} links={[`${base}/settings`, null, `${base}/review`]} /> : null}
      {problem ? <Alert tone="bad" title={problem} icon={<CircleAlert aria-hidden />} /> : null}
      {job.undone ? (
        <Alert
          tone="info"
          icon={<Undo2 aria-hidden />}
          title={`This import was taken back: ${formatNumberOf(job.undone.removed, 'lead')} removed`}
        >
          <Moment at={job.undone.at} zone={zone} />. {leaves.length > 0 ? `What stayed: ${leaves.join('; ')}.` : 'Nothing of it is left.'}
        </Alert>
      ) : null}
      <ImportResult job={job} sums={sums} issues={issues} group={group} errorsUrl={`${base}/imports/${job.id}/errors.csv`}>
        <div className="flex flex-wrap gap-2">
          {job.dryRun && mayImport ? (
            <>
              <Form method="post">
                <SubmitButton
                  look="primary"
                  name="do"
                  value="import"
                  pendingText="Importing…"
                  disabled={job.inserted + job.suppressed === 0}
                >
                  Import {formatNumberOf(job.inserted, 'lead')}
                </SubmitButton>
              </Form>
              <ButtonLink to={`${base}/import`}>Choose another file</ButtonLink>
            </>
          ) : null}
          {isDone && isDraft && job.undone === null ? (
            <ButtonLink to={`${base}/review`} look="primary">
              Review and start <ArrowRight aria-hidden />
            </ButtonLink>
          ) : null}
          {isDone ? <ButtonLink to={`${base}/leads`}>See the leads</ButtonLink> : null}
          {isDone && !isDraft ? <ButtonLink to={base}>Back to the campaign</ButtonLink> : null}
          {mayUndo ? (
            <ButtonLink to="?do=undo" preventScrollReset look="ghost">
              <Undo2 aria-hidden /> Undo this import
            </ButtonLink>
          ) : null}
        </div>
      </ImportResult>
      {mayUndo && params.get('do') === 'undo' ? <UndoDialog undoing={undoing} fileName={job.fileName} back={pathname} /> : null}
    </div>
  );
}
