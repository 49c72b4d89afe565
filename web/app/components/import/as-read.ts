import { type Column, type ImportedLead, type LeadField, readRow } from '#domain/import-row.ts';
import { formatPhone } from '#domain/phone.ts';
import { dateWords } from '../../words/days.ts';
import { fieldWords } from '../../words/import-fields.ts';
import type { Preview } from './preview.ts';

/** What becomes of a cell: the value that is kept, and what is wrong with what stood there. */
export type ReadCell = { value: string; problem?: { found: string; message: string } };
export type ReadLine = { row: number; cells: ReadCell[] } | { row: number; refused: string[] };
export type AsRead = { titles: string[]; lines: ReadLine[] };

type Field = Exclude<LeadField, 'name'>;

/** In the order in which they are shown. */
const VALUES: Record<Field, (lead: ImportedLead) => string | null> = {
  first_name: (lead) => lead.firstName,
  last_name: (lead) => lead.lastName,
  phone: (lead) => formatPhone(lead.phone),
  email: (lead) => lead.email,
  company: (lead) => lead.company,
  timezone: (lead) => lead.timezone,
  notes: (lead) => lead.notes,
  tags: (lead) => lead.tags.join(', '),
  consent_at: (lead) => lead.consentAt && dateWords(lead.consentAt.slice(0, 10)),
  consent_source: (lead) => lead.consentSource,
};

/** Rows of a file as the leads they become under these columns, or with the reasons why they become none. A full name stands as its two parts. */
export function asRead(rows: Preview['rows'], columns: readonly Column[], defaultCountry: string): AsRead {
  const fields = fieldsOf(columns);
  const own = columns.flatMap((column) => (column.target === 'custom' ? [column.name] : []));
  const lines = rows.map(({ row, cells }): ReadLine => {
    const answer = readRow(cells, columns, { defaultCountry });
    if (answer.kind === 'reject')
      return { row, refused: answer.errors.map(({ message, value }) => (value ? `${message}: ${value}` : message)) };
    const { lead, warnings } = answer;
    const cellOf = (field: Field): ReadCell => {
      const value = VALUES[field](lead) ?? '';
      const warning = warnings.find((each) => each.field === field || (each.field === 'name' && field === 'first_name'));
      return warning ? { value, problem: { found: warning.value, message: warning.message } } : { value };
    };
    return { row, cells: [...fields.map(cellOf), ...own.map((name) => ({ value: lead.customFields[name] ?? '' }))] };
  });
  return { titles: [...fields.map(fieldWords), ...own], lines };
}

function fieldsOf(columns: readonly Column[]): Field[] {
  const given = new Set(columns.flatMap((column) => (column.target === 'field' ? [column.field] : [])));
  const isRead = (field: Field) => given.has(field) || ((field === 'first_name' || field === 'last_name') && given.has('name'));
  return (Object.keys(VALUES) as Field[]).filter(isRead);
}
