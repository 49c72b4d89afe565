import { useState } from 'react';
import { CADENCE_PRESETS, type Cadence } from '#domain/cadence.ts';
import type { Mode } from '#domain/lead.ts';
import { cadenceWords } from '../../words/cadence.ts';
import { formatPhone } from '../../words/numbers.ts';
import { Disclosure } from '../ui/disclosure.tsx';
import { Checkbox, ChoiceCards, SelectField, TextArea, TextField } from '../ui/form.tsx';
import { Fact } from '../ui/surface.tsx';
import { WeekHours, type WeekValues } from './week-hours.tsx';

export type CampaignErrors = Partial<Record<string, string>>;

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
  mode: Mode;
  cadencePreset: string;
  enforceHours: boolean;
  timezone: string;
  hours: WeekValues;
  maxAttempts: number;
  maxConcurrentCalls: number;
  agentId: string;
  fromNumberId: string;
  calcomEventTypeId: string;
  bookingUrl: string;
};

/** Agents and numbers a campaign may choose from. */
export type CampaignChoices = {
  agents: { id: string; name: string }[];
  numbers: { id: string; e164: string; label: string | null; mode: Mode }[];
};

/** Hides what only a rehearsal has while the form's campaign is a live one; the form is the group. */
const REHEARSAL_ONLY = 'group-has-[input[name=mode][value=live]:checked]/kind:hidden';

type Part = { values: CampaignValues; errors: CampaignErrors };

/** What a campaign is called. */
export function NameFields({ values, errors }: Part) {
  return (
    <>
      <TextField
        label="Name"
        name="name"
        required
        maxLength={255}
        defaultValue={values.name}
        error={errors['name']}
        autoComplete="off"
        placeholder="Spring roof inspections"
      />
      <Disclosure summary="Add a description" open={values.description !== ''}>
        <TextArea
          label="Description"
          name="description"
          maxLength={2000}
          defaultValue={values.description}
          hint="For your colleagues; leads never see it."
        />
      </Disclosure>
    </>
  );
}

/** What a campaign is: chosen once. */
export function KindFields({
  values,
  hasLiveVendors,
  choose,
}: {
  values: CampaignValues;
  hasLiveVendors: boolean;
  choose: (mode: Mode) => void;
}) {
  return (
    <div onChange={(event) => choose((event.target as unknown as HTMLInputElement).value === 'live' ? 'live' : 'rehearsal')}>
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
    </div>
  );
}

/** Who speaks, from which number, and where leads book. The defaults suit whoever has one of each. */
export function VoiceFields({ values, errors, choices, mode }: Part & { choices: CampaignChoices; mode: Mode | undefined }) {
  const numbers = choices.numbers.filter((number) => mode === undefined || number.mode === mode);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label="Voice agent"
        name="agentId"
        defaultValue={values.agentId}
        error={errors['agentId']}
        hint="Who talks to the leads."
      >
        <option value="">The account’s own agent</option>
        {choices.agents.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Calls and texts come from"
        name="fromNumberId"
        defaultValue={values.fromNumberId}
        error={errors['fromNumberId']}
        hint="What leads see on their phone, and may call back."
      >
        <option value="">The account’s own number</option>
        {numbers.map(({ id, e164, label, mode: its }) => (
          <option key={id} value={id}>
            {formatPhone(e164)} {label ? `· ${label}` : ''} {mode === undefined ? `(${its})` : ''}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Calendar event type"
        name="calcomEventTypeId"
        inputMode="numeric"
        pattern="[0-9]*"
        defaultValue={values.calcomEventTypeId}
        error={errors['calcomEventTypeId']}
        placeholder="The account’s own"
        hint="The Cal.com number of what leads book. A rehearsal has a calendar of its own."
      />
      <TextField
        label="Booking page"
        name="bookingUrl"
        type="url"
        defaultValue={values.bookingUrl}
        error={errors['bookingUrl']}
        placeholder="https://cal.com/you/consultation"
        hint="Where booking links lead, if not to the calendar’s own page."
      />
    </div>
  );
}

/** When leads may be called. */
export function HoursFields({ values, errors, isRehearsal }: Part & { isRehearsal: boolean | undefined }) {
  const zones = ZONES.includes(values.timezone) ? ZONES : [values.timezone, ...ZONES];
  return (
    <div className="grid gap-4">
      <WeekHours hours={values.hours} errors={errors} />
      {isRehearsal === false ? null : (
        <div className={REHEARSAL_ONLY}>
          <Checkbox
            name="enforceHours"
            label="A rehearsal keeps these hours too"
            hint="Otherwise it runs at any time of day, as it contacts nobody."
            defaultChecked={values.enforceHours}
          />
        </div>
      )}
      <SelectField
        label="Time zone of the campaign"
        name="timezone"
        defaultValue={values.timezone}
        error={errors['timezone']}
        hint="For its dates and reports; each lead is called by the clock where it lives."
        className="sm:max-w-sm"
      >
        {zones.map((zone) => (
          <option key={zone}>{zone}</option>
        ))}
      </SelectField>
    </div>
  );
}

/** How often and how fast; what it means for a lead is written beside it as it is chosen. `cadence` is given where the timing is settled, `mode` where it is being chosen. */
export function PaceFields({
  values,
  errors,
  cadence,
  mode,
}: Part & ({ cadence: Cadence; mode?: undefined } | { cadence?: undefined; mode: Mode })) {
  const [attempts, setAttempts] = useState(values.maxAttempts);
  const [preset, setPreset] = useState(values.cadencePreset);
  const shown = cadence ?? CADENCE_PRESETS[mode === 'rehearsal' && preset === 'seconds' ? 'seconds' : 'true'];
  return (
    <div className="grid gap-4">
      {cadence ? null : (
        <div className={REHEARSAL_ONLY} onChange={(event) => setPreset((event.target as unknown as HTMLInputElement).value)}>
          <ChoiceCards
            legend="How fast does a rehearsal run?"
            name="cadencePreset"
            value={values.cadencePreset}
            choices={[
              { value: 'seconds', title: 'Days become seconds', text: 'A lead’s whole life in about two minutes, with real timers.' },
              { value: 'true', title: 'True time', text: 'As a live campaign. Single leads can be fast-forwarded.' },
            ]}
          />
        </div>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Attempts without an answer"
          name="maxAttempts"
          type="number"
          min={1}
          max={10}
          required
          defaultValue={values.maxAttempts}
          onChange={(event) => setAttempts(Number(event.currentTarget.value))}
          error={errors['maxAttempts']}
          hint="Up to 10; then the lead counts as unresponsive."
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
      <CadenceWords cadence={shown} attempts={attempts} />
    </div>
  );
}

/** What the timing means for a lead, in sentences. */
export function CadenceWords({ cadence, attempts }: { cadence: Cadence; attempts: number }) {
  return (
    <dl className="grid items-start gap-x-6 gap-y-3 rounded-card bg-sunken p-4 sm:grid-cols-2">
      {cadenceWords(cadence, attempts).map(({ title, text }) => (
        <Fact key={title} label={title}>
          {text}
        </Fact>
      ))}
    </dl>
  );
}
