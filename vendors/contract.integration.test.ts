import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createVendors } from './account.ts';
import { calEventKey, parseCalWebhook } from './calendar.ts';
import { parseSendGridEvents } from './email.ts';
import { parseStripeEvent } from './payments.ts';
import { parseTwilioInbound, parseTwilioStatus } from './sms.ts';
import { dial, freeStarts, mail, SINGLE_HOST, slot, text } from './testing/deeds.ts';
import { type Delivery, type SandboxAccount, startSandboxAccount } from './testing/sandbox-account.ts';
import { parseRetellWebhook } from './voice.ts';

let account: SandboxAccount;
beforeAll(async () => {
  account = await startSandboxAccount(1_000);
});
afterAll(() => account[Symbol.asyncDispose]());
beforeEach(async () => {
  await account.tell('/reset', {});
  account.deliveries.length = 0;
});

const header = ({ headers }: Delivery, name: string) => headers[name]?.toString();
const has = (path: string, text: string) => (delivery: Delivery) =>
  delivery.path.startsWith(path) && String(delivery.rawBody).includes(text);

test('a call is placed, found by its key, told by signed webhooks and read back', async () => {
  const { voice, verify } = account.vendors;
  const { vendorId } = await voice.placeCall(dial('lead:7:attempt:1'));
  expect((await voice.findByKey('lead:7:attempt:1'))?.vendorId).toBe(vendorId);
  expect(await voice.findByKey('lead:7:attempt:2')).toBeNull();

  const analyzed = await account.delivery(has('/api/webhooks/retell', 'call_analyzed'));
  expect(verify.retell({ rawBody: analyzed.rawBody, signature: header(analyzed, 'x-retell-signature') })).toBe(true);
  const { call } = parseRetellWebhook(analyzed.rawBody);
  expect(call).toMatchObject({
    vendorId,
    key: 'lead:7:attempt:1',
    status: 'ended',
    direction: 'outbound',
    disconnectionReason: 'user_hangup',
    analysis: { outcome: 'not_interested', inVoicemail: false },
  });
  expect(call.durationMs).toBeGreaterThanOrEqual(20_000);
  expect(call.transcript?.map(({ speaker }) => speaker)).toEqual(['agent', 'user', 'agent']);
  expect(await voice.get(vendorId)).toEqual(call);
});

test('a number that leads nowhere ends without having connected', async () => {
  await account.vendors.voice.placeCall(dial('lead:8:attempt:1', '+14155550105'));
  const ended = await account.delivery(has('/api/webhooks/retell', 'call_ended'));
  expect(parseRetellWebhook(ended.rawBody).call).toMatchObject({ status: 'not_connected', disconnectionReason: 'invalid_destination' });
});

