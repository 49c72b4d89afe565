import { Form, useLocation } from '@remix-run/react';
import { Columns3 } from 'lucide-react';
import { LEAD_LIST_COLUMNS, type LeadListColumn } from '#domain/lead-columns.ts';
import { Popover } from '../popover.tsx';
import { Button } from '../ui/button.tsx';
import { Checkbox } from '../ui/form.tsx';
import { COLUMN_NAMES } from './lead-columns.tsx';

const FORM = 'lead-columns';

/** Where the choice is sent from: beside the form of the list, in which no other form may stand. */
export function ColumnForm() {
  const { pathname, search } = useLocation();
  return (
    <Form id={FORM} method="post" action="/preferences" preventScrollReset className="hidden">
      <input type="hidden" name="next" value={`${pathname}${search}`} />
    </Form>
  );
}

/** Which columns a list of leads shows: kept in the address, and in this browser for the next list. */
export function ColumnChooser({ shown, without }: { shown: readonly LeadListColumn[]; without: readonly LeadListColumn[] }) {
  return (
    <Popover
      summary={
        <>
          <Columns3 aria-hidden /> Columns
        </>
      }
    >
      <fieldset key={shown.join('.')} className="grid gap-1">
        <legend className="mb-2 font-semibold">Columns beside the name</legend>
        <div className="grid grid-cols-2 gap-x-3">
          {LEAD_LIST_COLUMNS.filter((column) => !without.includes(column)).map((column) => (
            <Checkbox
              key={column}
              form={FORM}
              name="column"
              value={column}
              label={COLUMN_NAMES[column]}
              defaultChecked={shown.includes(column)}
              isRoomy
            />
          ))}
        </div>
        {without.map((column) =>
          shown.includes(column) ? <input key={column} form={FORM} type="hidden" name="column" value={column} /> : null,
        )}
      </fieldset>
      <div className="mt-3 flex justify-end gap-2 border-t border-line pt-3">
        <Button type="submit" form={FORM} size="small" look="ghost" name="columns" value="standard">
          Standard
        </Button>
        <Button type="submit" form={FORM} size="small" name="columns" value="chosen">
          Show
        </Button>
      </div>
    </Popover>
  );
}
