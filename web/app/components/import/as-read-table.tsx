import type { Column } from '#domain/import-headers.ts';
import { formatCount } from '../../words/numbers.ts';
import { Cell, Head, Row, Table } from '../ui/table.tsx';
import { asRead, type ReadCell } from './as-read.ts';
import type { Preview } from './preview.ts';

/** The first rows of a file as the leads they become, under the columns as they are now chosen. */
export function AsReadTable({
  rows,
  columns,
  defaultCountry,
}: {
  rows: Preview['rows'];
  columns: readonly Column[];
  defaultCountry: string;
}) {
  const { titles, lines } = asRead(rows, columns, defaultCountry);
  return (
    <section aria-labelledby="as-read" className="grid grid-cols-1 gap-2">
      <h3 id="as-read" className="text-sm font-semibold">
        {rows.length === 1 ? 'The first row as it will be read' : `The first ${rows.length} rows as they will be read`}
      </h3>
      <p className="text-sm text-muted">Numbers that stand twice and the do-not-call list are looked at when the file is checked.</p>
      <div className="rounded-card border border-line">
        <Table caption="First rows as they will be read" scrolls>
          <thead>
            <tr>
              <Head>Row</Head>
              {titles.map((title) => (
                <Head key={title}>{title}</Head>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Row key={line.row}>
                <Cell className="stack-title text-muted">
                  <span className="md:hidden">Row </span>
                  {formatCount(line.row)}
                </Cell>
                {'refused' in line ? (
                  <td colSpan={titles.length}>
                    <span className="min-w-0 text-left">
                      <span className="font-medium text-bad-ink">Not imported.</span> {line.refused.join('. ')}
                    </span>
                  </td>
                ) : (
                  line.cells.map((cell, index) => <Read key={titles[index]} label={titles[index] ?? ''} cell={cell} />)
                )}
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
    </section>
  );
}

function Read({ label, cell: { value, problem } }: { label: string; cell: ReadCell }) {
  if (value === '' && !problem)
    return (
      <Cell label={label} className="stack-hide text-muted">
        –
      </Cell>
    );
  return (
    <Cell label={label} className="md:max-w-64">
      <span className="block min-w-0">
        {value ? <span className="block truncate max-md:whitespace-normal">{value}</span> : <s className="text-muted">{problem?.found}</s>}
        {problem ? <span className="block text-xs text-warn-ink">{problem.message}</span> : null}
      </span>
    </Cell>
  );
}
