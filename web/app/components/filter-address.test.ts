import { expect, test } from 'vitest';
import { filled, without } from './filter-address.ts';

const formOf = (query: string) => {
  const form = new FormData();
  for (const [name, value] of new URLSearchParams(query)) form.append(name, value);
  return form;
};
const partsOf = (form: FormData) => [...form].map(([name, value]) => `${name}=${value}`);

test.each([
  ['q=&status=booked&status=callback&tag=', ['status=booked', 'status=callback']],
  ['q=ada&status=&status=callback', ['q=ada']],
  ['status=booked&status=callback&status=&q=ada', ['status=booked', 'status=callback', 'q=ada']],
])('what is set in %s', (query, expected) => expect(partsOf(filled(formOf(query)))).toEqual(expected));

test('of several values of one part only the one that is dropped goes, and with it the place in the list', () => {
  const params = new URLSearchParams('status=booked&status=callback&q=ada&after=x');
  expect(without(params, 'status', 'booked').toString()).toBe('status=callback&q=ada');
});
