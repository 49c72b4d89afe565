import { Form, Link, useSearchParams, useSubmit } from '@remix-run/react';
import { Search, SlidersHorizontal, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { filled, without } from './filter-address.ts';
import { Button } from './ui/button.tsx';

const control = 'h-10 rounded-control border border-line-strong bg-surface px-3 text-sm max-sm:h-11 max-sm:text-base';

/** Filters of a list: a plain form whose address is the filter; with a script it is sent while one types. */
export function FilterBar({ search, children, kept = [] }: { search?: string; children?: ReactNode; kept?: string[] }) {
  const [params] = useSearchParams();
  const submit = useSubmit();
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const field = useRef<HTMLInputElement>(null);
  const q = params.get('q') ?? '';
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (field.current && field.current !== document.activeElement) field.current.value = q; // dropped by its chip, or by going back
  }, [q]);
  return (
    <Form
      role="search"
      className="flex flex-wrap items-end gap-2"
      onChange={(event) => {
        const form = event.currentTarget;
        const isTyping = /^(search|text)$/.test((event.target as HTMLElement).getAttribute('type') ?? '');
        clearTimeout(timer.current);
        timer.current = setTimeout(
          () => submit(filled(new FormData(form)), { replace: true, preventScrollReset: true }),
          isTyping ? 250 : 0,
        );
      }}
    >
      {kept.map((name) => (params.has(name) ? <input key={name} type="hidden" name={name} value={params.get(name) ?? ''} /> : null))}
      {search ? (
        <div className="relative max-sm:w-full">
          <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-muted" />
          <input
            ref={field}
            type="search"
            name="q"
            data-focus="search"
            defaultValue={q}
            placeholder={search}
            aria-label={search}
            className={`${control} w-full pl-9 sm:w-80`}
          />
        </div>
      ) : null}
      {children}
      <Button type="submit" className="js-hidden">
        Apply
      </Button>
    </Form>
  );
}

type Option = { value: string; text: string };

/** One choice among a filter's values; with `another` a second field offers one more beside what is chosen. */
export function FilterSelect({
  label,
  name,
  any,
  another,
  options,
}: {
  label: string;
  name: string;
  any: string;
  another?: string;
  options: readonly Option[];
}) {
  const [params] = useSearchParams();
  const chosen = params.getAll(name).filter(Boolean);
  const left = options.filter(({ value }) => !chosen.includes(value));
  return (
    <>
      <Choice label={label} name={name} none={any} value={chosen[0] ?? ''} options={options} />
      <Further name={name} />
      {another && chosen.length > 0 && left.length > 0 ? (
        <Choice key={chosen.join()} label={another} name={name} none={`${another}…`} value="" options={left} />
      ) : null}
    </>
  );
}

function Choice({
  label,
  name,
  none,
  value,
  options,
}: {
  label: string;
  name: string;
  none: string;
  value: string;
  options: readonly Option[];
}) {
  return (
    <select
      key={value}
      name={name}
      aria-label={label}
      defaultValue={value}
      className={`${control} max-w-60 max-sm:w-full max-sm:max-w-none`}
    >
      <option value="">{none}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}

/** The values of a part after its first, which its field shows: a saved view or a copied link may have several, and they stay. */
function Further({ name }: { name: string }) {
  const [params] = useSearchParams();
  const [, ...further] = params.getAll(name).filter(Boolean);
  return further.map((value) => <input key={value} type="hidden" name={name} value={value} />);
}

/** Filters that are seldom wanted, behind a word; open while one of them is set. */
export function MoreFilters({ names, children }: { names: readonly string[]; children: ReactNode }) {
  const [params] = useSearchParams();
  return (
    <details className="group max-sm:w-full" open={names.some((name) => params.get(name)) || undefined}>
      <summary className="inline-flex h-10 items-center gap-1.5 rounded-control px-3 text-sm font-medium text-muted hover:bg-sunken hover:text-ink max-sm:h-11">
        <SlidersHorizontal aria-hidden className="size-4" /> More filters
      </summary>
      <div className="flex flex-wrap gap-2 pt-2">{children}</div>
    </details>
  );
}

/** One word a filter must match exactly. */
export function FilterText({ label, name }: { label: string; name: string }) {
  const [params] = useSearchParams();
  return (
    <>
      <input
        key={params.has(name) ? 'kept' : 'fresh'}
        type="text"
        name={name}
        aria-label={label}
        placeholder={label}
        maxLength={50}
        defaultValue={params.get(name) ?? ''}
        className={`${control} w-32 max-sm:w-full`}
      />
      <Further name={name} />
    </>
  );
}

/** A day from or until which a list goes. */
export function FilterDay({ label, name }: { label: string; name: string }) {
  const [params] = useSearchParams();
  const day = params.get(name) ?? '';
  return (
    <label className="flex items-center gap-2 text-sm text-muted max-sm:w-full max-sm:[&>input]:grow">
      <span className="max-sm:w-24">{label}</span>
      <input key={day} type="date" name={name} defaultValue={day} className={`${control} text-ink`} />
    </label>
  );
}

/** What the list is narrowed to at the moment, each part with a way to drop it. */
export function ActiveFilters({ words }: { words: Record<string, (value: string) => string> }) {
  const [params] = useSearchParams();
  const active = [...params].filter(([name, value]) => value !== '' && words[name]);
  if (active.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap gap-2">
      {active.map(([name, value]) => (
        <li key={`${name} ${value}`}>
          <Link
            to={`?${without(params, name, value)}`}
            preventScrollReset
            className="inline-flex h-7 items-center gap-1.5 rounded-full bg-primary-soft px-3 text-xs font-semibold text-primary-ink hover:underline max-sm:h-11"
          >
            {words[name]?.(value)} <X aria-hidden className="size-3.5" />
            <span className="sr-only">Drop this filter</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
