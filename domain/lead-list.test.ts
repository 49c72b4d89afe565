import { expect, test } from 'vitest';
import { filterAddress, mayChangeView, maySeeView, strangeParts, viewQuery } from './lead-list.ts';

const address = (text: string) => new URLSearchParams(text);

test('a filter leaves out order, place and empty parts', () => {
  expect(filterAddress(address('q=ada&status=&sort=name.asc&after=abc&tag=vip'))).toBe('q=ada&tag=vip');
});

test.each([
  [
    'keeps how the list is shown',
    'status=booked&sort=next.asc&columns=name.tags&size=25',
    'columns=name.tags&size=25&sort=next.asc&status=booked',
  ],
  ['leaves out the place and what else is open', 'status=booked&after=x&peek=y&view=z&do=save', 'status=booked'],
  ['is spelled the same whatever the order', 'tag=b&q=a&tag=a', 'q=a&tag=b&tag=a'],
  ['may keep nothing', 'after=x', ''],
  ['is none when it is too long', `q=${'a'.repeat(1_600)}`, null],
])('a view %s', (_what, text, expected) => expect(viewQuery(address(text))).toBe(expected));

test('parts that no view keeps are named once', () => {
  expect(strangeParts(address('q=a&clientId=1&clientId=2&after=x'))).toEqual(['clientId', 'after']);
});

const VIEWS = {
  own: { createdById: 'me', isShared: false },
  theirs: { createdById: 'you', isShared: false },
  shared: { createdById: 'you', isShared: true },
};
test.each([
  ['own', false, true, true],
  ['theirs', false, false, false],
  ['theirs', true, false, false],
  ['shared', false, true, false],
  ['shared', true, true, true],
] as const)('a view (%s; manages: %s) is seen: %s, changed: %s', (which, mayManage, seen, changed) => {
  const asker = { userId: 'me', mayManage };
  expect([maySeeView(VIEWS[which], asker), mayChangeView(VIEWS[which], asker)]).toEqual([seen, changed]);
});