test('an appointment is booked once, moved, and cancelled, and each step is told', async () => {
  const { calendar, verify } = account.vendors;
  const [first, second] = await freeStarts(account.vendors.calendar);
  const booked = await calendar.book(slot('call:1:book', first));
  expect(booked).toMatchObject({
    status: 'accepted',
    startAt: first,
    attendee: slot('', '').attendee,
    metadata: { booking_key: 'call:1:book' },
  });
  expect(await calendar.book(slot('call:1:book', first))).toEqual(booked);
  await expect(calendar.book(slot('call:2:book', first))).rejects.toMatchObject({ kind: 'refused', code: 'slot_taken' });
  expect(await calendar.get(booked.uid)).toEqual(booked);
  const query = { key: 'call:1:book', email: 'ada@example.com', eventTypeId: SINGLE_HOST, aroundStartAt: first };
  expect(await calendar.findByKey(query)).toEqual(booked);

  const moved = await calendar.reschedule(booked.uid, second);
  expect(moved).toMatchObject({ startAt: second, rescheduledFromUid: booked.uid, status: 'accepted' });
  expect((await calendar.reschedule(booked.uid, second)).uid).toBe(moved.uid);
  expect((await calendar.cancel(moved.uid, 'asked to')).status).toBe('cancelled');
  expect((await calendar.cancel(moved.uid, 'asked to')).status).toBe('cancelled');
  const changed = await calendar.list(new Date(Date.now() - 60_000).toISOString());
  expect(changed.map(({ uid, status }) => [uid, status]).sort()).toEqual(
    [
      [booked.uid, 'cancelled'],
      [moved.uid, 'cancelled'],
    ].sort(),
  );

  const told = [];
  for (const trigger of ['BOOKING_CREATED', 'BOOKING_RESCHEDULED', 'BOOKING_CANCELLED']) {
    const delivery = await account.delivery(has('/api/webhooks/calcom', trigger));
    expect(verify.calcom({ rawBody: delivery.rawBody, signature: header(delivery, 'x-cal-signature-256') })).toBe(true);
    expect(calEventKey(delivery.rawBody)).toMatch(new RegExp(`^cal:${trigger}:\\w+:20`));
    told.push(parseCalWebhook(delivery.rawBody));
  }
  expect(told).toMatchObject([
    { kind: 'created', booking: { uid: booked.uid, metadata: { booking_key: 'call:1:book' } } },
    { kind: 'rescheduled', booking: { uid: moved.uid }, previousUid: booked.uid },
    { kind: 'cancelled', booking: { uid: moved.uid }, reason: 'asked to' },
  ]);
});

test('a booking for a phone alone is found by that phone', async () => {
  const [first] = await freeStarts(account.vendors.calendar);
  const { email: _none, ...attendee } = slot('', '').attendee;
  const booked = await account.vendors.calendar.book({ ...slot('call:3:book', first), attendee });
  expect(booked.attendee).toEqual(attendee);
  const query = { key: 'call:3:book', phone: '+14155550121', eventTypeId: SINGLE_HOST, aroundStartAt: first };
  expect((await account.vendors.calendar.findByKey(query))?.uid).toBe(booked.uid);
});

test('R8: an invoice goes all its steps twice and exists once', async () => {
  const { payments, verify } = account.vendors;
  const milestone = { metadata: { milestoneId: 'ms_1' } };
  const steps = async () => {
    const { customerId } = await payments.ensureCustomer({
      key: 'c1:customer',
      name: 'Acme',
      email: 'a+never@example.com',
      metadata: { clientId: 'c1' },
    });
    const draft = await payments.createDraftInvoice({
      key: 'm1:draft',
      customerId,
      collection: 'send_invoice',
      daysUntilDue: 14,
      ...milestone,
    });
    const line = { invoiceId: draft.id, customerId, amountCents: 200_000, description: '25 shown appointments', metadata: {} };
    await payments.addLine({ key: 'm1:line', ...line });
    await payments.finalize({ key: 'm1:finalize', invoiceId: draft.id });
    return { customerId, invoice: await payments.send({ key: 'm1:send', invoiceId: draft.id }) };
  };
  const { customerId, invoice } = await steps();
  expect(invoice).toMatchObject({
    status: 'open',
    amountDueCents: 200_000,
    amountPaidCents: 0,
    metadata: { milestoneId: 'ms_1' },
    customerId,
  });
  expect((await steps()).invoice).toEqual(invoice);
  expect(await payments.findInvoice({ customerId, metadataKey: 'milestoneId', metadataValue: 'ms_1' })).toEqual(invoice);
  expect(await payments.findInvoice({ customerId, metadataKey: 'milestoneId', metadataValue: 'ms_2' })).toBeNull();
  expect(await account.effects()).toMatchObject({ totals: { invoices: 1 }, duplicates: [] });

  await account.tell(`/invoices/${invoice.id}/pay`, {});
  const paid = await account.delivery(has('/api/webhooks/stripe', '"invoice.paid"'));
  expect(verify.stripe({ rawBody: paid.rawBody, signature: header(paid, 'stripe-signature') })).toBe(true);
  expect(parseStripeEvent(paid.rawBody)).toMatchObject({ type: 'invoice.paid', objectId: invoice.id, isLive: false });
  expect(await payments.getInvoice(invoice.id)).toMatchObject({ status: 'paid', amountPaidCents: 200_000 });
});

