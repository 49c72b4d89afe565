import type { Mode } from '#domain/lead.ts';
import { customerIdOf } from '#stores/invoices.ts';
import { isVendorError } from '#vendors/errors.ts';
import type { PaymentMethod } from '#vendors/payments.ts';
import type { EffectParts } from './parts.ts';

type Books = { clientId: string; mode: Mode };
/** How a client pays at this moment, as the payments vendor says. `unknown`: it did not answer in time. */
export type PayingNow = PaymentMethod | { kind: 'none' } | { kind: 'unknown' };
export type Portal = { kind: 'ok'; url: string } | { kind: 'no-customer' } | { kind: 'unreachable' };

/** A page waits no longer for it; the rest of the books is ours. */
const DEADLINE_MS = 1_500;

/** The client's default payment method. Reads only, so it passes no ledger. */
export async function payingNow(parts: EffectParts, { clientId, mode }: Books): Promise<PayingNow> {
  const customerId = await parts.db.withClient(clientId, (tx) => customerIdOf(tx, clientId, mode));
  if (!customerId) return { kind: 'none' };
  const { payments } = parts.vendors(mode);
  if (!payments) return { kind: 'unknown' }; // its keys were taken away
  try {
    return (await payments.paymentMethod(customerId, { timeoutMs: DEADLINE_MS })) ?? { kind: 'none' };
  } catch (error) {
    if (!isVendorError(error)) throw error;
    return { kind: 'unknown' };
  }
}

/** The vendor's own page on which the payment method is changed. It is only a way in, which ends by itself: no deed for the ledger. */
export async function openPortal(parts: EffectParts, { clientId, mode }: Books): Promise<Portal> {
  const customerId = await parts.db.withClient(clientId, (tx) => customerIdOf(tx, clientId, mode));
  if (!customerId) return { kind: 'no-customer' };
  const { payments } = parts.vendors(mode);
  if (!payments) return { kind: 'unreachable' };
  try {
    const { url } = await payments.portal({ customerId, returnUrl: `${parts.urls.web}/billing?books=${mode}` });
    return { kind: 'ok', url };
  } catch (error) {
    if (!isVendorError(error)) throw error;
    return { kind: 'unreachable' };
  }
}
