import { describe, expect, test } from 'vitest';
import type { Tx } from '../client.ts';
import { lockCall } from './calls.ts';
import { finishLeads } from './campaign-ending.ts';
import { completeCampaign, completeIfDone } from './campaign-verbs.ts';
import { findCampaign } from './campaigns.ts';
import { lockLead } from './lead-row.ts';
import { campaignWorld } from './testing/campaigns.ts';

const { act, activate, campaign, clientId, facts, lead, leadRow, status } = campaignWorld();

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

describe('completing', () => {
  test('gives each unfinished lead a final status with its reason, tells those that have a workflow, and leaves appointments be', async () => {
    const id = await campaign();
    const [fresh, called, shown, attending] = [
      await lead(id),
      await lead(id, { dials: 2, attempts: 2, status: 'queued', seq: 4, toldSeq: 4, dueAt: new Date() }),
      await lead(id, { phase: 'end', status: 'shown', seq: 9, toldSeq: 9 }),
      await lead(id, { phase: 'attend', status: 'booked', seq: 5, toldSeq: 5 }),
    ];
    await activate(id);
    await act(async (tx, clientId) => {
      const call = await tx.call.create({
        data: { clientId, mode: 'rehearsal', campaignId: id, leadId: called, toNumber: '+1', permit: 'granted' },
      });
      await tx.callSlot.create({
        data: { callId: call.id, clientId, mode: 'rehearsal', campaignId: id, leadId: called, phone: '+1', leaseUntil: new Date() },
      });
      await tx.message.create({
        data: { clientId, mode: 'rehearsal', leadId: called, channel: 'sms', kind: 'booking_link', status: 'scheduled', dedupeKey: 'x' },
      });
    });
    expect(await act((tx, clientId) => completeCampaign(tx, clientId, id))).toEqual({ kind: 'ok' });
    expect(await leadRow(fresh)).toMatchObject({
      phase: 'end',
      status: 'unresponsive',
      dueAt: null,
      nextAt: null,
      nextReason: 'the campaign was completed',
      seq: 1,
      toldSeq: 1,
    });
    expect(await leadRow(called)).toMatchObject({ phase: 'end', status: 'unresponsive', seq: 5, toldSeq: 4 });
    expect(await leadRow(shown)).toMatchObject({ status: 'shown', seq: 9 });
    expect(await leadRow(attending)).toMatchObject({ phase: 'attend', status: 'booked', seq: 5 });
    expect(await facts(fresh)).toEqual([['lead.ended', true]]);
    expect(await facts(called)).toEqual([['lead.ended', false]]);
    const left = await act(async (tx) => [
      await tx.callSlot.count(),
      await tx.call.count({ where: { permit: 'granted' } }),
      await tx.message.count({ where: { status: 'skipped', skipReason: 'campaign_completed' } }),
    ]);
    expect(left).toEqual([0, 0, 1]);
    expect((await act((tx, clientId) => findCampaign(tx, clientId, id)))?.stats).toMatchObject({
      totalLeads: 4,
      unresponsive: 2,
      finished: 3,
    });
  });

  test('waits for a lead that somebody else holds without holding its call', async () => {
    const id = await campaign();
    const leadId = await lead(id);
    await activate(id);
    const granted = { mode: 'rehearsal', campaignId: id, leadId, toNumber: '+1', permit: 'granted' } as const;
    const call = await act((tx, clientId) => tx.call.create({ data: { clientId, ...granted } }));
    const [holding, waiting] = [gate(), gate()];
    const dial = act(async (tx, clientId) => {
      await lockLead(tx, clientId, leadId);
      holding.open();
      await waiting.opened;
      return lockCall(tx, clientId, call.id);
    });
    await holding.opened;
    const completed = act((tx, clientId) => completeCampaign(tx, clientId, id));
    setTimeout(waiting.open, 300);
    expect((await Promise.all([dial, completed]))[1]).toEqual({ kind: 'ok' });
  });

  test('ends leads in batches, and tells those of later batches after those of earlier ones', async () => {
    const id = await campaign();
    for (let n = 0; n < 110; n++) await lead(id, { dials: 1, seq: 1, toldSeq: 1 });
    const ended = await act(async (tx, clientId) => {
      let statements = 0;
      const $queryRaw = (...query: Parameters<Tx['$queryRaw']>) => {
        statements++;
        return tx.$queryRaw(...query);
      };
      const leads = await finishLeads({ ...tx, $queryRaw } as Tx, clientId, id, 'campaign_completed', 40);
      return { leads, statements };
    });
    expect(ended).toEqual({ leads: 110, statements: 3 });
    const told = await act((tx) => tx.outboxEvent.findMany({ where: { type: 'lead.ended' }, orderBy: { nextTryAt: 'asc' } }));
    const first = told[0]?.nextTryAt.getTime() ?? 0;
    expect(told.map(({ nextTryAt }) => Math.round((nextTryAt.getTime() - first) / 1000)).filter((n) => n === 1)).toHaveLength(50);
  });

  test('of a rehearsal invoices its calls at once', async () => {
    const id = await campaign();
    const leadId = await lead(id, { phase: 'end', status: 'shown' });
    await lead(id);
    await activate(id);
    await act(async (tx, clientId) => {
      const call = await tx.call.create({
        data: { clientId, mode: 'rehearsal', campaignId: id, leadId, toNumber: '+1', permit: 'consumed', dialNo: 1 },
      });
      await tx.usageRecord.create({
        data: {
          callId: call.id,
          clientId,
          mode: 'rehearsal',
          seconds: 90,
          rateCents: 20,
          costCents: 30,
          settlement: 'invoice',
          periodMonth: '2026-11',
        },
      });
    });
    await act((tx, clientId) => completeCampaign(tx, clientId, id));
    const invoices = await act((tx) => tx.invoice.findMany());
    expect(invoices).toMatchObject([{ mode: 'rehearsal', kind: 'usage', amountDueCents: 30, status: 'draft' }]);
    expect(await facts(clientId())).toEqual([['billing.invoice_wanted', false]]);
  });
});

