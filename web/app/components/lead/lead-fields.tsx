import { Plus } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import type { LeadErrors, LeadValues } from '../../lead-form.server.ts';
import { Button } from '../ui/button.tsx';
import { TextArea, TextField } from '../ui/form.tsx';

type Given = { values: LeadValues; errors: LeadErrors };

/** What people keep of a lead, in the form of a new one and of one that is edited. */
export function LeadFields({
  values,
  errors,
  phoneHint,
  isPhoneFixed = false,
  known,
  consent,
}: Given & { phoneHint: string; isPhoneFixed?: boolean; known: readonly string[]; consent: ReactNode }) {
  const field = (key: keyof Omit<LeadValues, 'custom'>) => ({
    ...{ name: key, defaultValue: values[key], error: errors[key], autoComplete: 'off' },
  });
  return (
    <>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField label="First name" {...field('firstName')} />
        <TextField label="Last name" {...field('lastName')} />
        <TextField label="Phone" {...field('phone')} type="tel" disabled={isPhoneFixed} hint={phoneHint} />
        <TextField label="E-mail" {...field('email')} type="email" />
        <TextField label="Company" {...field('company')} />
        <TextField
          label="Time zone"
          {...field('timezone')}
          placeholder="America/New_York"
          hint="Where the lead is. Empty: taken from the number’s area code."
        />
      </div>
      {consent}
      <TextField label="Tags" {...field('tags')} hint="With commas between." />
      <TextArea label="Notes" {...field('notes')} rows={5} />
      <CustomFields values={values} errors={errors} known={known} />
    </>
  );
}

/** When and where somebody agreed to be called by an automatic voice. */
export function ConsentFields({ values, errors, hint }: Given & { hint: string }) {
  return (
    <fieldset className="grid gap-3 border-t border-line pt-5">
      <legend className="float-left text-sm font-semibold">Consent to automated calls</legend>
      <p className="text-sm text-muted">{hint}</p>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField label="Consent given on" name="consentOn" type="date" defaultValue={values.consentOn} error={errors.consentOn} />
        <TextField
          label="Where it was given"
          name="consentSource"
          placeholder="Form on our website"
          defaultValue={values.consentSource}
          error={errors.consentSource}
          autoComplete="off"
          maxLength={200}
        />
      </div>
    </fieldset>
  );
}

/** Fields of the client's own. Without a script one at a time can be added. */
function CustomFields({ values: { custom }, errors, known }: Given & { known: readonly string[] }) {
  const typed = custom.filter(({ name }) => !known.includes(name));
  const [rows, setRows] = useState(typed.length + 1);
  const box = useRef<HTMLFieldSetElement>(null);
  const add = () => {
    setRows(rows + 1);
    requestAnimationFrame(() => [...(box.current?.querySelectorAll<HTMLElement>('input:not([type=hidden])') ?? [])].at(-2)?.focus());
  };
  return (
    <fieldset ref={box} className="grid gap-4 border-t border-line pt-5">
      <legend className="float-left text-sm font-semibold">Custom fields</legend>
      <p className="text-sm text-muted">
        What else you know of the lead: the voice agent hears of it, and texts may name it.
        {known.length > 0 ? ' An emptied field is removed.' : null}
      </p>
      {known.length > 0 ? (
        <div className="grid gap-5 sm:grid-cols-2">
          {known.map((name) => (
            <div key={name}>
              <input type="hidden" name="customName" value={name} />
              <TextField
                label={name}
                name="customValue"
                defaultValue={custom.find((each) => each.name === name)?.value ?? ''}
                autoComplete="off"
              />
            </div>
          ))}
        </div>
      ) : null}
      {Array.from({ length: rows }, (_, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are only ever added
        <div key={n} className="grid gap-5 sm:grid-cols-2">
          <TextField
            label="New field"
            name="customName"
            defaultValue={typed[n]?.name}
            error={n === 0 ? errors.custom : undefined}
            autoComplete="off"
            maxLength={100}
          />
          <TextField label="Its value" name="customValue" defaultValue={typed[n]?.value} autoComplete="off" />
        </div>
      ))}
      <Button look="ghost-primary" size="small" onClick={add} className="js-only -ml-3 justify-self-start">
        <Plus aria-hidden /> Another field
      </Button>
    </fieldset>
  );
}
