/** What a column of a lead file can be. */
export const LEAD_FIELDS = [
  'first_name',
  'last_name',
  'name',
  'email',
  'phone',
  'company',
  'timezone',
  'notes',
  'tags',
  'consent_at',
  'consent_source',
] as const;
export type LeadField = (typeof LEAD_FIELDS)[number];

export const MAX_COLUMNS = 200;
const MAX_HEADER_LENGTH = 200;

/** A column of the file: one of our fields, a custom field under its own name, or left out. */
export type Column = { index: number; header: string } & (
  | { target: 'field'; field: LeadField }
  | { target: 'custom'; name: string }
  | { target: 'ignore' }
);
export type HeaderProblem =
  | 'empty_file'
  | 'missing_column'
  | 'duplicate_header'
  | 'reserved_header'
  | 'too_many_columns'
  | 'header_too_long'
  | 'unknown_mapping';
export type HeadersAnswer = { kind: 'ok'; columns: Column[] } | { kind: 'reject'; code: HeaderProblem; message: string; header?: string };

/** From header to field, `custom:<name>` or `ignore`, for headers that do not say themselves what they hold. */
export type HeaderMapping = Record<string, string>;

const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

const FIELD_OF = new Map<string, LeadField>([
  ...LEAD_FIELDS.map((field): [string, LeadField] => [bare(field), field]),
  ['fullname', 'name'],
  ['phonenumber', 'phone'],
  ['emailaddress', 'email'],
]);

/** How other programs call what we have a field for. Of consent only names that say the word: a date of some opt-in proves no consent to calls. */
const USUAL: Record<string, LeadField> = {
  ...{ mobile: 'phone', mobilephone: 'phone', mobilenumber: 'phone', cell: 'phone', cellphone: 'phone', cellnumber: 'phone' },
  ...{ telephone: 'phone', telephonenumber: 'phone', tel: 'phone', primaryphone: 'phone', contactnumber: 'phone', phone1: 'phone' },
  ...{ first: 'first_name', givenname: 'first_name', forename: 'first_name' },
  ...{ last: 'last_name', surname: 'last_name', familyname: 'last_name' },
  ...{ contact: 'name', contactname: 'name', leadname: 'name', customername: 'name' },
  ...{ mail: 'email', mailaddress: 'email', email1: 'email', primaryemail: 'email' },
  ...{ companyname: 'company', organization: 'company', organisation: 'company', business: 'company', businessname: 'company' },
  ...{ tz: 'timezone', note: 'notes', comment: 'notes', comments: 'notes', remarks: 'notes', tag: 'tags', labels: 'tags' },
  ...{ consentdate: 'consent_at', consenton: 'consent_at', consentgivenat: 'consent_at', consentgivenon: 'consent_at' },
};

const RIVALS: Record<string, readonly LeadField[]> = { first_name: ['name'], last_name: ['name'], name: ['first_name', 'last_name'] };

/**
 * A mapping to propose for headers that are no name of ours but a usual one for a field that no other header has. People are to look at it: an
 * import that is not asked about matches by our own names alone.
 */
export function guessMapping(headers: readonly string[]): HeaderMapping {
  const held = new Set(headers.map((header) => FIELD_OF.get(bare(header))));
  const mapping: HeaderMapping = {};
  for (const header of headers) {
    const field = Object.hasOwn(USUAL, bare(header)) ? USUAL[bare(header)] : undefined;
    const isSaid = RIVALS[field ?? '']?.some((rival) => held.has(rival)); // a full name says both parts, and a part is no full name
    if (!field || held.has(field) || isSaid) continue;
    held.add(field);
    mapping[header] = field;
  }
  return mapping;
}

const isReserved = (header: string) => header === 'prototype' || header in {};

/** Finds out what each column holds, by its header without case and punctuation, or by the mapping. A file without phones is refused, and so is a header that stands twice. */
export function matchHeaders(headers: readonly string[], mapping: HeaderMapping = {}): HeadersAnswer {
  if (headers.length > MAX_COLUMNS)
    return { kind: 'reject', code: 'too_many_columns', message: `A file may have ${MAX_COLUMNS} columns; this one has ${headers.length}` };
  const names = headers.map((header) =>
    header
      .replace(/[\s\ufeff]+/g, ' ')
      .replace(/[\p{Cc}\p{Cf}]+/gu, '')
      .trim(),
  );
  if (names.every((name) => name === '')) return { kind: 'reject', code: 'empty_file', message: 'The file has no header row' };

  const columns: Column[] = [];
  const seen = new Set<string>();
  for (const [index, header] of names.entries()) {
    if (header === '') {
      columns.push({ index, header, target: 'ignore' }); // trailing separators make nameless columns
      continue;
    }
    const problem = problemOf(header, seen);
    if (problem) return { kind: 'reject', header: header.slice(0, 40), ...problem };
    seen.add(bare(header) || header);
    const column = columnOf(index, header, mapping);
    if (column === null)
      return {
        kind: 'reject',
        code: 'unknown_mapping',
        message: 'A column may be mapped to a field, to custom:<name> or to ignore',
        header,
      };
    const twice = column.target === 'field' && columns.find((other) => other.target === 'field' && other.field === column.field);
    if (twice)
      return { kind: 'reject', code: 'duplicate_header', message: `“${twice.header}” and “${header}” both hold ${column.field}`, header };
    columns.push(column);
  }
  if (columns.some((column) => column.target === 'field' && column.field === 'phone')) return { kind: 'ok', columns };
  return { kind: 'reject', code: 'missing_column', message: 'The file needs a column “phone”', header: 'phone' };
}

function problemOf(header: string, seen: Set<string>): { code: HeaderProblem; message: string } | null {
  if (header.length > MAX_HEADER_LENGTH) return { code: 'header_too_long', message: `A header may have ${MAX_HEADER_LENGTH} characters` };
  if (isReserved(header)) return { code: 'reserved_header', message: `“${header}” is a reserved name` };
  if (seen.has(bare(header) || header)) return { code: 'duplicate_header', message: `The header “${header}” stands twice` };
  return null;
}

function columnOf(index: number, header: string, mapping: HeaderMapping): Column | null {
  const key = Object.keys(mapping).find((from) => bare(from) === bare(header));
  const to = key === undefined ? undefined : mapping[key];
  if (to === undefined) {
    const field = FIELD_OF.get(bare(header));
    return field ? { index, header, target: 'field', field } : { index, header, target: 'custom', name: header };
  }
  if (to === 'ignore' || to === '') return { index, header, target: 'ignore' };
  const custom = /^custom:(.{1,200})$/.exec(to)?.[1]?.trim();
  if (custom) return isReserved(custom) ? null : { index, header, target: 'custom', name: custom };
  const field = FIELD_OF.get(bare(to));
  return field ? { index, header, target: 'field', field } : null;
}
