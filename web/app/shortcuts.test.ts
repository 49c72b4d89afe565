import { expect, test } from 'vitest';
import { shortcutOf } from './shortcuts.ts';

const pressed = (key: string, more: object = {}) => ({ key, hasModifier: false, isCommand: false, ...more });
const reading = { isTyping: false, isModal: false, hasKeys: true, isGoing: false, mayBill: true };
const command = { hasModifier: true, isCommand: true };

test.each([
  ['Ctrl K', pressed('k', command), reading, { kind: 'palette' }],
  ['Ctrl K while typing, with single keys off', pressed('K', command), { ...reading, isTyping: true, hasKeys: false }, { kind: 'palette' }],
  ['another combination', pressed('c', command), reading, null],
  ['a question mark', pressed('?'), reading, { kind: 'help' }],
  ['a slash', pressed('/'), reading, { kind: 'search' }],
  ['a slash while typing', pressed('/'), { ...reading, isTyping: true }, null],
  ['c', pressed('c'), reading, { kind: 'create' }],
  ['c over a dialog', pressed('c'), { ...reading, isModal: true }, null],
  ['c with single keys off', pressed('c'), { ...reading, hasKeys: false }, null],
  ['g', pressed('g'), reading, { kind: 'going' }],
  ['c after g', pressed('c'), { ...reading, isGoing: true }, { kind: 'go', to: '/campaigns' }],
  ['b after g', pressed('b'), { ...reading, isGoing: true }, { kind: 'go', to: '/billing' }],
  ['b after g of who may not see the books', pressed('b'), { ...reading, isGoing: true, mayBill: false }, { kind: 'page', key: 'b' }],
  ['a letter without a place after g', pressed('x'), { ...reading, isGoing: true }, { kind: 'page', key: 'x' }],
  ['a key of the page', pressed('j'), reading, { kind: 'page', key: 'j' }],
])('%s', (_case, key, where, expected) => expect(shortcutOf(key, where)).toEqual(expected));
