import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSettings } from '#sandbox/settings.ts';
import { forgedHeaders, signatureHeaders } from '#sandbox/signatures.ts';
import { root } from '#scripts/lib/paths.mjs';
import { type App, startApp } from '#tests/support/app.ts';
import { auditOf } from './audit.ts';
import { type Person, signIn } from './person.ts';
import { type Imported, Rehearsal } from './rehearsal.ts';

let app: App;
let person: Person;
beforeAll(async () => {
  app = await startApp({ without: ['web'] });
  person = await signIn(app);
}, 180_000);
afterAll(() => app?.dispose());

const refusal = (code: string, message: string) => ({ error: { code, message } });

/** What the example with everything wrong in it is told, row by row: refused rows, rows whose number came before, and fields that were left out. */
const NAMED = [
  '4 phone: This number stands in the file before',
  '5 phone: This number stands in the file before',
  '6 phone: This number stands in the file before',
  '7 phone: This number stands in the file before',
  '8 phone: This is not a possible phone number',
  '9 phone: This is not a phone number',
  '10 phone: The phone number is missing',
  '11 phone: This is a toll-free number, nobody’s own telephone',
  '12 phone: This is a premium-rate number',
  '13 phone: Only numbers of the United States can be called',
  '14 phone: Only numbers of the United States can be called',
  '15 phone: A number with an extension cannot be dialled; give the direct number',
  '16 phone: This is not a possible phone number',
  '17 phone: The spreadsheet shortened this number; format the column as text and export again',
  '19 phone: This is not a phone number',
  '20 email: This is not an e-mail address; the lead has none',
  '21 email: This is not an e-mail address; the lead has none',
  '22 timezone: No such time zone; it is left out',
  '24 consent_at: This is not a past date; without consent the lead is not called',
  '26 notes: A field may have 10000 characters',
  '38 row: The row has more cells than the header; is a quote missing?',
];

describe('a file of leads', () => {
  let rehearsal: Rehearsal;
  beforeAll(async () => {
    rehearsal = await Rehearsal.create(person, 'Files');
  });
  const upload = <T>(content: Blob) =>
    person.upload<T>('/leads/import', { campaignId: rehearsal.campaignId }, { name: 'leads.csv', content });

  test('with everything wrong in it: good rows come in, the others are named', async () => {
    const dirty = await readFile(path.join(root, 'examples', 'leads-dirty.csv'));
    const { body } = await upload<Imported>(new Blob([dirty]));
    const result = await vi.waitFor(
      async () => {
        const imported = await person.get<Imported & { errors: { row: number; field: string; message: string }[] }>(
          `/leads/imports/${body.importId}`,
        );
        expect(imported.status).toBe('completed');
        return imported;
      },
      { timeout: 60_000, interval: 250 },
    );
    expect(result).toMatchObject({ total: 39, inserted: 22, duplicates: 4, invalid: 13, suppressed: 0 });
    expect(result.errors.map(({ row, field, message }) => `${row} ${field}: ${message}`)).toEqual(NAMED);
  });

  test('that is empty, or has a header and no more', async () => {
    expect(await upload(new Blob([]))).toMatchObject({ status: 422, body: refusal('empty_file', 'The file is empty') });
    const alone = await upload(new Blob(['phone,name\n']));
    expect(alone).toMatchObject({ status: 422, body: refusal('empty_file', 'The file has a header row but no leads below it') });
  });

  test('without a column of numbers', async () => {
    expect(await upload(new Blob(['name,email\nAda,ada@example.com\n']))).toMatchObject({
      status: 422,
      body: refusal('missing_column', 'The file needs a column “phone”'),
    });
  });

  test('of 60 MB', async () => {
    const row = `4155550121,${'x'.repeat(1_011)}\n`; // a kilobyte
    const megabyte = row.repeat(1_024);
    const answer = await upload(new Blob(['phone,notes\n', ...Array<string>(60).fill(megabyte)]));
    expect(answer).toMatchObject({ status: 413, body: refusal('file_too_large', 'The file is larger than 50 MB: split it into several') });
  }, 120_000);
});

