import { type RefObject, useEffect, useRef, useState } from 'react';

/** Rows picked across the pages of one list: ids, or everything the filter finds. */
export type Selection = {
  isAll: boolean;
  ids: ReadonlySet<string>;
  /** Rows this page shows picked: all of them, some, none. */
  page: 'all' | 'some' | 'none';
  toggle: (id: string, withRange: boolean) => void;
  togglePage: () => void;
  takeAll: () => void;
  clear: () => void;
};

const EMPTY: ReadonlySet<string> = new Set();

/** The selection of the list `list` (its filter), of which this page shows `rows`. It outlives paging and sorting, and ends with another filter. */
export function useSelection(list: string, rows: readonly string[]): Selection {
  const [isAll, setIsAll] = useState(false);
  const [ids, setIds] = useState(EMPTY);
  const [of, setOf] = useState(list);
  const last = useRef<string | null>(null);
  if (of !== list) {
    setOf(list);
    setIds(EMPTY);
    setIsAll(false);
  }
  const here = rows.filter((id) => ids.has(id)).length;
  const change = (work: (next: Set<string>) => void) => {
    const next = new Set(isAll ? rows : ids);
    work(next);
    setIsAll(false);
    setIds(next);
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
    takeAll: () => setIsAll(true),
    clear: () => {
      setIds(EMPTY);
      setIsAll(false);
    },
  };
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  target.getAttribute('type') !== 'checkbox';

/** `j` and `k` move through the rows of a list, `x` picks the one the focus is in, Escape drops the selection. */
export function useRowKeys(table: RefObject<HTMLElement>, { toggle, clear }: Pick<Selection, 'toggle' | 'clear'>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.defaultPrevented ||
        isTyping(event.target) ||
        document.querySelector('dialog[open]')
      )
        return;
      const rows = [...(table.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])];
      const at = rows.findIndex((row) => row.contains(document.activeElement));
      if (event.key === 'j' || event.key === 'k') {
        const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + (event.key === 'j' ? 1 : -1)))];
        next?.querySelector<HTMLElement>('a.row-link')?.focus();
        next?.scrollIntoView({ block: 'nearest' });
      } else if (event.key === 'x' && at >= 0) {
        const id = rows[at]?.dataset['row'];
        if (id) toggle(id, event.shiftKey);
      } else if (event.key === 'Escape') clear();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [table, toggle, clear]);
}
