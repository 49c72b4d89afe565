import type { Cadence } from '#domain/cadence.ts';
import { renderTemplate, smsSegments, type TemplateKey } from '#domain/texts.ts';
import type { Tx } from '#prisma/client.ts';
import { campaignTexts, sampleFor } from '#stores/template-editing.ts';
import { formatSpan } from './words/time.ts';

/** Each text of a campaign as a sample lead would read it, and when it goes out. */
export async function readableTexts(tx: Tx, ask: { clientId: string; campaignId: string; cadence: Cadence; web: string }) {
  const samples = new Map<TemplateKey, Awaited<ReturnType<typeof sampleFor>>>();
  const texts = await campaignTexts(tx, ask.clientId, ask.campaignId);
  for (const { key } of texts) if (!samples.has(key)) samples.set(key, await sampleFor(tx, ask.clientId, { ...ask, key }));
  return texts.map(({ key, channel, subject, body, source }) => {
    const filled = renderTemplate({ subject, body }, samples.get(key) ?? {});
    const parts = channel === 'sms' ? smsSegments(filled.body).segments : null;
    return { key, channel, source, when: whenWords(key, ask.cadence), subject: filled.subject ?? '', body: filled.body, parts };
  });
}
export type ReadableText = Awaited<ReturnType<typeof readableTexts>>[number];

/** When a text of this kind goes out. */
export function whenWords(key: TemplateKey, { invite, reminders, ask, rebook }: Cadence): string {
  const after = (seconds: number, what: string) => (seconds === 0 ? `at once ${what}` : `${formatSpan(seconds)} ${what}`);
  switch (key) {
    case 'booking_link':
      return 'at once after a talk without a booking';
    case 'booking_link_again':
      return after(invite.again, 'after the first link');
    case 'booking_confirmation':
      return 'as soon as a time is booked or moved';
    case 'reminder_24h':
      return after(reminders['24h'], 'before the appointment');
    case 'reminder_2h':
      return after(reminders['2h'], 'before the appointment');
    case 'reminder_15m':
      return after(reminders['15m'], 'before the appointment');
    case 'attendance_check':
      return after(ask, 'after its end');
    case 'rebook_day0':
      return after(rebook[0], 'after a no-show');
    case 'rebook_day2':
      return after(rebook[1], 'after a no-show');
    case 'rebook_day4':
      return after(rebook[2], 'after a no-show');
    default:
      return 'in answer to the lead';
  }
}
