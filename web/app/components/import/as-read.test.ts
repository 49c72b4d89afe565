import { expect, test } from 'vitest';
import { matchHeaders } from '#domain/import-headers.ts';
import { asRead } from './as-read.ts';

const columnsOf = (headers: string[], mapping: Record<string, string> = {}) => {
  const answer = matchHeaders(headers, mapping);
  if (answer.kind === 'reject') throw new Error(answer.message);
  return answer.columns;
};

test('rows stand as the leads they become: names split, numbers spelled out, own fields last, nothing of what is left out', () => {
  const columns = columnsOf(['Plan', 'Mobile', 'Name', 'Tags', 'Consent at', 'Remark'], { Mobile: 'phone', Remark: 'ignore' });
  expect(asRead([{ row: 2, cells: ['gold', '415.555.0121', 'Hopper, Grace', 'a; b', '3/9/2026', 'secret'] }], columns, 'US')).toEqual({
    titles: ['First name', 'Last name', 'Phone', 'Tags', 'Consent given at', 'Plan'],
    lines: [
      {
        row: 2,
        cells: [
          { value: 'Grace' },
          { value: 'Hopper' },
          { value: '(415) 555-0121' },
          { value: 'a, b' },
          { value: '9 Mar 2026' },
          { value: 'gold' },
        ],
      },
    ],
  });
});

test('a detail that cannot be read is told at its cell, and a row that becomes no lead says all reasons', () => {
  const { lines } = asRead(
    [
      { row: 2, cells: ['(415) 555-0121', 'brian@example', 'Mars/Olympus'] },
      { row: 4, cells: ['12', 'nobody@example.com', '', 'one too many'] },
    ],
    columnsOf(['phone', 'email', 'timezone']),
    'US',
  );
  expect(lines).toEqual([
    {
      row: 2,
      cells: [
        { value: '(415) 555-0121' },
        { value: '', problem: { found: 'brian@example', message: 'This is not an e-mail address; the lead has none' } },
        { value: '', problem: { found: 'Mars/Olympus', message: 'No such time zone; it is left out' } },
      ],
    },
    {
      row: 4,
      refused: ['The row has more cells than the header; is a quote missing?: one too many', 'This is not a possible phone number: 12'],
    },
  ]);
});
