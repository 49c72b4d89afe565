import { LeadChange } from '#stores/lead-fields.ts';
import type { LeadSaved } from '#stores/leads.ts';

/** What an edited lead's form holds, as it was typed. */
export const LEAD_FIELDS = ['firstName', 'lastName', 'phone', 'email', 'company', 'timezone', 'tags', 'notes'] as const;
export type LeadValues = Record<(typeof LEAD_FIELDS)[number], string>;
export type LeadErrors = Partial<Record<(typeof LEAD_FIELDS)[number], string>>;

const WORDS: LeadErrors = {
  firstName: 'At most 100 characters, on one line.',
  lastName: 'At most 100 characters, on one line.',
  email: 'An address like name@example.com, or nothing.',
  company: 'At most 255 characters, on one line.',
  timezone: 'A zone like America/New_York, or nothing to guess it from the number.',
  tags: 'At most 50 tags of 50 characters each, with commas between.',
  notes: 'At most 10,000 characters.',
  phone: 'A phone number, with country code outside North America.',
};

/** Reads the form, or says what is wrong at which field; what was typed comes back either way. */
export function readLeadChange(
  form: FormData,
): { values: LeadValues } & ({ kind: 'ok'; change: LeadChange } | { kind: 'invalid'; errors: LeadErrors }) {
  const values = Object.fromEntries(LEAD_FIELDS.map((name) => [name, String(form.get(name) ?? '').trim()])) as LeadValues;
  const tags = [
    ...new Set(
      values.tags
        .split(',')
        .map((tag) => tag.trim())
        .filter(Boolean),
    ),
  ];
  const { firstName, lastName, email, company, timezone, notes, phone } = values;
  const parsed = LeadChange.safeParse({
    ...{ firstName, lastName, company, tags },
    ...{ email: email || null, timezone: timezone || null, notes: notes || null },
    ...(form.has('phone') && { phone }),
  });
  if (parsed.success) return { kind: 'ok', values, change: parsed.data };
  return {
    kind: 'invalid',
    values,
    errors: Object.fromEntries(parsed.error.issues.map(({ path }) => [path[0], WORDS[path[0] as keyof LeadErrors]])),
  };
}

/** Why the store kept a lead as it was, at the field it is about. */
export function savedErrors(saved: Exclude<LeadSaved, { kind: 'ok' }>): LeadErrors {
  switch (saved.kind) {
    case 'duplicate':
      return { phone: 'This number is in the campaign already.' };
    case 'suppressed':
      return { phone: 'This number must not be contacted.' };
    case 'already_called':
      return { phone: 'The number of a lead that was called cannot change.' };
    case 'invalid_phone':
      return { phone: saved.message };
    default:
      return {};
  }
}
