import { useState } from 'react';
import { LEAD_FIELDS, matchHeaders } from '#domain/import-headers.ts';
import { sentence } from '../../words/steps.ts';
import { Head } from '../ui/table.tsx';

/** The first rows of a chosen file. */
export type Preview = { headers: string[]; rows: string[][]; bytes: number };

const PREVIEW_BYTES = 128 * 1024;
const ROWS = 10;

/** Reads the beginning of a file in the browser. The parser is fetched only now. */
export async function previewOf(file: File): Promise<Preview> {
  const { parse } = await import('csv-parse/browser/esm/sync');
  const text = await file.slice(0, PREVIEW_BYTES).text();
  const whole = file.size > PREVIEW_BYTES ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  const firstLine = whole.split('\n', 1)[0] ?? '';
  const delimiter = [',', ';', '\t'].reduce((best, d) => (firstLine.split(d).length > firstLine.split(best).length ? d : best));
  const [headers = [], ...rows] = parse(whole, {
    bom: true,
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: ROWS + 1,
  });
  return { headers, rows, bytes: file.size };
}

const LABELS: Record<string, string> = {
  name: 'Full name',
  email: 'E-mail',
  timezone: 'Time zone',
  consent_at: 'Consent given at',
  consent_source: 'Where consent was given',
};
const labelOf = (field: string) => LABELS[field] ?? sentence(field);

const PROBE = 'the phone column of somebody else';

/** What a header alone says: a lone column is matched beside a phone column, which every file needs. */
function targetOf(header: string): string {
  const answer = matchHeaders([header, PROBE], { [PROBE]: 'phone' });
  if (answer.kind === 'reject') return answer.code === 'duplicate_header' ? 'phone' : 'ignore';
  const [column] = answer.columns;
  if (column?.target === 'field') return column.field;
  return column?.target === 'custom' ? `custom:${column.name}` : 'ignore';
}

/** Which column holds what: guessed from the header, changeable, with values to judge by. */
export function MappingTable({ preview }: { preview: Preview }) {
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const answer = matchHeaders(preview.headers, mapping);
  const guessOf = (header: string) => mapping[header] ?? targetOf(header);
  return (
    <div className="grid grid-cols-1 gap-3">
      <input type="hidden" name="mapping" value={JSON.stringify(mapping)} />
      {answer.kind === 'reject' ? (
        <p role="status" className="rounded-control bg-warn-soft px-3 py-2 text-sm font-medium text-warn-ink">
          {answer.message}. Choose below which column holds what.
        </p>
      ) : null}
      <table className="stack-table w-full text-left text-sm" aria-label="Columns of the file">
        <thead>
          <tr>
            <Head>Column</Head>
            <Head>First values</Head>
            <Head>Becomes</Head>
          </tr>
        </thead>
        <tbody>
          {preview.headers.map((header, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two headers may be alike until the file is mended
            <tr key={`${header}-${index}`} className="border-b border-line last:border-b-0">
              <td className="stack-title py-2 pr-4 font-medium">{header || '(no header)'}</td>
              <td data-label="First values" className="max-w-64 truncate py-2 pr-4 text-muted">
                {preview.rows
                  .slice(0, 3)
                  .map((row) => row[index])
                  .filter(Boolean)
                  .join(' · ') || '–'}
              </td>
              <td data-label="Becomes" className="py-2">
                <select
                  aria-label={`Column ${header} becomes`}
                  value={guessOf(header)}
                  onChange={(event) => setMapping({ ...mapping, [header]: event.target.value })}
                  className="h-9 w-52 rounded-control border border-line-strong bg-surface px-2 text-sm max-sm:h-11"
                >
                  {LEAD_FIELDS.map((field) => (
                    <option key={field} value={field}>
                      {labelOf(field)}
                    </option>
                  ))}
                  <option value={`custom:${header}`}>Own field “{header}”</option>
                  <option value="ignore">Do not import</option>
                </select>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-sm text-muted">
        {preview.headers.length} columns; the first {preview.rows.length} rows were looked at.
      </p>
    </div>
  );
}
