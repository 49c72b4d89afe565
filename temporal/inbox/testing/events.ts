import type { InboxEvent } from '#stores/inbox.ts';

/** An event of a vendor as its webhook brings it, for the tests of taking it in. */
export type Step = { handler: 'call' | 'calendar'; body: object; meta?: Record<string, string> };
let sent = 0;
/** The row of the inbox that holds it. */
export const eventOf = ({ handler, body, meta = {} }: Step): InboxEvent => ({
  id: String(++sent),
  vendor: handler === 'call' ? 'retell' : 'calcom',
  account: 'sandbox',
  vendorEventId: String(sent),
  type: 'x',
  body: Buffer.from(JSON.stringify(body)),
  meta,
  attempts: 0,
  receivedAt: new Date().toISOString(),
});

export const HOUR = 3_600_000;
/** When the appointments of these tests begin: in three days. */
export const START = Date.now() + 72 * HOUR;

/** The three events of a call in their order. */
export function callEvents(
  callId: string,
  vendorId: string,
  { outcome = 'appointment_set', reason = 'agent_hangup', more = {} }: { outcome?: string; reason?: string; more?: object } = {},
): Step[] {
  const call = {
    ...{ call_id: vendorId, call_type: 'phone_call', direction: 'outbound', from_number: '+14155550100', to_number: '+14155552001' },
    metadata: { call_key: 'k', call_id: callId },
    start_timestamp: START - 71 * HOUR,
    ...more,
  };
  const ended = {
    ...call,
    call_status: 'ended',
    disconnection_reason: reason,
    end_timestamp: START - 71 * HOUR + 120_000,
    duration_ms: 120_000,
  };
  const analysis = { call_summary: 'Booked.', in_voicemail: false, custom_analysis_data: { outcome } };
  return [
    { handler: 'call', body: { event: 'call_started', call: { ...call, call_status: 'ongoing' } } },
    { handler: 'call', body: { event: 'call_ended', call: ended } },
    { handler: 'call', body: { event: 'call_analyzed', call: { ...ended, call_analysis: analysis } } },
  ];
}

export const iso = (ms: number) => new Date(ms).toISOString();
/** An event of a booking of that lead. */
export function bookingEvent(trigger: string, uid: string, leadId: string, startMs: number, more: object = {}): Step {
  const payload = {
    ...{
      uid,
      bookingId: 1,
      eventTypeId: 101,
      title: 'Roof quote',
      startTime: iso(startMs),
      endTime: iso(startMs + HOUR / 2),
      status: 'ACCEPTED',
    },
    metadata: { lead_id: leadId },
    attendees: [{ name: 'Ada', email: 'ada@example.com', timeZone: 'America/Los_Angeles' }],
    ...more,
  };
  return { handler: 'calendar', body: { triggerEvent: trigger, createdAt: iso(Date.now()), payload } };
}
