import { type ComponentProps, type ComponentPropsWithoutRef, forwardRef, type ReactNode, useId } from 'react';
import { cn } from './classes.ts';

const control =
  'w-full rounded-control border border-line-strong bg-surface px-3 text-base text-ink placeholder:text-muted disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-bad sm:text-sm';

type FieldProps = { label: string; hint?: ReactNode; error?: string | undefined; className?: string | undefined };

/** What every control shares: label above, hint below, and the error tied to it by id. */
function Field({ id, label, hint, error, className, children }: FieldProps & { id: string; children: ReactNode }) {
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children}
      {hint ? (
        <p id={`${id}-hint`} className="text-sm text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-sm font-medium text-bad-ink">
          {error}
        </p>
      ) : null}
    </div>
  );
}

const described = (id: string, { hint, error }: Pick<FieldProps, 'hint' | 'error'>) => ({
  'aria-describedby': [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined,
  'aria-invalid': error ? true : undefined,
});

/** One line of text. */
export function TextField({ label, hint, error, className, ...rest }: FieldProps & ComponentProps<'input'>) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      <input {...rest} id={id} className={cn(control, 'h-10 max-sm:h-11')} {...described(id, { hint, error })} />
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({ label, hint, error, className, ...rest }: FieldProps & ComponentProps<'textarea'>) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      <textarea rows={3} {...rest} id={id} className={cn(control, 'py-2')} {...described(id, { hint, error })} />
    </Field>
  );
}

/** One of a few. Native, so that it works before any script and as phones expect. */
export function SelectField({ label, hint, error, className, children, ...rest }: FieldProps & ComponentProps<'select'>) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <Field id={id} label={label} hint={hint} error={error} className={className}>
      <select {...rest} id={id} className={cn(control, 'h-10 max-sm:h-11')} {...described(id, { hint, error })}>
        {children}
      </select>
    </Field>
  );
}

/** A yes that stands for itself. */
export const Checkbox = forwardRef<
  HTMLInputElement,
  { label: ReactNode; hint?: ReactNode; isRoomy?: boolean } & Omit<ComponentPropsWithoutRef<'input'>, 'className'>
>(function Checkbox({ label, hint, isRoomy = false, ...rest }, ref) {
  const own = useId();
  const id = rest.id ?? own;
  return (
    <div className={cn('flex gap-2.5 text-sm', isRoomy ? 'min-h-8 items-center max-sm:min-h-11' : 'min-h-6 items-start')}>
      <input
        {...rest}
        ref={ref}
        id={id}
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        className="mt-0.5 size-4.5 shrink-0 accent-primary"
      />
      <span className="grid gap-0.5">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint ? (
          <span id={`${id}-hint`} className="text-muted">
            {hint}
          </span>
        ) : null}
      </span>
    </div>
  );
});

/** One of a few that need explaining: each choice is a card. */
export function ChoiceCards({
  legend,
  name,
  value,
  choices,
}: {
  legend: string;
  name: string;
  value: string;
  choices: readonly { value: string; title: string; text: ReactNode; disabled?: boolean }[];
}) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        {choices.map((choice) => (
          <label
            key={choice.value}
            className="flex items-start gap-3 rounded-card border border-line bg-surface p-4 has-checked:border-primary has-checked:bg-primary-soft has-focus-visible:outline-2 has-focus-visible:outline-primary has-disabled:opacity-60"
          >
            <input
              type="radio"
              name={name}
              value={choice.value}
              defaultChecked={choice.value === value}
              disabled={choice.disabled}
              className="mt-1 size-4 shrink-0 accent-primary"
            />
            <span className="grid gap-1 text-sm">
              <span className="font-medium">{choice.title}</span>
              <span className="text-muted">{choice.text}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
