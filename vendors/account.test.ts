import { expect, test } from 'vitest';
import { createVendors, requireVendor, vendorCredentials } from './account.ts';

const settings = {
  SANDBOX_URL: 'http://127.0.0.1:4000/',
  SANDBOX_RETELL_API_KEY: 'key_sandbox',
  SANDBOX_CALCOM_API_KEY: 'cal_sandbox',
  SANDBOX_CALCOM_WEBHOOK_SECRET: 'cal_secret',
  SANDBOX_STRIPE_API_KEY: 'sk_test_sandbox',
  SANDBOX_STRIPE_WEBHOOK_SECRET: 'whsec_test',
  SANDBOX_TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  SANDBOX_TWILIO_AUTH_TOKEN: 'tok',
  SANDBOX_SENDGRID_API_KEY: 'SG.sandbox',
  RETELL_API_KEY: 'key_live',
  RETELL_BASE_URL: 'https://eu.example',
};

test('the sandbox account has all five vendors, at one address', () => {
  const credentials = vendorCredentials('sandbox', settings);
  expect(credentials).toEqual({
    account: 'sandbox',
    retell: { apiKey: 'key_sandbox', baseUrl: 'http://127.0.0.1:4000/retell' },
    calcom: { apiKey: 'cal_sandbox', webhookSecret: 'cal_secret', baseUrl: 'http://127.0.0.1:4000/cal' },
    stripe: { apiKey: 'sk_test_sandbox', webhookSecret: 'whsec_test', baseUrl: 'http://127.0.0.1:4000' },
    twilio: { accountSid: `AC${'0'.repeat(32)}`, authToken: 'tok', baseUrl: 'http://127.0.0.1:4000/twilio' },
    sendgrid: { apiKey: 'SG.sandbox', webhookPublicKey: undefined, baseUrl: 'http://127.0.0.1:4000/sendgrid' },
  });
  expect(createVendors(credentials).missing).toEqual({});
});

test('without an address for the sandbox its keys go nowhere', () => {
  expect(vendorCredentials('sandbox', { ...settings, SANDBOX_URL: undefined })).toEqual({ account: 'sandbox' });
});

test('a live account takes only live keys, and says what it lacks', () => {
  const live = createVendors(vendorCredentials('live', settings));
  expect(live.voice).toBeDefined();
  expect([live.calendar, live.payments, live.sms, live.email]).toEqual([undefined, undefined, undefined, undefined]);
  expect(live.missing).toEqual({
    calendar: 'The live account has no calendar: set CALCOM_API_KEY.',
    payments: 'The live account has no payments: set STRIPE_API_KEY.',
    sms: 'The live account has no sms: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.',
    email: 'The live account has no email: set SENDGRID_API_KEY.',
  });
  expect(() => requireVendor(live, 'sms')).toThrow('set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN');
  expect(requireVendor(live, 'voice')).toBe(live.voice);
});

test('the sandbox names its own keys', () =>
  expect(createVendors({ account: 'sandbox' }).missing.sms).toBe(
    'The sandbox account has no sms: set SANDBOX_TWILIO_ACCOUNT_SID and SANDBOX_TWILIO_AUTH_TOKEN.',
  ));

test('a webhook verifies with the secret of its own account only', () => {
  const delivery = {
    rawBody: Buffer.from('{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00.000Z","payload":{"uid":"bk_1"}}'),
    signature: 'a960cae0cf71e35035e77bb20912374cf0cbf96e1f572beaa9ad60fc0bf7b099',
  };
  expect(createVendors(vendorCredentials('sandbox', settings)).verify.calcom(delivery)).toBe(true);
  const others = { ...settings, CALCOM_API_KEY: 'cal_live', CALCOM_WEBHOOK_SECRET: 'another' };
  expect(createVendors(vendorCredentials('live', others)).verify.calcom(delivery)).toBe(false);
});

test('a vendor without a secret verifies nothing', () => {
  const { verify } = createVendors({ account: 'live', stripe: { apiKey: 'sk_live_x' } });
  const delivery = { rawBody: Buffer.from('{}'), signature: 'no-secret-provided', url: 'https://x.example', timestamp: '1767225602' };
  expect([
    verify.retell(delivery),
    verify.calcom(delivery),
    verify.stripe(delivery),
    verify.twilio(delivery),
    verify.sendgrid(delivery),
  ]).toEqual([false, false, false, false, false]);
});
