import { Ban, Download, PhoneOutgoing, Tag, Trash2, X } from 'lucide-react';
import { formatNumberOf } from '../../words/numbers.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';
import type { Selection } from './selection.ts';

export type BulkRights = { write: boolean; bar: boolean; delete: boolean };

/** What can be done to the picked leads. Before any script it stands below the list with a choice of whom it means. */
export function BulkBar({ selection, total, may }: { selection: Selection; total: string; may: BulkRights }) {
  const { isAll, ids, clear } = selection;
  const isPicked = isAll || ids.size > 0;
  return (
    <section
      aria-label="Actions on the selected leads"
      className={cn(
        'sticky bottom-3 z-20 mx-3 mb-3 flex flex-wrap items-center gap-2 rounded-card border border-line bg-raised px-4 py-3 shadow-float',
        isPicked ? '' : 'js-hidden',
      )}
    >
      <p className="mr-auto text-sm font-medium" role="status">
        {isAll ? `All ${total} leads selected` : isPicked ? `${formatNumberOf(ids.size, 'lead')} selected` : 'Check leads, then choose'}
      </p>
      {isPicked ? null : (
        <select
          name="scope"
          aria-label="Which leads"
          className="js-hidden h-9 rounded-control border border-line-strong bg-surface px-2 text-sm max-sm:h-11"
        >
          <option value="picked">Checked leads</option>
          <option value="all">All {total} matching</option>
        </select>
      )}
      {isPicked ? (
        <Button look="ghost" size="icon" aria-label="Clear the selection" onClick={clear} className="sm:order-last">
          <X aria-hidden />
        </Button>
      ) : null}
      <div className="flex gap-2 max-sm:-mx-4 max-sm:w-[calc(100%+2rem)] max-sm:overflow-x-auto max-sm:px-4 max-sm:pb-1 sm:flex-wrap">
        {may.write ? (
          <>
            <Button type="submit" size="small" name="verb" value="tag">
              <Tag aria-hidden /> Tag
            </Button>
            <Button type="submit" size="small" name="verb" value="untag">
              Remove tag
            </Button>
            <Button type="submit" size="small" name="verb" value="assign">
              Assign
            </Button>
            <Button type="submit" size="small" name="verb" value="call">
              <PhoneOutgoing aria-hidden /> Call next
            </Button>
            <Button type="submit" size="small" formAction="/leads/export.csv">
              <Download aria-hidden /> Export CSV
            </Button>
            <Button type="submit" size="small" formAction="/leads/export.json">
              Export JSON
            </Button>
          </>
        ) : null}
        {may.bar ? (
          <Button type="submit" size="small" name="verb" value="dnc">
            <Ban aria-hidden /> Do not call
          </Button>
        ) : null}
        {may.delete ? (
          <Button type="submit" size="small" name="verb" value="delete">
            <Trash2 aria-hidden /> Delete
          </Button>
        ) : null}
      </div>
    </section>
  );
}
