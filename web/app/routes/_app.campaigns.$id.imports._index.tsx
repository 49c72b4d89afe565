import type { LoaderFunctionArgs } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { FileUp } from 'lucide-react';
import { ImportStatusBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Cell, Head, Row, Table } from '../components/ui/table.tsx';
import { enter, idOf } from '../member.server.ts';
import { formatCount, formatNumberOf } from '../words/numbers.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { clientId, client } = await enter(args, 'imports.read');
  const jobs = await args.context.imports.latest(clientId, { campaignId: idOf(args.params['id']), limit: 50 });
  return { jobs, zone: client.timezone };
}

export default function Imports() {
  const { jobs, zone } = useLoaderData<typeof loader>();
  if (jobs.length === 0)
    return (
      <Card>
        <EmptyState
          icon={<FileUp aria-hidden />}
          title="Nothing was imported yet"
          text="Every import and every check of a file is kept here, with its refused rows."
        >
          <ButtonLink to="../import" look="primary">
            Import leads
          </ButtonLink>
        </EmptyState>
      </Card>
    );
  return (
    <Card>
      <Table caption="Imports">
        <thead>
          <tr>
            <Head>File</Head>
            <Head>Status</Head>
            <Head className="text-right">Rows</Head>
            <Head className="text-right">Added</Head>
            <Head className="text-right">Refused</Head>
            <Head>When</Head>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <Row key={job.id}>
              <Cell className="stack-title">
                <Link to={job.id} className="row-link font-medium">
                  {job.fileName}
                </Link>
                {job.dryRun ? <span className="text-muted"> checked only</span> : null}
                {job.undone ? <span className="text-muted"> taken back, {formatNumberOf(job.undone.removed, 'lead')} removed</span> : null}
              </Cell>
              <Cell label="Status">
                <ImportStatusBadge job={job} />
              </Cell>
              <Cell label="Rows" className="md:text-right">
                {formatCount(job.total)}
              </Cell>
              <Cell label="Added" className="md:text-right">
                {formatCount(job.inserted)}
              </Cell>
              <Cell label="Refused" className="md:text-right">
                {formatCount(job.duplicates + job.invalid + job.suppressed)}
              </Cell>
              <Cell label="When">
                <Moment at={job.createdAt} zone={zone} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
