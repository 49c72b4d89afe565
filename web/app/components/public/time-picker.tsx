import { Form, useSearchParams } from '@remix-run/react';
import { ChevronDown } from 'lucide-react';
import type { SlotDay } from '#domain/slot-days.ts';
import type { AppointmentPage } from '../../lead-appointment.server.ts';
import { SubmitButton } from '../ui/button.tsx';
import { Disclosure } from '../ui/disclosure.tsx';
import { SelectField } from '../ui/form.tsx';

const DAYS_OPEN = 2;

type Clocked = Pick<AppointmentPage, 'zone' | 'clock'> & Partial<Pick<AppointmentPage, 'after'>>;

/**
 * Free times by day: one press chooses, one sends. Plain radio buttons, so that it needs no script and every reader knows it. Sent by `get`,
 * the choice is only an address.
 */
export function TimePicker({
  page,
  days,
  verb,
  isSending,
  method = 'post',
}: {
  page: Clocked;
  days: SlotDay[];
  verb: string;
  isSending: boolean;
  method?: 'get' | 'post';
}) {
  return (
    <div className="grid gap-4">
      <ZoneChoice page={page} />
      <Form method={method} className="grid gap-3" preventScrollReset={method === 'get'}>
        <input type="hidden" name="zone" value={page.zone} />
        {method === 'get' ? (
          <input type="hidden" name="clock" value={page.clock} />
        ) : (
          <input type="hidden" name="after" value={page.after ?? ''} />
        )}
        {days.map(({ day, title, slots }, i) => (
          <details key={day} open={i < DAYS_OPEN} className="group rounded-control border border-line">
            <summary className="flex min-h-12 items-center justify-between px-4 font-medium">
              {title}
              <span className="flex shrink-0 items-center gap-2 pl-2 text-sm font-normal text-muted">
                {slots.length} free <ChevronDown aria-hidden className="size-4 transition-transform group-open:rotate-180" />
              </span>
            </summary>
            <fieldset className="grid grid-cols-3 gap-2 px-4 pb-4">
              <legend className="sr-only">{title}</legend>
              {slots.map(({ startAt, text }) => (
                <label
                  key={startAt}
                  className="relative grid h-11 place-items-center rounded-control border border-line-strong bg-surface text-sm font-medium has-checked:border-primary has-checked:bg-primary has-checked:text-on-primary has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-primary"
                >
                  <input type="radio" name="startAt" value={startAt} required className="absolute inset-0 cursor-pointer appearance-none" />
                  {text}
                </label>
              ))}
            </fieldset>
          </details>
        ))}
        <div className="sticky bottom-0 -mx-6 border-t border-line bg-surface px-6 py-3 sm:-mx-8 sm:px-8">
          <SubmitButton
            size="large"
            look="primary"
            className="w-full"
            pending={isSending}
            pendingText={method === 'get' ? 'Looking…' : 'Booking…'}
          >
            {verb}
          </SubmitButton>
        </div>
      </Form>
    </div>
  );
}

/** The zone times are shown in, and 12 or 24 hours: a plain form whose address is the choice. */
function ZoneChoice({ page }: { page: Clocked }) {
  const [params] = useSearchParams();
  return (
    <Disclosure summary={`Times are in ${page.zone.replaceAll('_', ' ')}`} className="[&>summary]:min-h-11">
      <Form method="get" className="grid gap-3" preventScrollReset>
        {params.has('times') ? <input type="hidden" name="times" value="1" /> : null}
        <SelectField label="Time zone" name="zone" defaultValue={page.zone} key={page.zone}>
          {zones(page.zone).map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </SelectField>
        <SelectField label="Clock" name="clock" defaultValue={page.clock}>
          <option value="24">24 hours, 14:30</option>
          <option value="12">12 hours, 2:30 PM</option>
        </SelectField>
        <SubmitButton>Show times</SubmitButton>
      </Form>
    </Disclosure>
  );
}

/** The zones most visitors live in, with their own among them; the browser's own zone is taken by itself. */
const COMMON = [
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Phoenix',
  'America/Los_Angeles',
  'America/Anchorage',
  'Pacific/Honolulu',
  'America/Toronto',
  'America/Mexico_City',
  'America/Sao_Paulo',
  'Europe/London',
  'Europe/Berlin',
  'Europe/Athens',
  'Africa/Johannesburg',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Australia/Sydney',
  'Pacific/Auckland',
  'UTC',
];
const zones = (own: string) => (COMMON.includes(own) ? COMMON : [own, ...COMMON]);
