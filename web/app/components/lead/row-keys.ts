import { type RefObject, useEffect, useRef } from 'react';
import { usePageActions } from '../page-actions.ts';
import type { Peek } from './peek.ts';
import type { Selection } from './selection.ts';

/**
 * `j` and `k` move through the rows of a list, and an open preview with them; `x` picks the row the focus is in, with Shift all from the last
 * picked on. `p` previews it, Enter opens it. Escape closes the preview, else drops the selection.
 */
export function useRowKeys(table: RefObject<HTMLElement>, { toggle, clear }: Pick<Selection, 'toggle' | 'clear'>, peek: Peek): void {
  const rows = () => [...(table.current?.querySelectorAll<HTMLElement>('tr[data-row]') ?? [])];
  const at = () => rows().findIndex((row) => row.contains(document.activeElement));
  const idAt = (index: number) => rows()[index]?.dataset['row'];
  const go = (by: 1 | -1) => {
    const all = rows();
    const from = at() >= 0 ? at() : all.findIndex((row) => row.dataset['row'] === peek.id);
    const next = all[from < 0 ? 0 : Math.min(all.length - 1, Math.max(0, from + by))];
    next?.querySelector<HTMLElement>('a.row-link')?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    const id = next?.dataset['row'];
    if (peek.id && id) peek.open(id);
  };
  const pick = (withRange: boolean) => {
    const id = idAt(at());
    if (id) toggle(id, withRange);
  };
  usePageActions([
    { text: 'Next row', key: 'j', isKeyOnly: true, perform: () => go(1) },
    { text: 'Row before', key: 'k', isKeyOnly: true, perform: () => go(-1) },
    { text: 'Select the row', key: 'x', isKeyOnly: true, perform: () => pick(false) },
    { text: 'Select all rows up to here', key: 'X', isKeyOnly: true, perform: () => pick(true) },
    {
      text: 'Preview the row',
      key: 'p',
      isKeyOnly: true,
      perform: () => {
        const id = idAt(at());
        if (id) peek.open(id);
      },
    },
  ]);
  const newest = useRef({ clear, peek });
  newest.current = { clear, peek };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open], [role="menu"]')) return;
      const { clear: drop, peek: open } = newest.current;
      if (open.id) open.close();
      else drop();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
