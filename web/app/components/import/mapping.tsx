import { useState } from 'react';
import { guessMapping, LEAD_FIELDS, matchHeaders } from '#domain/import-headers.ts';
import { fieldWords } from '../../words/import-fields.ts';
import { formatNumberOf } from '../../words/numbers.ts';
import { later } from '../later.tsx';
import { Head } from '../ui/table.tsx';
import type { Preview } from './preview.ts';

/** Fetched with a file to show: it reads rows by the rules of the import. */
const AsReadTable = later(async () => (await import('./as-read-table.tsx')).AsReadTable);

const PROBE = 'the phone column of somebody else';

/** What a header alone says: a lone column is matched beside a phone column, which every file needs. */
function targetOf(header: string): string {
  const answer = matchHeaders([header, PROBE], { [PROBE]: 'phone' });
  if (answer.kind === 'reject') return answer.code === 'duplicate_header' ? 'phone' : 'ignore';
  const [column] = answer.columns;
  if (column?.target === 'field') return column.field;
  return column?.target === 'custom' ? `custom:${column.name}` : 'ignore';
}

/** Which column holds what: guessed from the header, changeable, with values to judge by; below it the first rows as they are then read. */
export function MappingTable({ preview, defaultCountry }: { preview: Preview; defaultCountry: string }) {
  const [mapping, setMapping] = useState(() => guessMapping(preview.headers));
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
                  .map(({ cells }) => cells[index])
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
                      {fieldWords(field)}
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
      {answer.kind === 'ok' && preview.rows.length > 0 ? (
        <AsReadTable rows={preview.rows} columns={answer.columns} defaultCountry={defaultCountry} />
      ) : (
        <p className="text-sm text-muted">
          {formatNumberOf(preview.headers.length, 'column')}; {formatNumberOf(preview.rows.length, 'row')} looked at.
        </p>
      )}
    </div>
  );
}
