import { randomBytes } from 'node:crypto';
import { hookUrl } from '../outgoing.ts';
import type { Change, Task, Thing } from '../state.ts';
import { hookTask, type World } from '../world.ts';

/** A text as kept; instants in ms. */
export type Text = {
  sid: string;
  direction: 'outbound-api' | 'inbound';
  to: string;
  from: string;
  body: string;
  createdAt: number;
  sentAt: number;
  finalAt: number;
  final: 'delivered' | 'undelivered' | 'received';
  errorCode: number | null;
  key: string | null;
  messagingServiceSid: string | null;
};

const newSid = () => `SM${randomBytes(16).toString('hex')}`;
const rfc2822 = (ms: number) => new Date(ms).toUTCString().replace('GMT', '+0000');
/** How many parts a text is sent in: 160 signs in one, 153 in each of several; 70 and 67 beyond plain Latin. */
export function segments(body: string): number {
  const isPlain = /^[\n\r -~£¥èéùìòÇØøÅåÆæßÉ¡ÄÖÑÜ§¿äöñüà€]*$/.test(body);
  const [one, many] = isPlain ? [160, 153] : [70, 67];
  return body.length <= one ? 1 : Math.ceil(body.length / many);
}

/** A text as the vendor's REST API shows it at this moment. */
export function textObject(text: Text, accountSid: string, now: number): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${text.sid}.json`;
  const status = now >= text.finalAt ? text.final : now >= text.sentAt ? 'sent' : 'queued';
  return {
    sid: text.sid,
    account_sid: accountSid,
    status,
    to: text.to,
    from: text.from,
    body: text.body,
    direction: text.direction,
    num_segments: String(segments(text.body)),
    num_media: '0',
    date_created: rfc2822(text.createdAt),
    date_updated: rfc2822(Math.min(now, text.finalAt)),
    date_sent: now >= text.sentAt ? rfc2822(text.sentAt) : null,
    error_code: now >= text.finalAt ? text.errorCode : null,
    error_message: null,
    price: null,
    price_unit: 'USD',
    messaging_service_sid: text.messagingServiceSid,
    api_version: '2010-04-01',
    uri,
    subresource_uris: { media: uri.replace('.json', '/Media.json') },
  };
}

/** The row of a text. */
export const textThing = (text: Text): Thing => ({
  kind: text.direction === 'inbound' ? 'inbound-sms' : 'sms',
  ...{ id: text.sid, key: text.key, phone: text.direction === 'inbound' ? text.from : text.to, at: text.createdAt, body: text },
});

/** A new text from us to a lead; `errorCode` where the carrier will not deliver it. */
export function outgoingText(
  fields: { to: string; from: string; body: string; key: string | null; messagingServiceSid: string | null },
  stepMs: number,
  errorCode: number | null,
): Text {
  const now = Date.now();
  return {
    ...{ ...fields, sid: newSid(), direction: 'outbound-api', createdAt: now, sentAt: now + stepMs, finalAt: now + 2 * stepMs },
    ...{ final: errorCode ? 'undelivered' : 'delivered', errorCode },
  };
}

/** The status callbacks of a text, where it asked for any. */
export function statusHooks(world: World, text: Text, callback: string | undefined): Task[] {
  if (!callback) return [];
  const hook = (status: string, due: number, more: Record<string, string> = {}) => {
    const { sid, to, from } = text;
    const fields = { MessageSid: sid, SmsSid: sid, MessageStatus: status, SmsStatus: status, To: to, From: from };
    const form = new URLSearchParams({ ...fields, AccountSid: world.settings.credentials.twilioSid, ApiVersion: '2010-04-01', ...more });
    const body = {
      vendor: 'twilio' as const,
      event: `message-${status}`,
      url: callback,
      body: form.toString(),
      isForm: true as const,
      token: `${sid}-${status}`,
    };
    return hookTask(world, to, due - Date.now(), body);
  };
  const failure: Record<string, string> = text.errorCode ? { ErrorCode: String(text.errorCode) } : {};
  return [hook('sent', text.sentAt), hook(text.final, text.finalAt, failure)];
}

/** A text from a lead to us, with its webhook due in so many ms. */
export function incomingText(world: World, { from, to, body }: { from: string; to: string; body: string }, inMs: number): Change {
  const sid = newSid();
  const at = Date.now() + inMs;
  const text: Text = {
    ...{ sid, direction: 'inbound', from, to, body, createdAt: at, sentAt: at, finalAt: at, final: 'received', errorCode: null },
    ...{ key: null, messagingServiceSid: null },
  };
  const fields: Record<string, string> = {
    ...{ ToCountry: 'US', ToState: '', ToCity: '', ToZip: '', FromCountry: 'US', FromState: '', FromCity: '', FromZip: '' },
    ...{ MessageSid: sid, SmsSid: sid, SmsMessageSid: sid, SmsStatus: 'received', NumMedia: '0', NumSegments: String(segments(body)) },
    ...{ From: from, To: to, Body: body, AccountSid: world.settings.credentials.twilioSid, ApiVersion: '2010-04-01' },
  };
  const word = body.trim().toUpperCase();
  if (stopWords.has(word)) fields.OptOutType = 'STOP';
  if (startWords.has(word)) fields.OptOutType = 'START';
  const form = new URLSearchParams(fields).toString();
  const hook = {
    vendor: 'twilio' as const,
    event: 'inbound-sms',
    url: hookUrl(world.settings, 'twilio/sms'),
    body: form,
    isForm: true as const,
    token: sid,
  };
  return { things: [textThing(text)], tasks: [hookTask(world, from, inMs, hook)] };
}

const stopWords = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT']);
const startWords = new Set(['START', 'UNSTOP']);

/** Whether this answer stops all texts (true), allows them again (false), or neither (null). */
export function optOut(body: string): boolean | null {
  const word = body.trim().toUpperCase();
  return stopWords.has(word) ? true : startWords.has(word) ? false : null;
}
