import { type CallingHours, WEEKDAYS } from '#domain/calling-window.ts';
import { MOST_ATTEMPTS } from '#domain/campaign-settings.ts';
import { type CampaignChange, NewCampaign } from '#stores/campaign-settings.ts';
import type { Saved } from '#stores/campaigns.ts';
import type { CampaignErrors, CampaignValues } from './components/campaign/settings-fields.tsx';

/** Windows a day may have. */
const MOST_WINDOWS = 4;

const textIn = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

/** The week as it was filled in: a day that is not ticked is closed, and a window left blank is none. */
function hoursIn(form: FormData): CallingHours {
  const windowsOf = (day: string) =>
    Array.from({ length: MOST_WINDOWS }, (_, i): [string, string] => [
      textIn(form, `hours.${day}.${i}.from`),
      textIn(form, `hours.${day}.${i}.to`),
    ]).filter(([from, to]) => from !== '' || to !== '');
  return Object.fromEntries(WEEKDAYS.map((day) => [day, form.get(`hours.${day}.open`) === 'on' ? windowsOf(day) : []])) as CallingHours;
}

/** The form as it was filled in, to be shown again when something in it is wrong. */
export function valuesIn(form: FormData): CampaignValues {
  const text = (name: string) => textIn(form, name);
  return {
    name: text('name'),
    description: text('description'),
    mode: text('mode') === 'live' ? 'live' : 'rehearsal',
    cadencePreset: text('cadencePreset') === 'seconds' ? 'seconds' : 'true',
    enforceHours: form.get('enforceHours') === 'on',
    timezone: text('timezone'),
    hours: hoursIn(form),
    maxAttempts: Number(text('maxAttempts')),
    maxConcurrentCalls: Number(text('maxConcurrentCalls')),
    agentId: text('agentId'),
    fromNumberId: text('fromNumberId'),
    calcomEventTypeId: text('calcomEventTypeId'),
    bookingUrl: text('bookingUrl'),
  };
}

/** What a campaign's form holds, as the store wants it. */
function fieldsOf(values: CampaignValues) {
  const { mode, hours, description, agentId, fromNumberId, calcomEventTypeId, bookingUrl, cadencePreset, ...rest } = values;
  const isFast = mode === 'rehearsal' && cadencePreset === 'seconds';
  return {
    ...rest,
    mode,
    description: description || null,
    callingHours: hours,
    agentId: agentId || null,
    fromNumberId: fromNumberId || null,
    calcomEventTypeId: calcomEventTypeId === '' ? null : Number(calcomEventTypeId),
    bookingUrl: bookingUrl || null,
    cadencePreset: isFast ? 'seconds' : 'true',
    pace: isFast ? 'seconds' : 'true',
    enforceHours: mode === 'live' || values.enforceHours,
  };
}

const WORDS: Record<string, string> = {
  name: 'Give the campaign a name of at most 255 characters.',
  timezone: 'Choose a time zone, like America/New_York.',
  maxAttempts: `Between 1 and ${MOST_ATTEMPTS} attempts.`,
  maxConcurrentCalls: 'Between 1 and 10,000 calls.',
  bookingUrl: 'A full address, beginning with https://',
  calcomEventTypeId: 'The number of an event type, like 123456.',
  agentId: 'Choose an agent from the list.',
  fromNumberId: 'Choose a number from the list.',
};

/** Reads the form of a new campaign, or says what is wrong at which field. */
export function readNewCampaign(
  values: CampaignValues,
): { kind: 'ok'; campaign: NewCampaign } | { kind: 'invalid'; errors: CampaignErrors } {
  const parsed = NewCampaign.safeParse(fieldsOf(values));
  if (parsed.success) return { kind: 'ok', campaign: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }): [string, string] => {
    const [field, ...inside] = path.map(String);
    const sentence = WORDS[field ?? ''] ?? (message.startsWith('must be a time') ? 'Both times, like 09:00.' : `${message}.`);
    return [field === 'callingHours' ? ['callingHours', ...inside.slice(0, 2)].join('.') : (field ?? 'form'), sentence];
  });
  return { kind: 'invalid', errors: Object.fromEntries(errors.reverse()) }; // the first of a field is the one that is said
}

/** The same for changes: what a campaign is never changes, and its timing only where it may. */
export function readCampaignChange(
  values: CampaignValues,
): { kind: 'ok'; change: CampaignChange } | { kind: 'invalid'; errors: CampaignErrors } {
  const answer = readNewCampaign(values);
  if (answer.kind === 'invalid') return answer;
  const { mode: _mode, cadencePreset: _preset, pace: _pace, ...change } = answer.campaign;
  return { kind: 'ok', change };
}

/** What a store's refusal means at which field. */
export function refusalErrors(answer: Exclude<Saved, { kind: 'ok' }>): CampaignErrors {
  switch (answer.kind) {
    case 'name_taken':
      return { name: 'Another campaign has this name.' };
    case 'unknown':
      return answer.what === 'agent'
        ? { agentId: 'This agent is no longer there.' }
        : { fromNumberId: 'A live campaign needs a live number, and a rehearsal one of the sandbox.' };
    case 'not_for_live':
      return { form: 'A live campaign keeps true time and its hours.' };
    case 'closed':
      return { form: `The campaign is ${answer.status}; its settings can no longer change.` };
    case 'missing':
      return { form: 'This campaign is no longer there.' };
    default:
      return answer satisfies never;
  }
}
