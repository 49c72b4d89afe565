import { CircleAlert, CreditCard, ExternalLink, Landmark } from 'lucide-react';
import type { Mode } from '#domain/lead.ts';
import type { Paying } from '../../context.ts';
import { expiryWords, methodName } from '../../words/payment.ts';
import { Badge } from '../ui/badge.tsx';
import { ButtonAnchor } from '../ui/button.tsx';
import { Alert, Card, CardHeader } from '../ui/surface.tsx';

type Known = { paying: Paying; card: 'good' | 'last-month' | 'expired' | null };

/** How the client pays, as the payments vendor says at this moment, and the way to change it there. */
export function PaymentMethodCard({
  paying,
  card,
  mode,
  hasCustomer,
  isAway,
}: Known & { mode: Mode; hasCustomer: boolean; isAway: boolean }) {
  const isKnown = paying.kind === 'card' || paying.kind === 'other';
  return (
    <Card>
      <CardHeader
        title="Payment method"
        text={mode === 'rehearsal' ? 'Kept in the sandbox, a test card only.' : 'Kept at Stripe, never here.'}
      />
      <div className="grid gap-4 px-5 pb-5">
        {isAway ? (
          <Alert tone="warn" title="Stripe did not open its page just now" icon={<CircleAlert aria-hidden />}>
            Nothing was changed. Try again in a minute.
          </Alert>
        ) : null}
        {isKnown ? (
          <div className="flex flex-wrap items-center gap-3">
            {paying.kind === 'card' ? (
              <CreditCard aria-hidden className="size-6 text-muted" />
            ) : (
              <Landmark aria-hidden className="size-6 text-muted" />
            )}
            <div className="grid">
              <span className="font-semibold">{methodName(paying)}</span>
              {paying.kind === 'card' ? (
                <span className="text-sm text-muted">
                  {card === 'expired' ? 'Expired' : 'Expires'} {expiryWords(paying)}
                </span>
              ) : null}
            </div>
            {card === 'expired' ? (
              <Badge tone="bad">Expired</Badge>
            ) : card === 'last-month' ? (
              <Badge tone="warn">Ends this month</Badge>
            ) : null}
          </div>
        ) : null}
        <p className="text-sm text-muted">{wordsOf(paying, card, hasCustomer)}</p>
        {hasCustomer ? (
          <div>
            <ButtonAnchor href={`/billing/portal?books=${mode}`}>
              <ExternalLink aria-hidden /> {paying.kind === 'none' ? 'Add a card at Stripe' : 'Change it at Stripe'}
            </ButtonAnchor>
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function wordsOf({ kind }: Paying, card: Known['card'], hasCustomer: boolean): string {
  switch (kind) {
    case 'card':
    case 'other':
      return card === 'expired'
        ? 'It has expired: the next invoice may not be paid by it.'
        : 'New invoices are charged to it by themselves; open ones keep their pay link.';
    case 'unknown':
      return 'Stripe does not answer just now. The rest of this page is as we know it.';
    case 'none':
      return `None: invoices are sent by e-mail, due in 14 days.${hasCustomer ? '' : ' A card can be added after the first invoice.'}`;
    default:
      return kind satisfies never;
  }
}
