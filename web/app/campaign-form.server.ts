import { WEEKDAYS } from '#domain/calling-window.ts';
import { MOST_ATTEMPTS } from '#domain/campaign-settings.ts';
import { type CampaignChange, NewCampaign } from '#stores/campaign-settings.ts';
import type { Saved } from '#stores/campaigns.ts';

export type CampaignErrors = Partial<Record<string, string>>;

/** What a campaign's form holds, as the store wants it. */
function fieldsOf(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const window: [string, string][] = [[text('from'), text('to')]];
  const days = form.getAll('days').map(String);
  const mode = text('mode') === 'live' ? 'live' : 'rehearsal';
  const isFast = mode === 'rehearsal' && text('cadencePreset') === 'seconds';
  return {
    mode,
    name: text('name'),
    description: text('description') || null,
    timezone: text('timezone'),
    callingHours: Object.fromEntries(WEEKDAYS.map((day) => [day, days.includes(day) ? window : []])),
    maxAttempts: Number(text('maxAttempts')),
    maxConcurrentCalls: Number(text('maxConcurrentCalls')),
    bookingUrl: text('bookingUrl') || null,
    cadencePreset: isFast ? 'seconds' : 'true',
    pace: isFast ? 'seconds' : 'true',
    enforceHours: mode === 'live' || form.get('enforceHours') === 'on',
  };
}

const WORDS: Record<string, string> = {
  name: 'Give the campaign a name of at most 255 characters.',
  timezone: 'Choose a time zone, like America/New_York.',
  maxAttempts: `Between 1 and ${MOST_ATTEMPTS} attempts.`,
  maxConcurrentCalls: 'Between 1 and 10,000 calls.',
  bookingUrl: 'A full address, beginning with https://',
};

/** Reads the form of a new campaign, or says what is wrong at which field. */
export function readNewCampaign(form: FormData): { kind: 'ok'; campaign: NewCampaign } | { kind: 'invalid'; errors: CampaignErrors } {
  const fields = fieldsOf(form);
  const parsed = NewCampaign.safeParse(fields);
  const errors = Object.fromEntries(
    (parsed.error?.issues ?? []).map(({ path, message }) => [String(path[0]), WORDS[String(path[0])] ?? message]),
  );
  if (form.getAll('days').length === 0) errors['callingHours'] = 'Choose at least one day.';
  return parsed.success && Object.keys(errors).length === 0 ? { kind: 'ok', campaign: parsed.data } : { kind: 'invalid', errors };
}

/** The same for changes: what a campaign is never changes, and its timing only where it may. */
export function readCampaignChange(form: FormData): { kind: 'ok'; change: CampaignChange } | { kind: 'invalid'; errors: CampaignErrors } {
  const answer = readNewCampaign(form);
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
      return { form: answer.what === 'agent' ? 'This agent is no longer there.' : 'This number is no longer there.' };
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
