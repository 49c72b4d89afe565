import type { CampaignErrors } from '../../campaign-form.server.ts';
import { Checkbox, ChoiceCards, SelectField, TextArea, TextField } from '../ui/form.tsx';

export const DAYS = { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' } as const;
const ZONES = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'Europe/London',
  'Europe/Berlin',
];

export type CampaignValues = {
  name: string;
  description: string;
  mode: 'live' | 'rehearsal';
  cadencePreset: string;
  enforceHours: boolean;
  timezone: string;
  from: string;
  to: string;
  days: string[];
  maxAttempts: number;
  maxConcurrentCalls: number;
  bookingUrl: string;
};

/** What a campaign is and at what pace it runs: chosen once. */
export function KindFields({ values, hasLiveVendors }: { values: CampaignValues; hasLiveVendors: boolean }) {
  return (
    <>
      <ChoiceCards
        legend="What is it for?"
        name="mode"
        value={values.mode}
        choices={[
          {
            value: 'rehearsal',
            title: 'Rehearsal: contacts nobody',
            text: 'Calls, messages and invoices go to a sandbox on this server. Books of its own.',
          },
          {
            value: 'live',
            title: 'Live',
            text: hasLiveVendors
              ? 'Calls real people and bills real shows.'
              : 'Can be prepared, but not started: this server has no vendor keys.',
          },
        ]}
      />
      <ChoiceCards
        legend="How fast does a rehearsal run?"
        name="cadencePreset"
        value={values.cadencePreset}
        choices={[
          { value: 'seconds', title: 'Days become seconds', text: 'A lead’s whole life in about two minutes, with real timers.' },
          { value: 'true', title: 'True time', text: 'As a live campaign. Single leads can be fast-forwarded.' },
        ]}
      />
    </>
  );
}

/** What may change later as well. */
export function SettingsFields({
  values,
  errors,
  isRehearsal,
}: {
  values: CampaignValues;
  errors: CampaignErrors;
  isRehearsal: boolean | undefined;
}) {
  const zones = ZONES.includes(values.timezone) ? ZONES : [values.timezone, ...ZONES];
  return (
    <>
      <TextField label="Name" name="name" required maxLength={255} defaultValue={values.name} error={errors['name']} autoComplete="off" />
      <TextArea
        label="Description"
        name="description"
        maxLength={2000}
        defaultValue={values.description}
        hint="For your colleagues; leads never see it."
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="Time zone of the campaign"
          name="timezone"
          defaultValue={values.timezone}
          error={errors['timezone']}
          hint="Leads are called by the clock of their own zone."
        >
          {zones.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </SelectField>
        <TextField
          label="Booking page"
          name="bookingUrl"
          type="url"
          defaultValue={values.bookingUrl}
          error={errors['bookingUrl']}
          placeholder="https://cal.com/you/consultation"
          hint="Where leads book. A rehearsal uses the sandbox’s own calendar."
        />
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-1.5 text-sm font-medium">Calling hours, on the lead’s own clock</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          {Object.entries(DAYS).map(([day, text]) => (
            <Checkbox key={day} name="days" value={day} label={text} defaultChecked={values.days.includes(day)} />
          ))}
        </div>
        <div className="grid grid-cols-2 gap-4 sm:max-w-xs">
          <TextField label="From" name="from" type="time" required defaultValue={values.from} />
          <TextField label="To" name="to" type="time" required defaultValue={values.to} />
        </div>
        {errors['callingHours'] ? <p className="text-sm font-medium text-bad-ink">{errors['callingHours']}</p> : null}
        <p className="text-sm text-muted">Whatever is set here, no call or text leaves before 08:00 or after 21:00.</p>
        {isRehearsal === false ? null : (
          <Checkbox
            name="enforceHours"
            label="A rehearsal keeps these hours too"
            hint="Otherwise it runs at any time of day, as it contacts nobody."
            defaultChecked={values.enforceHours}
          />
        )}
      </fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Attempts without an answer"
          name="maxAttempts"
          type="number"
          min={1}
          max={20}
          required
          defaultValue={values.maxAttempts}
          error={errors['maxAttempts']}
          hint="Then the lead counts as unresponsive."
        />
        <TextField
          label="Calls at the same time"
          name="maxConcurrentCalls"
          type="number"
          min={1}
          max={10000}
          required
          defaultValue={values.maxConcurrentCalls}
          error={errors['maxConcurrentCalls']}
          hint="At most; the account’s own limit still holds."
        />
      </div>
    </>
  );
}
