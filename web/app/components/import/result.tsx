import { useRevalidator } from '@remix-run/react';
import { CircleAlert, Download } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import type { ImportGroup, ImportSums } from '#domain/import-groups.ts';
import type { ImportView } from '#stores/imports.ts';
import { formatCount, formatNumberOf } from '../../words/numbers.ts';
import { ImportStatusBadge } from '../status.tsx';
import { ButtonAnchor } from '../ui/button.tsx';
import { Progress } from '../ui/progress.tsx';
import { Alert, Card, CardHeader, Stat } from '../ui/surface.tsx';
import { Cell, Head, Row, Table } from '../ui/table.tsx';
import { GROUP_WORDS, ImportSentence } from './sentence.tsx';

export type Issue = { row: number; field: string; message: string; value: string };
type Props = {
  job: ImportView;
  sums: ImportSums;
  issues: Issue[];
  group: ImportGroup | null;
  errorsUrl: string;
  /** What to do next, under the counts. */
  children?: ReactNode;
};

/** What an import did, or what a check found, with every refused row's reason. */
export function ImportResult({ job, sums, issues, group, errorsUrl, children }: Props) {
  const isOpen = job.status === 'pending' || job.status === 'running';
  useWhileOpen(isOpen);
  return (
    <Card>
      <CardHeader
        title={job.fileName}
        text={job.dryRun ? `Nothing is imported yet${job.status === 'completed' ? ': this is what would happen' : ''}.` : undefined}
      >
        <ImportStatusBadge job={job} />
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
            You may leave this page; the {job.dryRun ? 'check' : 'import'} goes on.
          </p>
        </div>
      ) : (
        <>
          {job.status === 'completed' ? (
            <div className="grid gap-4 px-5 pb-5">
              <ImportSentence sums={sums} isDone={!job.dryRun} current={group} />
              {children}
            </div>
          ) : null}
          <dl className="grid grid-cols-2 border-t border-line sm:grid-cols-4 sm:divide-x sm:divide-line">
            <Stat label={job.dryRun ? 'Would be added' : 'Added'} value={formatCount(job.inserted)} />
            <Stat label="Already there, or twice in the file" value={formatCount(job.duplicates)} />
            <Stat label="Not importable" value={formatCount(job.invalid)} />
            <Stat label="On the do-not-call list" value={formatCount(job.suppressed)} />
          </dl>
        </>
      )}
      {job.error ? (
        <Alert
          tone="bad"
          title={job.dryRun ? 'The check stopped' : 'The import stopped'}
          icon={<CircleAlert aria-hidden />}
          className="m-5 mt-0"
        >
          {job.error.message}. {job.dryRun ? 'Nothing was imported.' : 'Rows before it stay imported.'}
        </Alert>
      ) : null}
      {issues.length > 0 ? <Issues issues={issues} group={group} errorsUrl={errorsUrl} /> : null}
    </Card>
  );
}

const SHOWN = 100;

function Issues({ issues, group, errorsUrl }: Pick<Props, 'issues' | 'group' | 'errorsUrl'>) {
  const title = group === null ? 'Rows refused, or changed' : group === 'duplicates' ? 'Duplicate rows' : `Rows ${GROUP_WORDS[group](2)}`;
  return (
    <div id="rows" className="scroll-mt-4 border-t border-line">
      <div className="flex flex-wrap items-center justify-between gap-3 px-5 py-3">
        <h3 className="text-sm font-medium">
          {title}
          {issues.length >= SHOWN ? <span className="text-muted">: the first {SHOWN}; the file has them all</span> : null}
        </h3>
        <ButtonAnchor href={group ? `${errorsUrl}?group=${group}` : errorsUrl} size="small" download>
          <Download aria-hidden /> Download errors.csv
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
          {issues.slice(0, SHOWN).map((issue) => (
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
  );
}

/** Looks again each second until the job has ended. */
export function useWhileOpen(isOpen: boolean): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    if (!isOpen) return;
    const timer = setInterval(revalidate, 1_000);
    return () => clearInterval(timer);
  }, [isOpen, revalidate]);
}
