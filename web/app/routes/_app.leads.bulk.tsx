import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { ListChecks } from 'lucide-react';
import { BULK_RIGHTS } from '#auth/bulk-rights.ts';
import { BULK_VERBS } from '#domain/bulk.ts';
import { draftBulk, latestBulk } from '#stores/bulk.ts';
import { BulkStatusBadge } from '../components/status.tsx';
import { Relative } from '../components/time.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Cell, Head, Row, Table } from '../components/ui/table.tsx';
import { leadFilterOf } from '../lead-filter.server.ts';
import { enter } from '../member.server.ts';
import { bulkWords } from '../words/bulk.ts';
import { formatCount } from '../words/numbers.ts';

export const meta: MetaFunction = () => [{ title: 'Bulk actions · Leads · Callvia' }];

const MOST_IDS = 5_000;

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'leads.write');
  return { jobs: await read((tx) => latestBulk(tx, clientId)), zone: client.timezone };
}

/** Notes what was picked and leads to the page that asks before doing it. */
export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  const verb = BULK_VERBS.find((each) => each === form.get('verb'));
  if (!verb) throw new Response('No such deed', { status: 400 });
  const { read, clientId, client, user } = await enter(args, BULK_RIGHTS[verb]);
  const address = String(form.get('filter') ?? '').slice(0, 2_000);
  const ids = form
    .getAll('id')
    .map(String)
    .filter((id) => /^[0-9a-f-]{36}$/.test(id))
    .slice(0, MOST_IDS);
  const which = form.get('scope') === 'all' ? { filter: leadFilterOf(new URLSearchParams(address), client.timezone), address } : { ids };
  const job = await read((tx) => draftBulk(tx, clientId, { verb, userId: user.id, which }));
  return redirect(job ? `/leads/bulk/${job}` : '/leads/bulk?nobody=yes');
}

export default function BulkActions() {
  const { jobs, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Bulk actions"
        trail={[{ to: '/leads', text: 'Leads' }]}
        text="What was done to many leads at once, newest first."
      />
      <Card>
        {jobs.length > 0 ? (
          <Table caption="Bulk actions">
            <thead>
              <tr>
                <Head>Action</Head>
                <Head>Status</Head>
                <Head className="text-right">Done</Head>
                <Head className="text-right">Left as they were</Head>
                <Head>Asked</Head>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <Row key={job.id}>
                  <Cell className="stack-title">
                    <Link to={`/leads/bulk/${job.id}`} className="row-link font-medium">
                      {bulkWords(job).done}
                    </Link>
                  </Cell>
                  <Cell label="Status">
                    <BulkStatusBadge status={job.status} />
                  </Cell>
                  <Cell label="Done" className="md:text-right">
                    {formatCount(job.done)}
                  </Cell>
                  <Cell label="Left as they were" className="md:text-right">
                    {formatCount(job.skipped)}
                  </Cell>
                  <Cell label="Asked">
                    <Relative at={job.createdAt} zone={zone} />
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        ) : (
          <EmptyState
            icon={<ListChecks aria-hidden />}
            title="Nothing yet"
            text="Check leads in a list, or all that a filter finds, and choose what to do."
          >
            <ButtonLink to="/leads">Leads</ButtonLink>
          </EmptyState>
        )}
      </Card>
    </>
  );
}
