import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import Retell from 'retell-sdk';
import { describe, expect, test } from 'vitest';
import { verifyCalcom, verifyRetell, verifySendGrid, verifyStripe, verifyTwilio } from './signatures.ts';

/** One genuine delivery of each vendor, recorded; every other case is a change of it. */
const RETELL = {
  rawBody: Buffer.from('{"event":"call_ended","call":{"call_id":"call_1"}}'),
  signature: 'v=1767225600000,d=9a85b85e962bad2853f30abce2b17b086a1d1d7e5ec0b6dc7a57db353b350319',
  apiKey: 'key_test',
  now: 1767225600000,
};
const CALCOM = {
  rawBody: Buffer.from('{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00.000Z","payload":{"uid":"bk_1"}}'),
  signature: 'a960cae0cf71e35035e77bb20912374cf0cbf96e1f572beaa9ad60fc0bf7b099',
  secret: 'cal_secret',
};
const STRIPE = {
  rawBody: Buffer.from('{"id":"evt_1","object":"event","type":"invoice.paid"}'),
  signature: 't=1767225600,v1=e147c3116c50446d8084ac3f7adad67725884a8dd2d649376c73e410982246f5',
  secret: 'whsec_test',
  now: 1767225600000,
};
const TWILIO = {
  rawBody: Buffer.from('AccountSid=AC1&From=%2B14155550100&MessageSid=SM1&MessageStatus=delivered&To=%2B14155550123'),
  signature: '8YOHfxW9kHPAJIz9qUU3rKeAebk=',
  authToken: 'tok',
  url: 'https://hooks.example/w/twilio/status?k=s1',
};
const SENDGRID = {
  rawBody: Buffer.from('[{"email":"ada@example.com","event":"delivered","sg_event_id":"ZGVs","timestamp":1767225602}]\r\n'),
  signature: 'MEUCIQCtj75ezBz07iximtnmsahpO6dsNMEPcQmL6oiUZXA7jAIgR8tuKcXpDKHLgAK7lLzseiba78FTli5Ib38ThCxCT0o=',
  timestamp: '1767225602',
  publicKey: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMrGtgVGmNF20lxOrjoEdewIp5/xV6wM2Z8KmtMEIX7Ac2EsWNfdgJQQqSH5/ts1Fhbr9BRJjIouuynZ63/xxRA==',
  now: 1767225602000,
};

const checks = {
  retell: async (change: Partial<typeof RETELL>) => verifyRetell({ ...RETELL, ...change }),
  calcom: async (change: Partial<typeof CALCOM>) => verifyCalcom({ ...CALCOM, ...change }),
  stripe: async (change: Partial<typeof STRIPE>) => verifyStripe({ ...STRIPE, ...change }),
  twilio: async (change: Partial<typeof TWILIO>) => verifyTwilio({ ...TWILIO, ...change }),
  sendgrid: async (change: Partial<typeof SENDGRID>) => verifySendGrid({ ...SENDGRID, ...change }),
};
const recorded = { retell: RETELL, calcom: CALCOM, stripe: STRIPE, twilio: TWILIO, sendgrid: SENDGRID };
const vendors = ['retell', 'calcom', 'stripe', 'twilio', 'sendgrid'] as const;

/** Twilio signs what a form says, not its bytes: `%2b` says what `%2B` does. */
const saysTheSame = (vendor: (typeof vendors)[number], body: Buffer, other: Buffer) =>
  vendor === 'twilio' && new URLSearchParams(body.toString()).toString() === new URLSearchParams(other.toString()).toString();

describe.each(vendors)('%s', (vendor) => {
  const check = checks[vendor] as (change: { rawBody?: Buffer; signature?: string }) => Promise<boolean>;
  const { rawBody, signature } = recorded[vendor];

  test('accepts the recorded delivery', async () => expect(await check({})).toBe(true));

  test('Q9: accepts no body that differs in any byte', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(rawBody.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        const changed = Buffer.from(rawBody);
        changed[at] = rawBody.readUInt8(at) ^ flip;
        return (await check({ rawBody: changed })) === saysTheSame(vendor, changed, rawBody);
      }),
      { numRuns: 300, examples: [[22, 32]] },
    );
  });

  test.each([
    ['nothing', ''],
    ['a word', 'signature'],
    ['the literal of an unsigned webhook', 'no-secret-provided'],
    ['half of it', signature.slice(0, signature.length / 2)],
    ['more than it', `${signature}00`],
    ['another one of the right form', signature.replace(/[0-9a-zA-Z](?=.{3}$)/, (last) => (last === 'a' ? 'b' : 'a'))],
    ['line noise', '\u0000\uffff,,==v=t=d='],
    ['a very long text', 'a'.repeat(100_000)],
  ])('refuses %s as signature, without throwing', async (_case, wrong) => expect(await check({ signature: wrong })).toBe(false));

  test('refuses a missing signature', async () => expect(await check({ signature: undefined })).toBe(false));
  test('refuses an empty body', async () => expect(await check({ rawBody: Buffer.alloc(0) })).toBe(false));
  test('refuses a body that gained a line break', async () =>
    expect(await check({ rawBody: Buffer.concat([rawBody, Buffer.from('\n')]) })).toBe(false));
});

