import { expect, test } from 'vitest';
import { campaignWorld } from './testing/campaigns.ts';
import { estimateFacts, refusedRows } from './views-review.ts';

const { act, campaign, clientId: idOfClient, lead } = campaignWorld();
const facts = (id: string, mode: 'live' | 'rehearsal' = 'rehearsal') => act((tx, clientId) => estimateFacts(tx, clientId, { id, mode }));

test('leads are grouped by the zones it must be open in; who has ended or lacks consent is not called, and an unknown zone is said', async () => {
  const id = await campaign({ mode: 'live' });
  const consented = { consentAt: new Date() };
  await lead(id, { ...consented, phone: '+12125550101' });
  await lead(id, { ...consented, phone: '+12125550102' });
  await lead(id, { ...consented, phone: '+14155550103' });
  await lead(id, { ...consented, phone: '+12125550104', timezone: 'America/Denver' });
  await lead(id, { ...consented, phone: '+10005550105' });
  await lead(id, { phone: '+12125550106' });
  await lead(id, { ...consented, phone: '+12125550107', status: 'dnc', phase: 'end' });
  expect(await facts(id, 'live')).toEqual({
    groups: [
      { zones: ['America/New_York'], leads: 2 },
      { zones: ['America/Denver', 'America/New_York'], leads: 1 },
      { zones: ['America/Los_Angeles'], leads: 1 },
    ],
    withoutZone: 1,
    measured: { placed: 0, answered: 0, seconds: 0 },
    terms: { centsPerMinute: 20, isIncluded: false, lines: 10 },
  });
});

test('calls of other campaigns of the same kind measure how calls go', async () => {
  const [id, before, live] = [await campaign(), await campaign({ name: 'Before' }), await campaign({ name: 'Live', mode: 'live' })];
  const call = async (campaignId: string, mode: string, answered: boolean, durationSeconds: number) => {
    const leadId = await lead(campaignId);
    await act((tx, clientId) =>
      tx.call.create({
        data: {
          clientId,
          mode,
          campaignId,
          leadId,
          toNumber: '+14155550100',
          dialledAt: new Date(),
          answered,
          durationSeconds,
          permit: 'consumed',
        },
      }),
    );
  };
  await call(before, 'rehearsal', true, 90);
  await call(before, 'rehearsal', false, 5);
  await call(live, 'live', true, 600);
  await call(id, 'rehearsal', true, 600);
  expect((await facts(id)).measured).toEqual({ placed: 2, answered: 1, seconds: 95 });
});

test('refused rows are summed over the imports of this campaign, and lead to the one they stand in', async () => {
  const [id, other] = [await campaign(), await campaign({ name: 'Other' })];
  const imported = (campaignId: string, invalid: number, codes: string[], more: object = {}) =>
    act(async (tx, clientId) => {
      const job = { clientId, campaignId, fileName: 'a.csv', status: 'completed', inserted: 5, invalid, ...more };
      const { id: importJobId } = await tx.importJob.create({ data: job });
      const rows = codes.map((code, row) => ({ clientId, importJobId, row, field: 'phone', code, message: code }));
      await tx.importReject.createMany({ data: rows });
      return importJobId;
    });
  const first = await imported(id, 3, ['zone_unknown', 'toll_free', 'toll_free', 'no_consent']);
  await imported(id, 1, ['toll_free']);
  await imported(id, 9, ['zone_unknown'], { dryRun: true });
  await imported(other, 9, ['zone_unknown']);
  expect(await act((tx) => refusedRows(tx, idOfClient(), id))).toEqual([
    { group: 'unconsented', rows: 1, importId: first },
    { group: 'zoneless', rows: 1, importId: first },
    { group: 'invalid', rows: 3, importId: null },
  ]);
});
