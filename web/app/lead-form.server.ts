import { spanOf } from '#domain/period.ts';
import { LeadChange, NewLead } from '#stores/lead-fields.ts';
import type { LeadSaved } from '#stores/leads.ts';

/** What a lead's form holds beside its custom fields, as it was typed. */
const LEAD_FIELDS = [
  ...(['campaignId', 'firstName', 'lastName', 'phone', 'email', 'company', 'timezone'] as const),
  ...(['tags', 'notes', 'consentOn', 'consentSource'] as const),
];
type LeadField = (typeof LEAD_FIELDS)[number];
export type LeadValues = Record<LeadField, string> & { custom: { name: string; value: string }[] };
export type LeadErrors = Partial<Record<LeadField | 'custom', string>>;

const WORDS: LeadErrors = {
  campaignId: 'Choose a campaign.',
  firstName: 'At most 100 characters, on one line.',
  lastName: 'At most 100 characters, on one line.',
  email: 'An address like name@example.com, or nothing.',
  company: 'At most 255 characters, on one line.',
  timezone: 'A zone like America/New_York, or nothing to guess it from the number.',
  tags: 'At most 50 tags of 50 characters each, with commas between.',
  notes: 'At most 10,000 characters.',
  phone: 'A phone number, with country code outside North America.',
  consentSource: 'At most 200 characters.',
  custom: 'At most 100 fields, with names of at most 100 characters.',
};
const WHEN = 'The day on which consent was given: today or earlier.';
const NAMELESS = 'A field with a value needs a name.';

/** A form before anything is typed. */
export const blankLead = (campaignId: string): LeadValues => ({
  ...(Object.fromEntries(LEAD_FIELDS.map((name) => [name, ''])) as Record<LeadField, string>),
  ...{ campaignId, custom: [] },
});

/** Who fills the form in, and the zone in which its days are meant. */
type Writer = { zone: string; by: string };
type Read<Lead> = { values: LeadValues } & ({ kind: 'ok'; lead: Lead } | { kind: 'invalid'; errors: LeadErrors });

/** Reads the form of a new lead, or says what is wrong at which field; what was typed comes back either way. */
export const readNewLead = (form: FormData, writer: Writer): Read<NewLead> => {
  const values = valuesIn(form);
  return readWith(NewLead, values, { ...fieldsOf(values, {}, writer), campaignId: values.campaignId, phone: values.phone });
};

/** The same for a lead that is edited; its custom fields keep their kind of value where nothing was typed into them. */
export const readLeadChange = (form: FormData, before: Record<string, unknown>, writer: Writer): Read<LeadChange> => {
  const values = valuesIn(form);
  return readWith(LeadChange, values, { ...fieldsOf(values, before, writer), ...(form.has('phone') && { phone: values.phone }) });
};

function valuesIn(form: FormData): LeadValues {
  const all = (name: string) => form.getAll(name).map((value) => String(value).trim());
  const values = all('customValue');
  return {
    ...(Object.fromEntries(LEAD_FIELDS.map((name) => [name, all(name)[0] ?? ''])) as Record<LeadField, string>),
    custom: all('customName').flatMap((name, i) => (name || values[i] ? [{ name, value: values[i] ?? '' }] : [])),
  };
}

function fieldsOf(values: LeadValues, before: Record<string, unknown>, { zone, by }: Writer) {
  const { firstName, lastName, email, company, timezone, notes, tags, consentOn, consentSource } = values;
  const consentAt = spanOf({ from: consentOn }, zone).fromAt ?? consentOn; // what is no day is refused as what it is
  return {
    ...{ firstName, lastName, company, tags: [...new Set(tags.split(',').flatMap((tag) => tag.trim() || []))] },
    ...{ email: email || null, timezone: timezone || null, notes: notes || null },
    ...{ customFields: customFieldsOf(values.custom, before) },
    ...(consentOn && { consentAt, consentSource: consentSource || `stated by ${by}` }),
    ...(consentSource && { consentSource }),
  };
}

/** A custom field's value as its field in the form shows it. */
export const customText = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/** An emptied field goes, one that the form did not have stays. */
function customFieldsOf(custom: LeadValues['custom'], before: Record<string, unknown>) {
  const typed = custom.map(({ name, value }): [string, unknown] => [name, customText(before[name]) === value ? before[name] : value]);
  const all = new Map([...Object.entries(before), ...typed]);
  return Object.fromEntries([...all].filter(([, value]) => value !== ''));
}

function readWith<Lead>(
  schema: { safeParse(given: unknown): { success: true; data: Lead } | { success: false; error: { issues: { path: PropertyKey[] }[] } } },
  values: LeadValues,
  given: object,
): Read<Lead> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return { kind: 'ok', values, lead: parsed.data };
  const errors: LeadErrors = {};
  for (const { path } of parsed.error.issues) {
    if (path[0] === 'consentAt') errors.consentOn = WHEN;
    else if (path[0] === 'customFields') errors.custom = path[1] === '' ? NAMELESS : WORDS.custom;
    else errors[path[0] as LeadField] = WORDS[path[0] as LeadField];
  }
  return { kind: 'invalid', values, errors };
}

/** Why the store kept a lead as it was, or out, at the field it is about. */
export function savedErrors(saved: Exclude<LeadSaved, { kind: 'ok' }>): LeadErrors {
  switch (saved.kind) {
    case 'unknown_campaign':
      return { campaignId: 'That campaign is not there any more.' };
    case 'campaign_closed':
      return { campaignId: 'That campaign is over and takes no leads.' };
    case 'duplicate':
      return { phone: 'This number is in the campaign already.' };
    case 'suppressed':
      return { phone: 'This number is on the do-not-call list and must not be contacted.' };
    case 'already_called':
      return { phone: 'The number of a lead that was called cannot change.' };
    case 'invalid_phone':
      return { phone: `${saved.message}.` };
    case 'consent_on_record':
      return { consentOn: 'Consent is on record already, and stays as it was given.' };
    default:
      return {};
  }
}