describe('a key of someone else', () => {
  test('retell', () => expect(verifyRetell({ ...RETELL, apiKey: 'key_other' })).toBe(false));
  test('calcom', () => expect(verifyCalcom({ ...CALCOM, secret: 'other' })).toBe(false));
  test('stripe', () => expect(verifyStripe({ ...STRIPE, secret: 'whsec_other' })).toBe(false));
  test('twilio', () => expect(verifyTwilio({ ...TWILIO, authToken: 'other' })).toBe(false));
  test('sendgrid', () => {
    const other =
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqTxd43gyp8IOEto2LdIfjRQrIbsd4SXZkLW6jDutdhXSJCWHw8REntlo7aNDthvj+y7GjUuFDb/R1NGe1OPzpA==';
    expect(verifySendGrid({ ...SENDGRID, publicKey: other })).toBe(false);
    expect(verifySendGrid({ ...SENDGRID, publicKey: 'not a key' })).toBe(false);
  });
  test('an empty key never verifies, not even what was signed with an empty key', () => {
    const hex = (text: string) => createHmac('sha256', '').update(text).digest('hex');
    expect(verifyCalcom({ ...CALCOM, secret: '', signature: hex(CALCOM.rawBody.toString()) })).toBe(false);
    expect(verifyRetell({ ...RETELL, apiKey: '', signature: `v=1767225600000,d=${hex(`${RETELL.rawBody}1767225600000`)}` })).toBe(false);
    expect(verifyStripe({ ...STRIPE, secret: '', signature: `t=1767225600,v1=${hex(`1767225600.${STRIPE.rawBody}`)}` })).toBe(false);
  });
});

describe('F12: an old or early delivery', () => {
  const minutes = (count: number) => count * 60_000;
  test.each([
    ['retell', -5, true],
    ['retell', 5, true],
    ['retell', -5.01, false],
    ['retell', 5.01, false],
    ['stripe', -5, true],
    ['stripe', 5, true],
    ['stripe', -5.02, false],
    ['stripe', 5.02, false],
    ['sendgrid', -5, true],
    ['sendgrid', 10, true],
    ['sendgrid', -5.01, false],
    ['sendgrid', 10.01, false],
  ] as const)('%s, %d minutes old: %s', async (vendor, age, expected) => {
    const now = recorded[vendor].now + minutes(age);
    expect(await checks[vendor]({ now })).toBe(expected);
  });

  test.each(['', '1767225602x', '-1767225602', 'NaN', '1e9', '9'.repeat(40)])('sendgrid refuses the timestamp "%s"', (timestamp) =>
    expect(verifySendGrid({ ...SENDGRID, timestamp })).toBe(false),
  );
});

test('retell: what the SDK signs is accepted, and the answer is no promise that a caller could forget to await', async () => {
  const body = '{"event":"call_ended","call":{"call_id":"call_é"}}';
  const signature = await Retell.sign(body, 'key_test');
  expect(verifyRetell({ rawBody: Buffer.from(body), signature, apiKey: 'key_test' })).toBe(true);
});

describe('stripe', () => {
  test('any of several signatures will do, so that secrets can be rotated', () => {
    const [time, good] = STRIPE.signature.split(',');
    expect(verifyStripe({ ...STRIPE, signature: `${time},v1=${'0'.repeat(64)},${good}` })).toBe(true);
    expect(verifyStripe({ ...STRIPE, signature: `${time},v0=${good?.slice(3)}` })).toBe(false);
  });
});

describe('twilio', () => {
  const documented = {
    rawBody: Buffer.from('CallSid=CA1234567890ABCDE&Caller=%2B14158675309&Digits=1234&From=%2B14158675309&To=%2B18005551212'),
    signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    authToken: '12345',
    url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
  };
  test("accepts the vendor's own documented example", () => expect(verifyTwilio(documented)).toBe(true));
  test('the order of the fields is of no account', () => {
    const rawBody = Buffer.from(TWILIO.rawBody.toString().split('&').reverse().join('&'));
    expect(verifyTwilio({ ...TWILIO, rawBody })).toBe(true);
  });
  test.each([
    'https://hooks.example/w/twilio/status?k=s2',
    'https://hooks.example/w/twilio/status',
    'http://hooks.example/w/twilio/status?k=s1',
    'https://evil.example/w/twilio/status?k=s1',
    'not an address',
    '',
  ])('refuses the address %s', (url) => expect(verifyTwilio({ ...TWILIO, url })).toBe(false));
});
