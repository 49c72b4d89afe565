import { useNavigate } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { placesFor, shortcutOf } from '../shortcuts.ts';
import { later } from './later.tsx';
import { pageActions } from './page-actions.ts';

const GOING_MS = 1_500;
const Palette = later(async () => (await import('./palette/palette.tsx')).Palette);
const ShortcutList = later(async () => (await import('./palette/shortcut-list.tsx')).ShortcutList);

export type Opened = 'palette' | 'help' | null;

const NOT_TYPED_INTO = new Set(['button', 'checkbox', 'radio', 'submit', 'reset', 'file', 'range', 'color', 'image']);
function isTypedInto(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !NOT_TYPED_INTO.has(target.type);
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, select'));
}

/** The page's own search where it has one in view, else the frame's. */
function focusSearch(): void {
  const fields = [...document.querySelectorAll<HTMLInputElement>('main [data-focus="search"], [data-focus="search"]')];
  const field = fields.find((each) => each.closest('main') && each.checkVisibility()) ?? fields.find((each) => each.checkVisibility());
  field?.focus();
  field?.select();
}

/** The keys every page has, those the page offers, and what they open. What is opened is fetched then. */
export function useKeys({ hasKeys, mayCreate, mayBill }: { hasKeys: boolean; mayCreate: boolean; mayBill: boolean }) {
  const [opened, open] = useState<Opened>(null);
  const navigate = useNavigate();
  const goingUntil = useRef(0);
  const newest = useRef({ hasKeys, mayCreate, mayBill, navigate });
  newest.current = { hasKeys, mayCreate, mayBill, navigate };
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const known = newest.current;
      const shortcut = shortcutOf(
        { key: event.key, hasModifier: event.ctrlKey || event.metaKey || event.altKey, isCommand: event.ctrlKey || event.metaKey },
        {
          isTyping: isTypedInto(event.target),
          isModal: document.querySelector('dialog[open], [role="menu"]') !== null,
          hasKeys: known.hasKeys,
          isGoing: Date.now() < goingUntil.current,
          mayBill: known.mayBill,
        },
      );
      goingUntil.current = shortcut?.kind === 'going' ? Date.now() + GOING_MS : 0;
      const perform = shortcut && deedOf(shortcut);
      if (!perform) return;
      event.preventDefault();
      perform();
    };
    const deedOf = (shortcut: NonNullable<ReturnType<typeof shortcutOf>>): (() => void) | null => {
      const { navigate: go, mayCreate: may } = newest.current;
      switch (shortcut.kind) {
        case 'palette':
          return () => open((now) => (now === 'palette' ? null : 'palette'));
        case 'help':
          return () => open('help');
        case 'search':
          return focusSearch;
        case 'create':
          return may ? () => go('/campaigns/new') : null;
        case 'go':
          return () => go(shortcut.to);
        case 'going':
          return () => undefined;
        case 'page': {
          const action = pageActions().findLast(({ key }) => key === shortcut.key);
          if (!action) return null;
          return 'to' in action ? () => go(action.to) : action.perform;
        }
        default:
          return shortcut satisfies never;
      }
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  const shown = (
    <>
      {opened === 'palette' ? <Palette mayCreate={mayCreate} places={placesFor({ mayBill })} close={() => open(null)} /> : null}
      {opened === 'help' ? (
        <ShortcutList hasKeys={hasKeys} mayCreate={mayCreate} places={placesFor({ mayBill })} close={() => open(null)} />
      ) : null}
    </>
  );
  return { open, shown };
}
