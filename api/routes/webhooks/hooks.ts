import { createHash } from 'node:crypto';
import { z } from 'zod';
import { calEventKey, parseCalWebhook } from '#vendors/cal-booking.ts';
import { UnreadableEvent } from '#vendors/errors.ts';
import { parseRetellWebhook, retellEventKey } from '#vendors/retell-call.ts';
import { parseSendGridEvents } from '#vendors/sendgrid-events.ts';
import { parseStripeEvent, stripeEventKey } from '#vendors/stripe-invoice.ts';
import { parseTwilioInbound, parseTwilioStatus, twilioInboundKey, twilioStatusKey } from '#vendors/twilio-events.ts';
import type { Hook } from './intake.ts';
import { twiml } from './twiml.ts';

const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex').slice(0, 32);

function jsonOf(vendor: 'retell', bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new UnreadableEvent(vendor, 'the body is not JSON');
    throw error;
  }
}

const RETELL_EVENTS = new Set(['call_started', 'call_ended', 'call_analyzed']);
const named = z.looseObject({ event: z.string().min(1).max(100) });

export const retell: Hook = {
  limit: '5mb', // an hour's talk with the time of every word, twice
  isSigned: (verify, { rawBody, header }) => verify.retell({ rawBody, signature: header('x-retell-signature') }),
  read: ({ rawBody }) => {
    const told = named.safeParse(jsonOf('retell', rawBody));
    if (!told.success) throw new UnreadableEvent('retell', 'the body names no event');
    const { event } = told.data;
    if (!RETELL_EVENTS.has(event))
      return [{ vendor: 'retell', vendorEventId: `retell:${event}:${digest(rawBody)}`, type: event, body: rawBody, ignored: true }];
    return [{ vendor: 'retell', vendorEventId: retellEventKey(parseRetellWebhook(rawBody), rawBody), type: event, body: rawBody }];
  },
};

export const calcom: Hook = {
  limit: '1mb',
  isSigned: (verify, { rawBody, header }) => verify.calcom({ rawBody, signature: header('x-cal-signature-256') }),
  read: ({ rawBody }) => {
    const event = parseCalWebhook(rawBody);
    const ignored = event.kind === 'unknown' || event.kind === 'ping';
    const vendorEventId = ignored ? `cal:${event.kind}:${digest(rawBody)}` : calEventKey(rawBody);
    return [{ vendor: 'calcom', vendorEventId, type: event.kind === 'unknown' ? event.trigger : event.kind, body: rawBody, ignored }];
  },
};

export const stripe: Hook = {
  limit: '1mb',
  isSigned: (verify, { rawBody, header }) => verify.stripe({ rawBody, signature: header('stripe-signature') }),
  read: ({ rawBody }) => {
    const event = parseStripeEvent(rawBody);
    return [
      {
        vendor: 'stripe',
        vendorEventId: stripeEventKey(event),
        type: event.type,
        body: rawBody,
        ignored: !event.type.startsWith('invoice.'),
      },
    ];
  },
};

/** A batch is kept element by element, so that one bad element costs only itself. */
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
      if (each.kind === 'unreadable') return { vendor: 'sendgrid', vendorEventId: each.eventKey, type: 'unreadable', body, ignored: true };
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