describe('a webhook', () => {
  const JSON_ROUTES = [
    ['retell', '/api/webhooks/retell', { event: 'call_transferred', call: { call_id: 'call_1' } }],
    ['cal', '/api/webhooks/calcom', { triggerEvent: 'OOO_CREATED', createdAt: '2026-11-20T10:00:00.000Z', payload: {} }],
    [
      'stripe',
      '/api/webhooks/stripe',
      {
        id: 'evt_1',
        object: 'event',
        type: 'payout.paid',
        created: 1_795_000_000,
        livemode: false,
        data: { object: { id: 'po_1', object: 'payout' } },
      },
    ],
    [
      'sendgrid',
      '/api/webhooks/sendgrid',
      [{ email: 'ada@example.com', timestamp: 1_795_000_000, event: 'teleported', sg_event_id: 'e1' }],
    ],
  ] as const;
  type Vendor = (typeof JSON_ROUTES)[number][0] | 'twilio';

  async function deliver(vendor: Vendor, route: string, body: string, sign = signatureHeaders) {
    const url = `${app.urls.api}${route}`;
    const type = vendor === 'twilio' ? 'application/x-www-form-urlencoded' : 'application/json';
    const headers = {
      'content-type': type,
      ...sign(vendor, url, body, readSettings(app.environment as NodeJS.ProcessEnv).credentials, Date.now()),
    };
    const response = await fetch(url, { method: 'POST', headers, body });
    return { status: response.status, body: (await response.json()) as unknown };
  }

  test.each([
    ...JSON_ROUTES.map(([vendor, route, event]) => [vendor, route, JSON.stringify(event)] as const),
    ['twilio', '/api/webhooks/twilio/sms', 'MessageSid=SM1&From=%2B14155550123&To=%2B14155550100&Body=YES'] as const,
  ])('from %s with a wrong signature is turned away', async (vendor, route, body) => {
    expect(await deliver(vendor, route, body, forgedHeaders)).toMatchObject({
      status: 401,
      body: refusal('wrong_signature', 'The signature is missing or wrong.'),
    });
  });

  test.each([
    ...JSON_ROUTES.map(([vendor, route, event]) => [vendor, route, JSON.stringify(event).slice(0, -9)] as const),
    ['twilio', '/api/webhooks/twilio/sms', 'MessageSid=SM1&From=%2B14155'] as const,
  ])('from %s that is cut short is refused', async (vendor, route, body) => {
    expect(await deliver(vendor, route, body)).toMatchObject({ status: 400, body: refusal('malformed_body', 'The body is not an event.') });
  });

  test.each(JSON_ROUTES)('from %s about something nobody handles is taken and left alone', async (vendor, route, event) => {
    expect(await deliver(vendor, route, JSON.stringify(event))).toEqual({ status: 200, body: { received: true } });
    expect(await deliver(vendor, route, JSON.stringify(event))).toEqual({ status: 200, body: { duplicate: true } });
  });
});

describe('a request', () => {
  test('with a wrong password', async () => {
    const answer = await person.ask('POST', '/auth/login', { email: 'demo@callvia.test', password: 'guess' });
    expect(answer).toMatchObject({ status: 401, body: refusal('invalid_credentials', 'E-mail address or password is wrong.') });
  });

  test('that is no JSON', async () => {
    const response = await fetch(`${app.urls.api}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"email":',
    });
    expect([response.status, await response.json()]).toMatchObject([400, refusal('malformed_body', 'The request cannot be read.')]);
  });
});

describe('a campaign', () => {
  test('without leads is not activated', async () => {
    const rehearsal = await Rehearsal.create(person, 'Nobody to call');
    const answer = await person.ask('POST', `/campaigns/${rehearsal.campaignId}/activate`);
    expect(answer).toMatchObject({
      status: 422,
      body: refusal('incomplete', 'The campaign still needs at least one lead that may be called.'),
    });
  });

  test('that is live, without keys, agent, number and calendar: all that is missing is named at once', async () => {
    const { id } = await person.post<{ id: string }>('/campaigns', { name: 'For real', mode: 'live' });
    const { status, body } = await person.ask('POST', `/campaigns/${id}/activate`);
    expect({ status, body }).toMatchObject({
      status: 422,
      body: {
        error: {
          code: 'incomplete',
          message:
            'The campaign still needs keys of the live vendors, an agent, a phone number to call from, an event type or a booking link, at least one lead that may be called.',
          details: {
            missing: ['vendor_keys', 'agent', 'number', 'booking', 'leads'],
            vendors: ['Retell', 'Cal.com', 'Stripe', 'Twilio', 'SendGrid'],
          },
        },
      },
    });
  });

  test('whose vendor refuses our key: the lead says why it was not called', async () => {
    await app.stop('worker');
    await app.start('worker', { SANDBOX_RETELL_API_KEY: 'key_that_was_revoked' });
    const rehearsal = await Rehearsal.create(person, 'A key that was revoked');
    await rehearsal.import({ 'books-yes': 1 }, 5);
    await rehearsal.activate();
    const lead = await vi.waitFor(
      async () => {
        const [only] = await rehearsal.leads();
        expect(only?.nextReason).toContain('could not be placed');
        return only;
      },
      { timeout: 60_000, interval: 250 },
    );
    expect(lead).toMatchObject({ status: 'queued', attempts: 0, nextReason: 'The call could not be placed (unauthorized); tried again' });
    expect(await rehearsal.lifeOf(lead?.id ?? '')).toEqual([
      expect.stringMatching(/ call outbound failed failed unauthorized$/),
      expect.any(String),
    ]);
    await app.stop('worker');
    await app.start('worker');
    await person.post(`/campaigns/${rehearsal.campaignId}/complete`);
  }, 120_000);
});

test('after all this the books are in order', async () => {
  const { violations, ...report } = await auditOf(app);
  expect(violations).toEqual([]);
  expect(report).toMatchObject({ ok: true, duplicates: 0, lost: 0, appointments: 0, messages: 0 });
}, 60_000);