test('an invoice can be called off', async () => {
  const { payments } = account.vendors;
  const { customerId } = await payments.ensureCustomer({ key: 'c2:customer', name: 'Acme', email: 'b+never@example.com', metadata: {} });
  expect(await payments.getCustomer(customerId)).toEqual({ customerId, hasDefaultPaymentMethod: false });
  const { id } = await payments.createDraftInvoice({ key: 'm2:draft', customerId, collection: 'send_invoice', metadata: {} });
  await expect(payments.finalize({ key: 'm2:finalize', invoiceId: id })).rejects.toMatchObject({
    kind: 'refused',
    code: 'nothing_to_bill',
  });
  await payments.addLine({ key: 'm2:line', invoiceId: id, customerId, amountCents: 100, description: 'x', metadata: {} });
  await payments.finalize({ key: 'm2:finalize:2', invoiceId: id });
  expect((await payments.voidInvoice({ key: 'm2:void', invoiceId: id })).status).toBe('void');
  expect((await payments.voidInvoice({ key: 'm2:void', invoiceId: id })).status).toBe('void');
});

test('a card that is kept on the portal is the default payment method from then on', async () => {
  const { payments } = account.vendors;
  const { customerId } = await payments.ensureCustomer({ key: 'c4:customer', name: 'Acme', metadata: {} });
  expect(await payments.paymentMethod(customerId)).toBeNull();
  const { url } = await payments.portal({ customerId, returnUrl: 'https://callvia.test/billing?books=rehearsal' });
  await fetch(`${account.sandboxUrl}${new URL(url).pathname}`, { method: 'POST', body: new URLSearchParams({ card: 'tok_visa' }) });
  const expYear = new Date().getUTCFullYear() + 4;
  expect(await payments.paymentMethod(customerId)).toEqual({ kind: 'card', brand: 'visa', last4: '4242', expMonth: 12, expYear });
  expect(await payments.getCustomer(customerId)).toEqual({ customerId, hasDefaultPaymentMethod: true });
  await expect(payments.portal({ customerId: 'cus_none', returnUrl: 'https://callvia.test' })).rejects.toMatchObject({
    kind: 'refused',
    code: 'not_found',
  });
});

test('a key that comes back with other fields is refused', async () => {
  const { payments } = account.vendors;
  await payments.ensureCustomer({ key: 'c3:customer', name: 'Acme', metadata: {} });
  const other = payments.ensureCustomer({ key: 'c3:customer', name: 'Other', metadata: {} });
  await expect(other).rejects.toMatchObject({ kind: 'refused', code: 'key_reused' });
});

test('a text is sent, found, and its delivery told at our own callback', async () => {
  const { sms, verify } = account.vendors;
  const sentAfterAt = new Date().toISOString();
  const wanted = text('a1:24h:sms', account.receiverUrl);
  const { vendorId, status } = await sms.send(wanted);
  expect(status).toBe('queued');
  expect((await sms.find({ ...wanted, sentAfterAt }))?.vendorId).toBe(vendorId);
  expect(await sms.find({ ...wanted, body: 'another', sentAfterAt })).toBeNull();

  const delivered = await account.delivery(has('/api/webhooks/twilio/status', 'MessageStatus=delivered'));
  expect(delivered.path).toBe('/api/webhooks/twilio/status?k=a1%3A24h%3Asms');
  const url = `${account.receiverUrl}${delivered.path}`;
  const signature = header(delivered, 'x-twilio-signature');
  expect(verify.twilio({ rawBody: delivered.rawBody, signature, url })).toBe(true);
  expect(verify.twilio({ rawBody: delivered.rawBody, signature, url: `${url}x` })).toBe(false);
  expect(parseTwilioStatus(delivered.rawBody)).toEqual({ vendorId, status: 'delivered', to: wanted.to, from: wanted.from });
  expect(await sms.get(vendorId)).toEqual({ vendorId, status: 'delivered' });
});

