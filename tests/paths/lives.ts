import type { Tx } from '#prisma/client.ts';
import { type BookingFacts, bookingCreated } from '#stores/bookings.ts';
import { reportCall } from '#stores/calls.ts';
import { grantPage, takeLease } from '#stores/dispatch.ts';
import { moveClock } from '#stores/lead-clock.ts';
import type { TestWorld } from '#tests/support/world.ts';
import type { VoiceCall } from '#vendors/retell-call.ts';

const HOUR = 3_600_000;
export const MINUTE = 60_000;
/** Appointments of these lives begin three days ahead, on the hour, so that every reminder lies ahead. */
export const START = Math.ceil((Date.now() + 72 * HOUR) / HOUR) * HOUR;
export const iso = (ms: number) => new Date(ms).toISOString();

/** A booking of half an hour as the calendar tells it. */
export const booking = (uid: string, startMs = START, { inCall = false } = {}): BookingFacts => ({
  uid,
  startAt: iso(startMs),
  endAt: iso(startMs + 30 * MINUTE),
  title: 'Roof quote',
  eventTypeId: 101,
  attendee: { name: 'Ada', email: 'ada@example.com', timezone: 'America/Los_Angeles' },
  ...(inCall && { metadata: { booking_key: 'call:1:book' } }),
});

/** What the vendor says of a call that is over. */
export const callReport = (callId: string, outcome: string | null, { seconds = 120 } = {}): VoiceCall => {
  const reached =
    outcome === null
      ? { status: 'not_connected' as const, disconnectionReason: 'dial_no_answer' }
      : { status: 'ended' as const, disconnectionReason: 'agent_hangup' };
  const endedAt = Date.now();
  return {
    ...{
      vendorId: `vendor-${callId}`,
      direction: 'outbound',
      fromNumber: '+14155550100',
      toNumber: '+14155552001',
      metadata: { call_id: callId },
      ...reached,
    },
    ...(outcome !== null && {
      durationMs: seconds * 1000,
      startedAt: iso(endedAt - seconds * 1000),
      endedAt: iso(endedAt),
      analysis: { outcome },
    }),
  };
};

let uids = 0;
export const newUid = () => `uid-${++uids}`;

/** Leads of a world, brought to the point at which a test begins. */
export function livesIn(world: TestWorld) {
  const { db, clientId, campaignId } = world;
  const act = <T>(deed: (tx: Tx) => Promise<T>) => db.withClient(clientId, deed);
  const mode = 'rehearsal' as const;
  return {
    act,
    /** A lead with the dispatcher's leave to dial it, not used yet. */
    async granted(): Promise<{ leadId: string; callId: string }> {
      const leadId = await world.lead();
      await act(
        (tx) =>
          tx.$executeRaw`UPDATE lead SET due_at = now() - interval '1 second', next_call_at = now() WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid`,
      );
      await act((tx) => tx.callSlot.deleteMany({ where: { clientId } })); // lines that earlier lives hold
      await act((tx) => tx.lead.updateMany({ where: { clientId, id: { not: leadId } }, data: { dueAt: null, nextCallAt: null } }));
      const lease = await act((tx) => takeLease(tx, clientId, campaignId));
      const page = lease && (await db.asRelay((relay) => grantPage(relay, lease, { accountCap: 1_000, limit: 1 })));
      if (page?.kind !== 'granted' || page.grants[0]?.leadId !== leadId) throw new Error(`No dial was granted: ${JSON.stringify(page)}`);
      return { leadId, callId: page.grants[0].callId };
    },
    /** A lead that talked and has its booking link waiting to be sent by text and e-mail. */
    async invited(): Promise<{ leadId: string; phone: string; textId: string }> {
      const leadId = await world.lead();
      const callId = await world.callUnderWay(leadId);
      await act((tx) => reportCall(tx, clientId, callId, callReport(callId, 'interested')));
      return act(async (tx) => {
        const { phone } = await tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } });
        const text = await tx.message.findFirstOrThrow({ where: { clientId, leadId, channel: 'sms', kind: 'booking_link' } });
        return { leadId, phone, textId: text.id };
      });
    },
    /** Another lead of the same number, of no campaign. */
    async namesake(phone: string): Promise<string> {
      return (await act((tx) => tx.lead.create({ data: { clientId, mode, phone, status: 'contacted', phase: 'invite' } }))).id;
    },
    /** A lead with an appointment in three days. */
    async booked({ startMs = START } = {}): Promise<{ leadId: string; appointmentId: string; uid: string }> {
      const leadId = await world.lead();
      const uid = newUid();
      const { appointmentId } = await act((tx) => bookingCreated(tx, { clientId, mode, leadId }, booking(uid, startMs)));
      return { leadId, appointmentId, uid };
    },
    /** Moves a lead's clock to that instant. */
    at: (leadId: string, ms: number) => act((tx) => moveClock(tx, clientId, leadId, ms)),
    lead: (leadId: string) => act((tx) => tx.lead.findUniqueOrThrow({ where: { clientId_id: { clientId, id: leadId } } })),
    call: (callId: string) => act((tx) => tx.call.findUniqueOrThrow({ where: { clientId_id: { clientId, id: callId } } })),
    message: (id: string) => act((tx) => tx.message.findUniqueOrThrow({ where: { clientId_id: { clientId, id } } })),
    appointments: (leadId: string) =>
      act((tx) => tx.appointment.findMany({ where: { clientId, leadId }, orderBy: [{ createdAt: 'asc' }, { startAt: 'asc' }] })),
    /** Rows of the ledger about one lead. */
    effects: (leadId: string) =>
      act((tx) => tx.vendorEffect.findMany({ where: { clientId, request: { path: ['leadId'], equals: leadId } } })),
    /** Types of the facts of one lead, in order. */
    facts: async (leadId: string) =>
      (await act((tx) => tx.outboxEvent.findMany({ where: { clientId, aggregateId: leadId }, orderBy: { id: 'asc' } }))).map(
        ({ type }) => type,
      ),
    /** How many shows the client's count has. */
    shown: async () => (await act((tx) => tx.client.findUniqueOrThrow({ where: { id: clientId } }))).rehearsalShownCount,
  };
}
export type Lives = ReturnType<typeof livesIn>;
