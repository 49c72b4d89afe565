import { expect, test } from 'vitest';
import { SECONDS_CADENCE } from '#domain/cadence.ts';
import { LAW_HOURS } from '#domain/calling-window.ts';
import { CampaignChange } from './campaign-settings.ts';

test.each<[object, string]>([
  [{ cadence: { ...SECONDS_CADENCE, rebook: [0, 10, 10] } }, 'cadence.rebook'],
  [{ cadence: { ...SECONDS_CADENCE, callback: 1.5 } }, 'cadence.callback'],
  [{ cadence: { ...SECONDS_CADENCE, surprise: 1 } }, 'cadence'],
  [{ callingHours: { ...LAW_HOURS, sun: [['09:00', '21:01']] } }, 'callingHours.sun.0'],
  [{ callingHours: { ...LAW_HOURS, mon: [['9:00', '12:00']] } }, 'callingHours.mon.0.0'],
  [{ callingHours: { mon: [] } }, 'callingHours.tue'],
  [{ maxAttempts: 11 }, 'maxAttempts'],
])('%j is refused at its place', (change, path) => {
  const { error } = CampaignChange.safeParse(change);
  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
});
