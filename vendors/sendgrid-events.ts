import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UnreadableEvent } from './errors.ts';
import { instantOfSeconds, lenient, parseJson, said } from './reading.ts';

export type EmailEventKind =
  | 'processed'
  | 'deferred'
  | 'delivered'
  | 'bounce'
  | 'blocked'
  | 'dropped'
  | 'open'
  | 'click'
  | 'spamreport'
  | 'unsubscribe'
  | 'group_unsubscribe'
  | 'group_resubscribe'
  | 'unknown';

/** One event of one mail. `bounce` is a hard one; a temporary block comes as `blocked`. */
export type EmailEvent = {
  eventId: string;
  kind: EmailEventKind;
  at: string;
  email: string;
  /** Our own key; absent on mail that is not ours and on some late bounces. */
  key?: string;
  /** As `send` returned it, without the server's suffix. */
  vendorId?: string;
  reason?: string;
  url?: string;
  /** Opened by a machine (a mail scanner), where the vendor can tell. */
  isMachine?: boolean;
};

/** One element of a batch: either an event, or why it cannot be read. */
export type EmailEventResult =
  | { kind: 'event'; event: EmailEvent; eventKey: string; json: string }
  | { kind: 'unreadable'; reason: string; eventKey: string; json: string };

const KINDS = new Set<string>([
  'processed',
  'deferred',
  'delivered',
  'dropped',
  'open',
  'click',
  'spamreport',
  'unsubscribe',
  'group_unsubscribe',
  'group_resubscribe',
]);

const kindOf = (event: string, type: string | undefined): EmailEventKind => {
  if (event === 'bounce') return type === 'blocked' ? 'blocked' : 'bounce';
  return KINDS.has(event) ? (event as EmailEventKind) : 'unknown';
};

const element = z
  .object({
    sg_event_id: z.string().min(1).max(200),
    event: z.string().min(1).max(60),
    type: lenient(z.string()),
    timestamp: instantOfSeconds,
    email: z.string().max(320),
    send_key: lenient(z.string().min(1).max(500)),
    sg_message_id: lenient(z.string().min(1).max(500)),
    reason: lenient(said(500)),
    url: lenient(z.url({ protocol: /^https?$/ })),
    sg_machine_open: lenient(z.boolean()),
  })
  .transform(
    (told): EmailEvent => ({
      eventId: told.sg_event_id,
      kind: kindOf(told.event, told.type),
      at: told.timestamp,
      email: told.email.trim().toLowerCase(),
      ...(told.send_key && { key: told.send_key }),
      ...(told.sg_message_id && { vendorId: told.sg_message_id.split('.')[0] }),
      ...(told.reason && { reason: told.reason }),
      ...(told.url && { url: told.url }),
      ...(told.sg_machine_open !== undefined && { isMachine: told.sg_machine_open }),
    }),
  );

/**
 * The events of one request, each on its own with its dedupe key and its own JSON, so that one bad element costs only itself.
 * Throws `UnreadableEvent` if the body is no array at all.
 */
export function parseSendGridEvents(rawBody: Uint8Array | string): EmailEventResult[] {
  const batch = parseJson('sendgrid', rawBody);
  if (!Array.isArray(batch)) throw new UnreadableEvent('sendgrid', 'the body is not an array');
  return batch.map((value: unknown): EmailEventResult => {
    const json = JSON.stringify(value);
    const parsed = element.safeParse(value);
    if (parsed.success) return { kind: 'event', event: parsed.data, eventKey: sendGridEventKey(parsed.data), json };
    const reason = parsed.error.issues.map((issue) => issue.path.join('.') || 'the element').join(', ');
    return { kind: 'unreadable', reason: `does not fit at ${reason}`, eventKey: `sendgrid:unreadable:${digest(json)}`, json };
  });
}

/** One element stored by itself. Throws `UnreadableEvent`. */
export function parseSendGridEvent(json: Uint8Array | string): EmailEvent {
  const parsed = element.safeParse(parseJson('sendgrid', json));
  if (parsed.success) return parsed.data;
  throw new UnreadableEvent('sendgrid', 'the element is no event');
}

/** Dedupe key of one element. */
export const sendGridEventKey = ({ eventId }: EmailEvent) => `sendgrid:${eventId}`;

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
