/** Where one can go from every page; `key` is pressed after `g`. */
export const PLACES = [
  { to: '/', text: 'Overview', key: 'o' },
  { to: '/campaigns', text: 'Campaigns', key: 'c' },
  { to: '/leads', text: 'Leads', key: 'l' },
  { to: '/calls', text: 'Calls', key: 'p' },
  { to: '/appointments', text: 'Appointments', key: 'a' },
  { to: '/billing', text: 'Billing', key: 'b' },
] as const;
export type Place = (typeof PLACES)[number]['to'];

/** Of these places, those that are open to somebody: the books are not everybody's. */
export const placesFor = ({ mayBill }: { mayBill: boolean }) => PLACES.filter(({ to }) => mayBill || to !== '/billing');

export type Places = ReturnType<typeof placesFor>;

export type Pressed = { key: string; hasModifier: boolean; isCommand: boolean };
export type Where = {
  /** The focus stands in something one types into. */
  isTyping: boolean;
  /** A dialog or menu is open and has the keys for itself. */
  isModal: boolean;
  /** Single keys were not switched off by this person. */
  hasKeys: boolean;
  /** `g` was pressed just before. */
  isGoing: boolean;
  /** The books are open to this person. */
  mayBill: boolean;
};
export type Shortcut =
  | { kind: 'palette' }
  | { kind: 'help' }
  | { kind: 'search' }
  | { kind: 'create' }
  | { kind: 'going' }
  | { kind: 'go'; to: Place }
  | { kind: 'page'; key: string };

/** What a key asks for; null when it is not ours. The command menu opens from anywhere, single keys only where nobody types. */
export function shortcutOf(
  { key, hasModifier, isCommand }: Pressed,
  { isTyping, isModal, hasKeys, isGoing, mayBill }: Where,
): Shortcut | null {
  if (isCommand && key.toLowerCase() === 'k') return { kind: 'palette' };
  if (hasModifier || isTyping || isModal || !hasKeys) return null;
  if (isGoing) {
    const place = placesFor({ mayBill }).find((each) => each.key === key);
    if (place) return { kind: 'go', to: place.to };
  }
  switch (key) {
    case '?':
      return { kind: 'help' };
    case '/':
      return { kind: 'search' };
    case 'c':
      return { kind: 'create' };
    case 'g':
      return { kind: 'going' };
    default:
      return { kind: 'page', key };
  }
}
