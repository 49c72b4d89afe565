import { expect, test } from 'vitest';
import { CAMPAIGN_STATUSES, LEAD_STATUSES } from './lead.ts';
import { mayMoveCampaign, mayMoveLead } from './status.ts';

const pairs = <T extends string>(statuses: readonly T[], may: (from: T, to: T) => boolean) =>
  statuses.map((from) => `${from} → ${statuses.filter((to) => may(from, to)).join(' ')}`.trim());

test('LEAD-19: where a lead may go', () => {
  expect(pairs(LEAD_STATUSES, mayMoveLead)).toEqual([
    'new → queued booked unresponsive dnc invalid',
    'queued → calling booked unresponsive dnc invalid',
    'calling → queued contacted callback booked unresponsive dnc invalid',
    'contacted → queued callback booked unresponsive dnc invalid',
    'callback → queued calling booked unresponsive dnc invalid',
    'booked → callback shown no_show dnc',
    'shown → booked no_show dnc',
    'no_show → booked shown rebooking unresponsive dnc',
    'rebooking → booked shown unresponsive dnc',
    'unresponsive → queued booked shown no_show dnc',
    'dnc →',
    'invalid → booked dnc',
  ]);
});

test('a late event moves nobody backwards', () => {
  expect(mayMoveLead('booked', 'contacted')).toBe(false);
  expect(mayMoveLead('contacted', 'calling')).toBe(false);
  expect(mayMoveLead('shown', 'rebooking')).toBe(false);
});

test('CAMP-11: where a campaign may go', () => {
  expect(pairs(CAMPAIGN_STATUSES, mayMoveCampaign)).toEqual([
    'draft → active archived',
    'active → paused completed',
    'paused → active completed',
    'completed → archived',
    'archived →',
  ]);
});
