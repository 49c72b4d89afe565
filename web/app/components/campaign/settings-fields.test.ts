import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { PaceFields } from './settings-fields.tsx';

const values = {
  ...{ name: '', description: '', cadencePreset: 'seconds', enforceHours: false, timezone: 'America/New_York', hours: DEFAULT_HOURS },
  ...{ maxAttempts: 3, maxConcurrentCalls: 10, agentId: '', fromNumberId: '', calcomEventTypeId: '', bookingUrl: '' },
};

test.each([
  ['live', 'Calls again after 4 h, then after 24 h'],
  ['rehearsal', 'Calls again after 10 s, then after 20 s'],
] as const)('what a new %s campaign means for a lead is told in its own timing', (mode, expected) => {
  expect(renderToStaticMarkup(createElement(PaceFields, { values: { ...values, mode }, errors: {}, mode }))).toContain(expected);
});
