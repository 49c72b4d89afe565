import { z } from 'zod';

/** What a customer is charged by without a mail, as much of it as may be shown. */
export type PaymentMethod =
  | { kind: 'card'; brand: string; last4: string; expMonth: number; expYear: number }
  /** A bank account, a wallet: `type` as Stripe calls it. */
  | { kind: 'other'; type: string; last4?: string };

const card = z.object({ brand: z.string(), last4: z.string(), exp_month: z.number(), exp_year: z.number() });
const account = z.object({ last4: z.string().nullish() }).nullish();
/** A payment method, expanded. */
const method = z
  .object({ type: z.string(), card: card.nullish(), us_bank_account: account, sepa_debit: account })
  .transform(({ type, card: found, us_bank_account, sepa_debit }): PaymentMethod => {
    const last4 = us_bank_account?.last4 ?? sepa_debit?.last4;
    return found ? cardOf(found) : { kind: 'other', type, ...(last4 && { last4 }) };
  });
/** The older form, which stands where no payment method does: a card or a bank account by itself. */
const source = z
  .object({ object: z.string(), last4: z.string().nullish() })
  .and(z.union([card, z.object({})]))
  .transform((found): PaymentMethod => {
    const read = card.safeParse(found);
    return read.success ? cardOf(read.data) : { kind: 'other', type: found.object, ...(found.last4 && { last4: found.last4 }) };
  });

const cardOf = ({ brand, last4, exp_month, exp_year }: z.output<typeof card>): PaymentMethod => ({
  ...{ kind: 'card', brand: brand.toLowerCase(), last4 },
  ...{ expMonth: exp_month, expYear: exp_year },
});

/** What has to be expanded in a customer for its default method to be read. */
export const METHOD_FIELDS = ['invoice_settings.default_payment_method', 'default_source'];

/** A customer with its default method expanded: that method, or null. */
export const customerMethod = z
  .object({
    id: z.string().min(1),
    deleted: z.literal(false).optional(),
    invoice_settings: z.object({ default_payment_method: method.nullish() }).nullish(),
    default_source: source.nullish(),
  })
  .transform(({ invoice_settings, default_source }) => invoice_settings?.default_payment_method ?? default_source ?? null);
