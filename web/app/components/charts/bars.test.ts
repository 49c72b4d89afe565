import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Bars } from './bars.tsx';

test.each([
  [[0, 0], false],
  [[0, 2], true],
])('a chart of %j is drawn: %s; else it says that there is nothing', (values, isDrawn) => {
  const bars = [{ label: 'Fri 20 Nov', short: '20', values }];
  const html = renderToStaticMarkup(
    createElement(Bars, { title: 'Calls', bars, series: ['Placed', 'Answered'], format: String, hasTable: false }),
  );
  expect([html.includes('<svg'), html.includes('Nothing in this time.')]).toEqual([isDrawn, !isDrawn]);
});
