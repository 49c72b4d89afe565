import { createHmac, sign } from 'node:crypto';
import type { Vendor } from './faults.ts';
import type { Credentials } from './settings.ts';

/** The headers with which a vendor proves who it is. Made anew for every try, as most signatures carry the time. */
export function signatureHeaders(vendor: Vendor, url: string, body: string, keys: Credentials, nowMs: number): Record<string, string> {
  const hex = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');
  switch (vendor) {
    case 'retell':
      return { 'x-retell-signature': `v=${nowMs},d=${hex(keys.retellKey, body + nowMs)}` };
    case 'cal':
      return { 'x-cal-signature-256': hex(keys.calSecret, body), 'x-cal-webhook-version': '2021-10-20' };
    case 'stripe': {
      const seconds = Math.floor(nowMs / 1000);
      return { 'stripe-signature': `t=${seconds},v1=${hex(keys.stripeSecret, `${seconds}.${body}`)}` };
    }
    case 'twilio':
      return { 'x-twilio-signature': twilioSignature(keys.twilioToken, url, body) };
    case 'sendgrid': {
      const seconds = String(Math.floor(nowMs / 1000));
      const signature = sign('sha256', Buffer.from(seconds + body), keys.sendgridPrivateKey).toString('base64');
      return { 'x-twilio-email-event-webhook-signature': signature, 'x-twilio-email-event-webhook-timestamp': seconds };
    }
    default:
      return vendor satisfies never;
  }
}

function twilioSignature(token: string, url: string, form: string): string {
  const params = [...new URLSearchParams(form)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const text = url.split('#')[0] + params.map(([name, value]) => name + value).join('');
  return createHmac('sha1', token).update(text).digest('base64');
}

/** The same headers as a stranger would make them up: right in form, wrong in key. */
export function forgedHeaders(vendor: Vendor, url: string, body: string, keys: Credentials, nowMs: number): Record<string, string> {
  const strange = { retellKey: 'key_stranger', calSecret: 'stranger', stripeSecret: 'whsec_stranger', twilioToken: 'stranger' };
  return signatureHeaders(vendor, url, vendor === 'sendgrid' ? `${body} ` : body, { ...keys, ...strange }, nowMs);
}
