import { generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Credentials } from './settings.ts';
import { forgedHeaders, signatureHeaders } from './signatures.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys: Credentials = {
  ...{
    retellKey: 'key_test',
    calKey: '',
    calSecret: 'cal_secret',
    stripeKey: '',
    stripeSecret: 'whsec_test',
    twilioSid: '',
    twilioToken: 'tok',
  },
  ...{ sendgridKey: '', sendgridPrivateKey: pair.privateKey },
};
const at = 1767225600000;

test.each([
  [
    'retell',
    '{"event":"call_ended","call":{"call_id":"call_1"}}',
    'x-retell-signature',
    'v=1767225600000,d=9a85b85e962bad2853f30abce2b17b086a1d1d7e5ec0b6dc7a57db353b350319',
  ],
  [
    'cal',
    '{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00.000Z","payload":{"uid":"bk_1"}}',
    'x-cal-signature-256',
    'a960cae0cf71e35035e77bb20912374cf0cbf96e1f572beaa9ad60fc0bf7b099',
  ],
  [
    'stripe',
    '{"id":"evt_1","object":"event","type":"invoice.paid"}',
    'stripe-signature',
    't=1767225600,v1=e147c3116c50446d8084ac3f7adad67725884a8dd2d649376c73e410982246f5',
  ],
  [
    'twilio',
    'MessageSid=SM1&AccountSid=AC1&From=%2B14155550100&MessageStatus=delivered&To=%2B14155550123',
    'x-twilio-signature',
    '8YOHfxW9kHPAJIz9qUU3rKeAebk=',
  ],
] as const)('%s signs as the vendor’s test vector', (vendor, body, header, value) => {
  const url = 'https://hooks.example/w/twilio/status?k=s1';
  expect(signatureHeaders(vendor, url, body, keys, at)[header]).toBe(value);
  expect(forgedHeaders(vendor, url, body, keys, at)[header]).not.toBe(value);
});

test('sendgrid signs time and body, and a forgery does not verify', () => {
  const check = (headers: Record<string, string>) => {
    const signature = Buffer.from(headers['x-twilio-email-event-webhook-signature'] ?? '', 'base64');
    return verify('sha256', Buffer.from('1767225600[]\r\n'), pair.publicKey, signature);
  };
  expect(check(signatureHeaders('sendgrid', '', '[]\r\n', keys, at))).toBe(true);
  expect(check(forgedHeaders('sendgrid', '', '[]\r\n', keys, at))).toBe(false);
});
