import { TRUE_CADENCE } from '#domain/cadence.ts';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import type { Db } from '#prisma/client.ts';

/** One row of everything a client can have, in a rehearsal. */
export type Tenant = {
  clientId: string;
  campaignId: string;
  leadId: string;
  callId: string;
  appointmentId: string;
  unmatchedId: string;
  invoiceId: string;
  messageId: string;
  replyId: string;
  commentId: string;
  importId: string;
  viewId: string;
  bulkId: string;
};

/** Fills a client. `phone` is the lead's number. */
export async function fillTenant(db: Db, clientId: string, phone = '+14155550123'): Promise<Tenant> {
  const mode = 'rehearsal';
  const hour = 3_600_000;
  const at = (ms: number) => new Date(Date.now() + ms);
  return db.withClient(clientId, async (tx) => {
    const agent = await tx.agent.create({ data: { clientId, name: 'Robin', retellAgentId: 'agent_1' } });
    const campaign = await tx.campaign.create({
      data: {
        clientId,
        name: 'Roofs',
        mode,
        cadence: TRUE_CADENCE,
        callingHours: DEFAULT_HOURS,
        timezone: 'America/New_York',
        agentId: agent.id,
      },
    });
    const own = { clientId, mode, campaignId: campaign.id };
    const lead = await tx.lead.create({ data: { ...own, phone, firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.com' } });
    const call = await tx.call.create({
      data: {
        ...own,
        leadId: lead.id,
        toNumber: phone,
        permit: 'consumed',
        status: 'completed',
        dialNo: 1,
        dialledAt: at(-2 * hour),
        startedAt: at(-2 * hour),
        endedAt: at(-2 * hour),
        durationSeconds: 60,
        answered: true,
      },
    });
    await tx.transcriptLine.create({ data: { clientId, callId: call.id, seq: 0, speaker: 'agent', message: 'Hello' } });
    const times = {
      startAt: at(-hour),
      endAt: at(-hour / 2),
      timezone: 'America/New_York',
      bookedAt: at(-2 * hour),
      verifyDueAt: at(47 * hour),
    };
    const appointment = await tx.appointment.create({ data: { ...own, ...times, leadId: lead.id, title: 'Roof' } });
    const unmatched = await tx.appointment.create({ data: { clientId, mode, ...times, title: 'Somebody' } });
    const message = await tx.message.create({
      data: { ...own, leadId: lead.id, channel: 'sms', kind: 'reminder_2h', dedupeKey: `m:${lead.id}`, body: 'Soon' },
    });
    const reply = await tx.message.create({
      data: {
        ...own,
        leadId: lead.id,
        direction: 'inbound',
        channel: 'sms',
        kind: 'reply',
        status: 'received',
        dedupeKey: `r:${lead.id}`,
        body: 'Parking?',
      },
    });
    const comment = await tx.comment.create({
      data: { clientId, leadId: lead.id, authorId: crypto.randomUUID(), body: 'Prefers Tuesdays' },
    });
    const invoice = await tx.invoice.create({
      data: {
        clientId,
        mode,
        kind: 'milestone',
        status: 'open',
        amountDueCents: 200_000,
        finalizedAt: at(0),
        pdfUrl: 'http://localhost:4000/invoice.pdf',
      },
    });
    const job = await tx.importJob.create({ data: { clientId, campaignId: campaign.id, fileName: 'leads.csv', status: 'completed' } });
    const view = await tx.savedView.create({
      data: { clientId, name: 'Booked', query: 'status=booked', isShared: true, createdById: crypto.randomUUID() },
    });
    const bulk = await tx.bulkJob.create({
      data: { clientId, verb: 'tag', tag: 'vip', status: 'completed', createdById: crypto.randomUUID() },
    });
    await tx.lead.update({
      where: { clientId_id: { clientId, id: lead.id } },
      data: { phase: 'attend', status: 'booked', appointmentId: appointment.id },
    });
    return {
      clientId,
      campaignId: campaign.id,
      leadId: lead.id,
      callId: call.id,
      appointmentId: appointment.id,
      unmatchedId: unmatched.id,
      invoiceId: invoice.id,
      messageId: message.id,
      replyId: reply.id,
      commentId: comment.id,
      importId: job.id,
      viewId: view.id,
      bulkId: bulk.id,
    };
  });
}
