import { z } from 'zod';
import { lenient, plainText, readEvent, said } from './reading.ts';

/** Where a text message stands, in our words; see `smsStatusRank` for their order. */
export type SmsStatus = 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed';

const STATUSES = new Map<string, SmsStatus>([
  ['accepted', 'queued'],
  ['scheduled', 'queued'],
  ['queued', 'queued'],
  ['sending', 'sending'],
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['partially_delivered', 'delivered'],
  ['read', 'delivered'],
  ['undelivered', 'undelivered'],
  ['failed', 'failed'],
  ['canceled', 'failed'],
]);

/** Twilio's status in our words. One it adds later counts as `queued`, which changes nothing. */
export const smsStatus = (status: string): SmsStatus => STATUSES.get(status) ?? 'queued';

const RANK = { queued: 0, sending: 1, sent: 2, delivered: 3, undelivered: 3, failed: 3 } as const;

/** Callbacks come in any order: a status may only be replaced by one of a higher rank. */
export const smsStatusRank = (status: SmsStatus): number => RANK[status];

export type SmsStatusEvent = { vendorId: string; status: SmsStatus; to: string; from: string; errorCode?: number };
export type SmsKeyword = 'stop' | 'start' | 'help';
export type InboundSms = {
  vendorId: string;
  from: string;
  to: string;
  body: string;
  mediaCount: number /** What Twilio itself made of it, with Advanced Opt-Out. */;
  keyword?: SmsKeyword;
};

type Form = URLSearchParams | Uint8Array | string;

/** The form of a Twilio webhook from its raw body. */
export const twilioForm = (form: Form): URLSearchParams => {
  if (form instanceof URLSearchParams) return form;
  return new URLSearchParams(typeof form === 'string' ? form : Buffer.from(form).toString('utf8'));
};

const sid = z.string().min(1).max(64);
const number = said(100);

const statusForm = z
  .object({
    MessageSid: sid,
    MessageStatus: z.string().min(1).max(40),
    To: lenient(number),
    From: lenient(number),
    ErrorCode: lenient(z.coerce.number().int().positive()),
  })
  .transform(
    ({ MessageSid, MessageStatus, To, From, ErrorCode }): SmsStatusEvent => ({
      vendorId: MessageSid,
      status: smsStatus(MessageStatus),
      to: To ?? '',
      from: From ?? '',
      ...(ErrorCode && { errorCode: ErrorCode }),
    }),
  );

const inboundForm = z
  .object({
    MessageSid: sid,
    From: number,
    To: number,
    Body: z.string().default(''),
    NumMedia: lenient(z.coerce.number().int().min(0)),
    OptOutType: lenient(z.enum(['STOP', 'START', 'HELP'])),
  })
  .transform(
    ({ MessageSid, From, To, Body, NumMedia, OptOutType }): InboundSms => ({
      vendorId: MessageSid,
      from: From,
      to: To,
      body: plainText(Body).slice(0, 1_600),
      mediaCount: NumMedia ?? 0,
      ...(OptOutType && { keyword: KEYWORDS[OptOutType] }),
    }),
  );

const KEYWORDS = { STOP: 'stop', START: 'start', HELP: 'help' } as const;

/** A delivery callback. Throws `UnreadableEvent`. */
export const parseTwilioStatus = (form: Form): SmsStatusEvent => readEvent('twilio', statusForm, Object.fromEntries(twilioForm(form)));

/** A text from a lead. Throws `UnreadableEvent`. */
export const parseTwilioInbound = (form: Form): InboundSms => readEvent('twilio', inboundForm, Object.fromEntries(twilioForm(form)));

/** Dedupe key of a delivery callback: Twilio's own word, so that `accepted` and `queued` both arrive. */
export function twilioStatusKey(form: Form): string {
  const { MessageSid, MessageStatus } = readEvent(
    'twilio',
    z.object({ MessageSid: sid, MessageStatus: z.string().min(1).max(40) }),
    Object.fromEntries(twilioForm(form)),
  );
  return `twilio:${MessageSid}:${MessageStatus}`;
}

/** Dedupe key of a text from a lead. */
export const twilioInboundKey = ({ vendorId }: InboundSms) => `twilio:${vendorId}`;