describe('completing by itself', () => {
  const done = (id: string) => act((tx, clientId) => completeIfDone(tx, clientId, id));
  const over = { phase: 'end', status: 'unresponsive' };

  test('waits for open leads, undecided appointments and imports, then happens once', async () => {
    const id = await campaign();
    const leadId = await lead(id);
    await activate(id);
    expect(await done(id)).toBe(false);
    const times = { startAt: new Date(), endAt: new Date(Date.now() + 1), timezone: 'UTC', bookedAt: new Date(), verifyDueAt: new Date() };
    await act(async (tx, clientId) => {
      await tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: over });
      await tx.appointment.create({ data: { clientId, mode: 'rehearsal', campaignId: id, leadId, status: 'awaiting', ...times } });
    });
    expect(await done(id)).toBe(false);
    await act((tx) => tx.appointment.updateMany({ data: { status: 'no_show' } }));
    await act((tx, clientId) => tx.importJob.create({ data: { clientId, campaignId: id, fileName: 'a.csv', status: 'running' } }));
    expect(await done(id)).toBe(false);
    await act((tx) => tx.importJob.updateMany({ data: { status: 'completed' } }));
    expect(await Promise.all([done(id), done(id)])).toContain(true);
    expect(await done(id)).toBe(false);
    expect(await status(id)).toBe('completed');
    expect((await facts(id)).map(([type]) => type)).toEqual(['campaign.activated', 'campaign.completed']);
  });

  test('happens at the end that was set, whatever is left', async () => {
    const id = await campaign({ endsAt: new Date(Date.now() + 3_600_000).toISOString() });
    const leadId = await lead(id);
    await activate(id);
    expect(await done(id)).toBe(false);
    await act((tx) => tx.campaign.updateMany({ data: { endsAt: new Date(Date.now() - 1) } }));
    expect(await done(id)).toBe(true);
    expect(await leadRow(leadId)).toMatchObject({ phase: 'end', status: 'unresponsive' });
    expect(await done(id)).toBe(false);
  });

  test('sees the leads of an import batch that held the campaign while it waited', async () => {
    const id = await campaign();
    const leadId = await lead(id);
    await activate(id);
    await act((tx, clientId) => tx.lead.update({ where: { clientId_id: { clientId, id: leadId } }, data: over }));
    const [holding, finished] = [gate(), gate()];
    const batch = act(async (tx, clientId) => {
      await tx.$queryRaw`SELECT 1 FROM campaign WHERE id = ${id}::uuid FOR SHARE`;
      await tx.lead.create({ data: { clientId, mode: 'rehearsal', campaignId: id, phone: '+13125550123' } });
      holding.open();
      await finished.opened;
    });
    await holding.opened;
    const asked = done(id);
    setTimeout(finished.open, 300);
    await batch;
    expect(await asked).toBe(false);
    expect(await status(id)).toBe('active');
  });
});
