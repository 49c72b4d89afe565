import { sentence } from './steps.ts';

const KINDS: Record<string, string> = {
  dial: 'Call',
  sms: 'Text message',
  email: 'E-mail',
  book: 'Booking',
  move: 'Moving an appointment',
  cancel: 'Cancelling an appointment',
  'invoice.customer': 'Customer of an invoice',
  'invoice.draft': 'Draft of an invoice',
  'invoice.line1': 'Line of an invoice',
  'invoice.finalize': 'Issuing an invoice',
  'invoice.send': 'Sending an invoice',
};
/** What a vendor was asked to do. */
export const deedWords = (kind: string): string => KINDS[kind] ?? sentence(kind);

const REASONS: Record<string, string> = {
  absent: 'Looked for there: it was not done',
  opted_out: 'The number opted out of texts',
};
/** Why a vendor did not do it. */
export const refusalReason = (code: string | null): string => (code === null ? 'Without a reason' : (REASONS[code] ?? sentence(code)));
