import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Arrival } from '#api/inbox.ts';
import type { CalendarHooks } from '#auth/calendar-hooks.ts';
import { calEventKey, parseCalWebhook } from '#vendors/cal-booking.ts';
import { UnreadableEvent } from '#vendors/errors.ts';
import { parseJson } from '#vendors/reading.ts';
import { glanceRetellWebhook } from '#vendors/retell-call.ts';
import { parseSendGridEvents } from '#vendors/sendgrid-events.ts';
import { verifyCalcom } from '#vendors/signatures.ts';
import { parseStripeEvent, stripeEventKey } from '#vendors/stripe-invoice.ts';
import { parseTwilioInbound, parseTwilioStatus, twilioInboundKey, twilioStatusKey } from '#vendors/twilio-events.ts';
import type { Delivery, Hook } from './intake.ts';
import { twiml } from './twiml.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 32);

const named = z.string().min(1).max(100);

/** What a body says its event is called. Throws `UnreadableEvent`. */
function nameIn(vendor: JsonVendor, { rawBody }: Delivery): string {
  const told = z.record(z.string(), z.unknown()).safeParse(parseJson(vendor, rawBody));
  const name = named.safeParse(told.data?.[NAME_OF_EVENT[vendor]]);
  if (!name.success) throw new UnreadableEvent(vendor, 'the body names no event');
  return name.data;
}

type JsonVendor = 'retell' | 'calcom' | 'stripe';
const NAME_OF_EVENT = { retell: 'event', calcom: 'triggerEvent', stripe: 'type' } as const;

/**
 * A signed body that names its event but does not read as we know it (a field gone, a word we never saw) is kept all the same: the relay fails
 * on it in the open, and a person replays it once we can read it. What names no event is refused.
 */
const keptUnread =
  (vendor: JsonVendor, read: (delivery: Delivery, name: string) => Omit<Arrival, 'account'>): Hook['read'] =>
  (delivery) => {
    const type = nameIn(vendor, delivery);
    try {
      return [read(delivery, type)];
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      return [{ vendor, vendorEventId: `${vendor}:unread:${digest(delivery.rawBody)}`, type, body: delivery.rawBody }];
    }
  };

const RETELL_EVENTS = new Set(['call_started', 'call_ended', 'call_analyzed']);

export const retell: Hook = {
  limit: '5mb', // an hour's talk with the time of every word, twice
  isSigned: (verify, { rawBody, header }) => verify.retell({ rawBody, signature: header('x-retell-signature') }),
  read: keptUnread('retell', ({ rawBody }, type) =>
    RETELL_EVENTS.has(type)
      ? { vendor: 'retell', vendorEventId: glanceRetellWebhook(rawBody).eventKey, type, body: rawBody }
      : { vendor: 'retell', vendorEventId: `retell:${type}:${digest(rawBody)}`, type, body: rawBody, ignored: true },
  ),
};

export const calcom: Hook = {
  limit: '1mb',
  isSigned: (verify, { rawBody, header }) => verify.calcom({ rawBody, signature: header('x-cal-signature-256') }),
  read: keptUnread('calcom', ({ rawBody }) => {
    const event = parseCalWebhook(rawBody);
    const ignored = event.kind === 'unknown' || event.kind === 'ping';
    const vendorEventId = ignored ? `cal:${event.kind}:${digest(rawBody)}` : calEventKey(rawBody);
    return { vendor: 'calcom', vendorEventId, type: event.kind === 'unknown' ? event.trigger : event.kind, body: rawBody, ignored };
  }),
};

/**
 * The calendar that a client connected itself, at an address and with secrets of that client. What it tells may be about this client alone,
 * and is kept under a name of its own, so that it cannot take the place of another's event.
 */
export const calcomOfClient = (hooks: CalendarHooks): Hook => {
  const clientOf = ({ params }: Delivery) => hooks.clientOf(params['clientToken'] ?? '');
  return {
    ...calcom,
    isSigned: (_verify, delivery, account) => {
      const clientId = clientOf(delivery);
      if (!clientId) return false;
      const signature = delivery.header('x-cal-signature-256');
      return verifyCalcom({ rawBody: delivery.rawBody, signature, secret: hooks.secretOf(clientId, account) });
    },
    read: (delivery) => {
      const clientId = clientOf(delivery) ?? '';
      return calcom
        .read(delivery)
        .map((arrival) => ({ ...arrival, vendorEventId: `${clientId}:${arrival.vendorEventId}`, meta: { clientId } }));
    },
  };
};

export const stripe: Hook = {
  limit: '1mb',
  isSigned: (verify, { rawBody, header }) => verify.stripe({ rawBody, signature: header('stripe-signature') }),
  read: keptUnread('stripe', ({ rawBody }, type) => {
    const ignored = !type.startsWith('invoice.');
    return { vendor: 'stripe', vendorEventId: stripeEventKey(parseStripeEvent(rawBody)), type, body: rawBody, ignored };
  }),
};

/** A batch is kept element by element, so that one bad element costs only itself: it is kept unread too, and the relay fails on it in the open. */
export const sendgrid: Hook = {
  limit: '1mb',
  isSigned: (verify, { rawBody, header }) =>
    verify.sendgrid({
      rawBody,
      signature: header('x-twilio-email-event-webhook-signature'),
      timestamp: header('x-twilio-email-event-webhook-timestamp'),
    }),
  read: ({ rawBody }) =>
    parseSendGridEvents(rawBody).map((each) => {
      const body = Buffer.from(each.json);
      if (each.kind === 'unreadable') return { vendor: 'sendgrid', vendorEventId: each.eventKey, type: 'unreadable', body };
      return { vendor: 'sendgrid', vendorEventId: each.eventKey, type: each.event.kind, body, ignored: each.event.kind === 'unknown' };
    }),
};

const signedByTwilio: Hook['isSigned'] = (verify, { rawBody, header, url }) =>
  verify.twilio({ rawBody, signature: header('x-twilio-signature'), url });

/** A text from a lead. Twilio expects TwiML; an empty one sends nothing back. */
export const twilioSms: Hook = {
  limit: '1mb',
  isSigned: signedByTwilio,
  read: ({ rawBody }) => [
    { vendor: 'twilio', vendorEventId: twilioInboundKey(parseTwilioInbound(rawBody)), type: 'inbound', body: rawBody },
  ],
  answer: twiml,
};

/** How a text of ours fared; `k` in the address is the key of the effect that sent it. */
export const twilioStatus: Hook = {
  limit: '1mb',
  isSigned: signedByTwilio,
  read: ({ rawBody, query }) => {
    parseTwilioStatus(rawBody);
    return [
      {
        vendor: 'twilio',
        vendorEventId: twilioStatusKey(rawBody),
        type: 'status',
        body: rawBody,
        ...(query['k'] && { meta: { k: query['k'] } }),
      },
    ];
  },
  answer: twiml,
};
