import { formatDate } from './time.ts';

/** The states an invoice is filtered by; `failed` is an open one whose last payment did not go through. */
export const INVOICE_STATES = ['draft', 'open', 'failed', 'paid', 'void', 'uncollectible'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];
export const STATE_WORDS: Record<InvoiceState, string> = {
  draft: 'Draft',
  open: 'Open',
  failed: 'Failed',
  paid: 'Paid',
  void: 'Void',
  uncollectible: 'Uncollectible',
};

export const INVOICE_KINDS = ['milestone', 'usage', 'subscription', 'top_up'] as const;
export type InvoiceKind = (typeof INVOICE_KINDS)[number];
export const KIND_WORDS: Record<InvoiceKind, string> = {
  milestone: 'Milestones',
  usage: 'Usage',
  subscription: 'Subscription',
  top_up: 'Top-ups',
};

type Stands = { status: string; number: string | null; hostedUrl: string | null; dueAt: Date | null; paidAt: Date | null };

/** The state as it is shown: open with a failed payment is a state of its own. */
export const invoiceState = ({ status }: Pick<Stands, 'status'>, trouble: string | undefined): string =>
  trouble && status === 'open' ? 'failed' : status;

/** Where an invoice stands and what comes next, in a sentence; the cause of a failed payment as the payments provider said it. */
export function nextWords(invoice: Stands, trouble: string | undefined, zone: string): string {
  const on = (at: Date) => formatDate(at.toISOString(), zone);
  switch (invoiceState(invoice, trouble)) {
    case 'draft':
      return trouble ? `Not issued yet: ${trouble}. It is tried again by itself.` : 'It is being issued; nothing is due before.';
    case 'open':
      return invoice.dueAt ? `Due on ${on(invoice.dueAt)}.` : 'Due now.';
    case 'failed':
      return `${sentenceOf(trouble ?? '')} A card that is kept is tried again${invoice.hostedUrl ? '; the pay link settles it at once' : ''}.`;
    case 'paid':
      return invoice.paidAt ? `Paid on ${on(invoice.paidAt)}.` : 'Nothing is left to pay.';
    case 'void':
      return 'It was taken back. Nothing is due.';
    case 'uncollectible':
      return 'Given up for lost; nothing more is collected.';
    default:
      return '';
  }
}

const sentenceOf = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
