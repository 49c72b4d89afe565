import { unguardCell } from './csv-cells.ts';
import type { Column, LeadField } from './import-headers.ts';
import { parsePhone } from './phone.ts';
import { type Instant, toInstant } from './time.ts';
import { guessZone, readZone } from './zones.ts';

export * from './import-headers.ts';

export const MAX_FIELD_LENGTH = 10_000;
const MAX_NAME_LENGTH = 255;
const MAX_TAGS = 50;
const MAX_TAG_LENGTH = 50;
const SHOWN_VALUE_LENGTH = 40;

export type ImportedLead = {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string;
  areaCode: string;
  company: string | null;
  /** As stated in the file; the guess from the number is a hint only. */
  timezone: string | null;
  guessedTimezone: string | null;
  notes: string | null;
  tags: string[];
  customFields: Record<string, string>;
  consentAt: Instant | null;
  consentSource: string | null;
};
export type RowProblem = { field: string; code: string; message: string; value: string };
export type RowAnswer = { kind: 'lead'; lead: ImportedLead; warnings: RowProblem[] } | { kind: 'reject'; errors: RowProblem[] };

/** Zero-width marks, direction overrides and control characters (line ends and tabs stay), and halves of characters that no database takes. */
const STRIPPED = /(?![\t\n\r])\p{Cc}|[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

const ORDINARY = /^[\w .,;:()@#&/-]*$/; // most cells: nothing to look for

/** The text of a cell as it is stored: without what cannot be seen, and without the apostrophe that exports put before formulas. */
export const cleanText = (raw: string): string =>
  ORDINARY.test(raw) ? raw.trim() : unguardCell(raw.replace(STRIPPED, '').trim()).replace(/\r\n?/g, '\n').trim();
const cleanLine = (raw: string) => cleanText(raw).replace(/\s+/g, ' ');

const problem = (field: string, code: string, message: string, value: string): RowProblem => ({
  field,
  code,
  message,
  value: [...value.slice(0, 4 * SHOWN_VALUE_LENGTH)].slice(0, SHOWN_VALUE_LENGTH).join('').replace(STRIPPED, ''),
});

/**
 * Reads one record of a lead file by its columns. A bad phone, an oversized field or cells beyond the header reject the row, all reasons at
 * once; a bad e-mail, zone or consent date only drops that value, with a warning. `now` refuses consent from the future.
 */
export function readRow(
  record: readonly string[],
  columns: readonly Column[],
  options: { defaultCountry: string; now?: Instant },
): RowAnswer {
  const errors: RowProblem[] = [];
  const warnings: RowProblem[] = [];
  const fields: Partial<Record<LeadField, string>> = {};
  const custom: [string, string][] = [];
  const beyond = record.slice(columns.length).find((cell) => cell.trim() !== '');
  if (beyond !== undefined)
    errors.push(problem('row', 'too_many_cells', 'The row has more cells than the header; is a quote missing?', beyond));
  for (const column of columns) {
    const raw = record[column.index] ?? '';
    if (column.target === 'ignore') continue;
    const name = column.target === 'field' ? column.field : column.name;
    if (raw.length > MAX_FIELD_LENGTH) errors.push(problem(name, 'too_long', `A field may have ${MAX_FIELD_LENGTH} characters`, raw));
    else if (column.target === 'field') fields[column.field] = raw;
    else if (cleanText(raw) !== '') custom.push([column.name, cleanText(raw)]);
  }
  const rawPhone = fields.phone ?? '';
  const phone = parsePhone(rawPhone.slice(0, 250), options.defaultCountry);
  const phoneTooLong = errors.some(({ field }) => field === 'phone');
  if (phone.kind === 'invalid' && !phoneTooLong) errors.push(problem('phone', phone.code, phone.message, rawPhone));
  if (errors.length > 0 || phone.kind === 'invalid') return { kind: 'reject', errors };

  const lead: ImportedLead = {
    ...namesOf(fields, warnings),
    email: readOr(fields.email, readEmail, (value) =>
      warnings.push(problem('email', 'invalid_email', 'This is not an e-mail address; the lead has none', value)),
    ),
    phone: phone.phone,
    areaCode: phone.areaCode,
    company: limited('company', fields.company, warnings),
    timezone: readOr(fields.timezone, readZone, (value) =>
      warnings.push(problem('timezone', 'invalid_timezone', 'No such time zone; it is left out', value)),
    ),
    guessedTimezone: guessZone(phone.phone),
    notes: cleanText(fields.notes ?? '') || null,
    tags: tagsOf(fields.tags ?? ''),
    customFields: Object.fromEntries(custom),
    consentAt: readOr(
      fields.consent_at,
      (text) => readDay(text, options.now),
      (value) =>
        warnings.push(
          problem('consent_at', 'invalid_consent_at', 'This is not a past date; without consent the lead is not called', value),
        ),
    ),
    consentSource: limited('consent_source', fields.consent_source, warnings),
  };
  return { kind: 'lead', lead, warnings };
}

/** The value read from a cell, null when it is blank or cannot be read; the latter is told. */
function readOr<T>(raw: string | undefined, read: (text: string) => T | null, onBad: (value: string) => void): T | null {
  const text = cleanLine(raw ?? '');
  if (text === '') return null;
  const value = read(/[\r\n]/.test((raw ?? '').trim()) ? '\n' : text); // a line break inside is no accident: it aims at mail headers
  if (value === null) onBad(raw ?? '');
  return value;
}

function limited(field: LeadField, raw: string | undefined, warnings: RowProblem[]): string | null {
  const text = cleanLine(raw ?? '');
  if (text.length <= MAX_NAME_LENGTH) return text || null;
  warnings.push(problem(field, 'shortened', `Only the first ${MAX_NAME_LENGTH} characters are kept`, text));
  return text.slice(0, MAX_NAME_LENGTH).replace(/\p{Surrogate}/gu, '');
}

/** "Ada Lovelace" and "Lovelace, Ada" are split where the file has no columns for the parts. */
function namesOf(
  fields: Partial<Record<LeadField, string>>,
  warnings: RowProblem[],
): { firstName: string | null; lastName: string | null } {
  const firstName = limited('first_name', fields.first_name, warnings);
  const lastName = limited('last_name', fields.last_name, warnings);
  const name = limited('name', fields.name, warnings);
  if (firstName || lastName || !name) return { firstName, lastName };
  const turned = /^([^,]+), *([^,]+)$/.exec(name);
  if (turned) return { firstName: turned[2] ?? null, lastName: turned[1] ?? null };
  const gap = name.indexOf(' ');
  return gap < 0 ? { firstName: name, lastName: null } : { firstName: name.slice(0, gap), lastName: name.slice(gap + 1) };
}

// One @, a dot in the domain, nothing that could end a header; what mail servers accept beyond that is for them to say.
const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** An e-mail address in lower case, null when it is none. */
export function readEmail(raw: string): string | null {
  const email = raw
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase();
  return email.length <= 254 && email.indexOf('@') <= 64 && EMAIL.test(email) ? email : null;
}

function tagsOf(raw: string): string[] {
  const tags = cleanLine(raw)
    .split(/[,;|]/)
    .map((tag) => tag.trim().slice(0, MAX_TAG_LENGTH));
  return [...new Set(tags.filter((tag) => tag !== ''))].slice(0, MAX_TAGS);
}

/** A date or time in ISO form, UTC unless it names an offset, or month/day/year as written in the United States; null if impossible or after `now`. */
function readDay(text: string, now?: Instant): Instant | null {
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  const iso = us ? `${us[3]}-${us[1]?.padStart(2, '0')}-${us[2]?.padStart(2, '0')}` : text;
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(iso);
  if (!parts) return null;
  const day = Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]));
  const isRealDay = new Date(day).getUTCDate() === Number(parts[3]) && Number(parts[2]) <= 12;
  const ms = Date.parse(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4] ?? '00:00'}${(parts[5] ?? 'Z').toUpperCase()}`);
  if (!isRealDay || Number.isNaN(ms) || (now && ms > Date.parse(now))) return null;
  return toInstant(ms);
}
