import { type ReactNode, useEffect, useRef } from 'react';

/** A deed of the page one is on: offered in the command menu, and by its key where it has one. */
export type PageAction = {
  /** In words, as a button would say it. */
  text: string;
  /** A single key; not one of `?`, `/`, `c` and `g`, which every page has. */
  key?: string;
  icon?: ReactNode;
  /** Only by its key, not in the command menu: moving through a list, for example. */
  isKeyOnly?: boolean;
} & ({ to: string } | { perform: () => void });

const registered = new Map<symbol, () => readonly PageAction[]>();

/** Offers deeds while the component is on the page. */
export function usePageActions(actions: readonly PageAction[]): void {
  const newest = useRef(actions);
  newest.current = actions;
  useEffect(() => {
    const token = Symbol('page actions');
    registered.set(token, () => newest.current);
    return () => void registered.delete(token);
  }, []);
}

/** What the page offers at this moment; of two with the same key the later is meant. */
export const pageActions = (): readonly PageAction[] => [...registered.values()].flatMap((actions) => actions());