test('after STOP a text is refused as opted out', async () => {
  const { sms, verify } = account.vendors;
  await sms.send(text('a2:1', account.receiverUrl));
  await account.tell('/sms/inbound', { from: '+14155550121', body: 'STOP' });
  const inbound = await account.delivery(has('/api/webhooks/twilio/sms', 'Body=STOP'));
  const signed = {
    rawBody: inbound.rawBody,
    signature: header(inbound, 'x-twilio-signature'),
    url: `${account.receiverUrl}${inbound.path}`,
  };
  expect(verify.twilio(signed)).toBe(true);
  expect(parseTwilioInbound(inbound.rawBody)).toMatchObject({ from: '+14155550121', to: '+14155550100', body: 'STOP' });
  await expect(sms.send(text('a2:2', account.receiverUrl))).rejects.toMatchObject({ kind: 'refused', code: 'opted_out' });
});

test('a mail is accepted, and its events carry our key', async () => {
  const { email, verify } = account.vendors;
  const { vendorId } = await email.send(mail('a1:24h:email'));
  const batch = await account.delivery(has('/api/webhooks/sendgrid', 'delivered'));
  const signature = header(batch, 'x-twilio-email-event-webhook-signature');
  const timestamp = header(batch, 'x-twilio-email-event-webhook-timestamp');
  expect(verify.sendgrid({ rawBody: batch.rawBody, signature, timestamp })).toBe(true);
  const events = parseSendGridEvents(batch.rawBody);
  expect(events).toMatchObject([
    { kind: 'event', event: { kind: 'processed', key: 'a1:24h:email', vendorId } },
    { kind: 'event', event: { kind: 'delivered', key: 'a1:24h:email', vendorId } },
  ]);
});

test('a forged webhook verifies nowhere', async () => {
  await account.tell('/faults', { vendor: '*', kind: 'forge', count: 3 });
  await account.vendors.voice.placeCall(dial('lead:9:attempt:1'));
  await account.delivery(has('/api/webhooks/retell', 'call_analyzed'));
  const results = account.deliveries.map(({ rawBody, headers }) =>
    account.vendors.verify.retell({ rawBody, signature: headers['x-retell-signature']?.toString() }),
  );
  expect(results).toContain(false);
  expect(results).toContain(true);
});

test('a wrong key is refused as unauthorized everywhere', async () => {
  const at = (path: string) => ({ baseUrl: `${account.sandboxUrl}${path}` });
  const stranger = createVendors({
    account: 'sandbox',
    retell: { apiKey: 'key_wrong', ...at('/retell') },
    calcom: { apiKey: 'cal_wrong', ...at('/cal') },
    stripe: { apiKey: 'sk_test_wrong', ...at('') },
    twilio: { accountSid: `AC${'f'.repeat(32)}`, authToken: 'wrong', ...at('/twilio') },
    sendgrid: { apiKey: 'SG.wrong', ...at('/sendgrid') },
  });
  const refused = { kind: 'refused', code: 'unauthorized' };
  await expect(stranger.voice?.placeCall(dial('x'))).rejects.toMatchObject(refused);
  await expect(stranger.calendar?.list(new Date().toISOString())).rejects.toMatchObject(refused);
  await expect(stranger.payments?.getInvoice('in_1')).rejects.toMatchObject(refused);
  await expect(stranger.sms?.send(text('x', account.receiverUrl))).rejects.toMatchObject(refused);
  await expect(stranger.email?.send(mail('x'))).rejects.toMatchObject(refused);
});
