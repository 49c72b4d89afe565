/** What was picked in a list: ids, or everything its filter finds. */
export type Picked = { isAll: boolean; ids: ReadonlySet<string> };

const KEY = 'callvia.picked-leads';
export const NOBODY: Picked = { isAll: false, ids: new Set() };

/** What this tab last picked in the list `list`; of another list nobody. Ids alone are kept, no names. */
export function keptSelection(list: string): Picked {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return isKept(kept) && kept.list === list ? { isAll: kept.isAll, ids: new Set(kept.ids) } : NOBODY;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return NOBODY; // not ours, or storage is switched off
    throw error;
  }
}

/** Keeps what was picked until the tab is closed; nobody picked is nothing kept. */
export function keepSelection(list: string, { isAll, ids }: Picked): void {
  try {
    if (!isAll && ids.size === 0) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ list, isAll, ids: [...ids] }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** What was picked has been acted on. */
export const forgetSelection = (): void => keepSelection('', NOBODY);

type Kept = { list: string; isAll: boolean; ids: string[] };
const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'list' in value &&
  'isAll' in value &&
  typeof value.isAll === 'boolean' &&
  'ids' in value &&
  Array.isArray(value.ids) &&
  value.ids.every((id) => typeof id === 'string');
