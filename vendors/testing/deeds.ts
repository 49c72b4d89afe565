import type { CalendarProvider } from '../calendar.ts';

/** One deed of each kind toward the sandbox, by its key. The number picks up and refuses. */
export const dial = (key: string, to = '+14155550106') => ({
  key,
  from: '+14155550100',
  to,
  agentId: 'agent_sandbox',
  variables: { first_name: 'Ada', timezone: 'America/New_York' },
  metadata: { lead_id: 'lead_7', pace: 'instant' },
});

export const text = (key: string, receiverUrl: string) => ({
  key,
  to: '+14155550121',
  from: '+14155550100',
  body: `Your appointment is tomorrow (${key})`,
  statusCallbackUrl: `${receiverUrl}/api/webhooks/twilio/status`,
});

export const mail = (key: string) => ({
  key,
  to: 'ada@example.com',
  fromEmail: 'team@callvia.test',
  fromName: 'Callvia',
  subject: 'Your appointment',
  text: 'Hi',
  html: '<p>Hi</p>',
  categories: ['reminder-24h'],
  unsubscribeUrl: 'https://callvia.test/u/1',
});

/** An event type of the sandbox whose slots can be taken once. */
export const SINGLE_HOST = 103;

export const slot = (key: string, startAt: string) => ({
  key,
  eventTypeId: SINGLE_HOST,
  startAt,
  attendee: { name: 'Ada L', email: 'ada@example.com', phone: '+14155550121', timezone: 'America/New_York' },
  metadata: { lead_id: 'lead_7' },
});

/** The next two free starts. */
export async function freeStarts(calendar: CalendarProvider): Promise<[string, string]> {
  const to = new Date(Date.now() + 10 * 86_400_000).toISOString();
  const [first, second] = await calendar.slots({
    eventTypeId: SINGLE_HOST,
    from: new Date().toISOString(),
    to,
    timezone: 'America/New_York',
  });
  if (!first || !second) throw new Error('the sandbox offers no slots');
  return [first.startAt, second.startAt];
}
