import { useEffect, useRef, useState } from 'react';
import { keepSelection, keptSelection, NOBODY, type Picked } from './kept-selection.ts';

/** Rows picked across the pages of one list: ids, or everything the filter finds. */
export type Selection = Picked & {
  /** Rows this page shows picked: all of them, some, none. */
  page: 'all' | 'some' | 'none';
  toggle: (id: string, withRange: boolean) => void;
  togglePage: () => void;
  takeAll: () => void;
  clear: () => void;
};

/** The selection of the list `list` (its filter), of which this page shows `rows`. It outlives paging, sorting and reloading, and ends with another filter. */
export function useSelection(list: string, rows: readonly string[]): Selection {
  const [picked, setPicked] = useState(NOBODY);
  const [of, setOf] = useState(list);
  const last = useRef<string | null>(null);
  if (of !== list) {
    setOf(list);
    setPicked(NOBODY);
  }
  useEffect(() => setPicked(keptSelection(list)), [list]);
  const { isAll, ids } = picked;
  const here = rows.filter((id) => ids.has(id)).length;
  const pick = (next: Picked) => {
    setPicked(next);
    keepSelection(list, next);
  };
  const change = (work: (next: Set<string>) => void) => {
    const next = new Set(isAll ? rows : ids);
    work(next);
    pick({ isAll: false, ids: next });
  };
  return {
    isAll,
    ids,
    page: isAll || (rows.length > 0 && here === rows.length) ? 'all' : here > 0 ? 'some' : 'none',
    toggle: (id, withRange) =>
      change((next) => {
        const isOn = !next.has(id);
        const [from, to] = [rows.indexOf(last.current ?? id), rows.indexOf(id)];
        const touched = withRange && from >= 0 ? rows.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
        for (const each of touched) isOn ? next.add(each) : next.delete(each);
        last.current = id;
      }),
    togglePage: () =>
      change((next) => {
        const isOn = here < rows.length && !isAll;
        for (const id of rows) isOn ? next.add(id) : next.delete(id);
      }),
    takeAll: () => pick({ ...picked, isAll: true }),
    clear: () => pick(NOBODY),
  };
}
