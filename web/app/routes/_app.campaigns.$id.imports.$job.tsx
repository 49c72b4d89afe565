import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { ImportResult } from '../components/import/result.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { enter, idOf, notFound } from '../member.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { clientId } = await enter(args, 'imports.read');
  const id = idOf(args.params['id']);
  const job = await args.context.imports.find(clientId, idOf(args.params['job']));
  if (job?.campaignId !== id) throw notFound();
  return { id, job, issues: await args.context.imports.issues(clientId, job.id, 100) };
}

export default function ImportJob() {
  const { id, job, issues } = useLoaderData<typeof loader>();
  const isDone = job.status === 'completed' && !job.dryRun;
  return (
    <div className="grid grid-cols-1 gap-5">
      <ImportResult job={job} issues={issues} errorsUrl={`/campaigns/${id}/imports/${job.id}/errors.csv`} />
      {isDone ? (
        <div className="flex flex-wrap gap-2">
          <ButtonLink to={`/campaigns/${id}/leads`}>See the leads</ButtonLink>
          <ButtonLink to={`/campaigns/${id}`}>Back to the campaign</ButtonLink>
        </div>
      ) : null}
    </div>
  );
}
