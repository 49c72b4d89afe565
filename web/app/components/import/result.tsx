import { useRevalidator } from '@remix-run/react';
import { CircleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { ImportView } from '#stores/imports.ts';
import { formatCount, formatNumberOf } from '../../words/numbers.ts';
import { ImportStatusBadge } from '../status.tsx';
import { ButtonAnchor } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { Alert, Card, CardHeader, Stat } from '../ui/surface.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';

export type Issue = { row: number; field: string; message: string; value: string };

/** What an import did, or what a check found, with every refused row's reason. */
export function ImportResult({ job, issues, errorsUrl }: { job: ImportView; issues: Issue[]; errorsUrl: string }) {
  const isOpen = job.status === 'pending' || job.status === 'running';
  useWhileOpen(isOpen);
  return (
    <Card>
      <CardHeader
        title={job.dryRun ? `Checked: ${job.fileName}` : job.fileName}
        text={job.dryRun ? 'A check counts what would happen and imports nothing.' : undefined}
      >
        <ImportStatusBadge status={job.status} />
      </CardHeader>
      {isOpen ? (
        <div className="grid gap-2 px-5 pb-5" aria-live="polite">
          <Progress
            label="Rows read"
            total={Math.max(1, job.total)}
            parts={[{ value: job.processed, tone: 'primary', label: 'rows read' }]}
          />
          <p className="text-sm text-muted">
            {job.total > 0 ? `${formatCount(job.processed)} of ${formatNumberOf(job.total, 'row')}. ` : 'The file is being read. '}
            You may leave this page; the import goes on.
          </p>
        </div>
      ) : (
        <dl className="grid grid-cols-2 border-t border-line sm:grid-cols-4 sm:divide-x sm:divide-line">
          <Stat label={job.dryRun ? 'Would be added' : 'Added'} value={formatCount(job.inserted)} />
          <Stat label="Already there, or twice in the file" value={formatCount(job.duplicates)} />
          <Stat label="Not importable" value={formatCount(job.invalid)} />
          <Stat label="On the do-not-call list" value={formatCount(job.suppressed)} />
        </dl>
      )}
      {job.error ? (
        <Alert tone="bad" title="The import stopped" icon={<CircleAlert aria-hidden />} className="m-5 mt-0">
          {job.error.message}. Rows before it stay imported.
        </Alert>
      ) : null}
      {issues.length > 0 ? (
        <div className="border-t border-line">
          <div className="flex flex-wrap items-center justify-between gap-3 px-5 py-3">
            <p className="text-sm font-medium">{formatNumberOf(issues.length, 'remark')} on rows</p>
            <ButtonAnchor href={errorsUrl} size="small" download>
              Download errors.csv
            </ButtonAnchor>
          </div>
          <Table caption="Refused rows">
            <thead>
              <tr>
                <Head>Row</Head>
                <Head>Column</Head>
                <Head>Value</Head>
                <Head>Reason</Head>
              </tr>
            </thead>
            <tbody>
              {issues.slice(0, 100).map((issue) => (
                <Row key={`${issue.row}-${issue.field}`}>
                  <Cell className="stack-title">{formatCount(issue.row)}</Cell>
                  <Cell label="Column">{issue.field}</Cell>
                  <Cell label="Value" className="max-w-56 truncate font-mono text-xs">
                    {issue.value || '(empty)'}
                  </Cell>
                  <Cell label="Reason">{issue.message}</Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
    </Card>
  );
}

/** Looks again each second until the job has ended. */
function useWhileOpen(isOpen: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(revalidate, 1_000);
    return () => clearInterval(timer);
  }, [isOpen, revalidate]);
}
