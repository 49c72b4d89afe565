import { expect, test } from 'vitest';
import { magicNumber } from '../numbers.ts';
import { type Bench, openBench } from '../testing/bench.ts';
import { mailClient, twilioClient } from '../testing/clients.ts';
import { withLinks } from './pages.ts';

const us = '+14155550100';
const me = magicNumber('played');

async function rings(bench: Bench, attempt = 1): Promise<string> {
  const call = await bench.retell.call.createPhoneCall({
    from_number: us,
    to_number: me,
    metadata: { call_key: `${me}:dial:${attempt}`, lead_id: `lead-${me}`, pace: 'instant' },
    retell_llm_dynamic_variables: { first_name: 'Ada', email: 'ada@example.com' },
  });
  return call.call_id;
}
const look = async (bench: Bench, path = '') => (await fetch(`${bench.url}/play/${encodeURIComponent(me)}${path}`)).text();
/** Presses a button as a browser without a script does; gives the page that follows. */
const press = async (bench: Bench, path: string, fields: Record<string, string> = {}) =>
  (await fetch(`${bench.url}/play/${encodeURIComponent(me)}/${path}`, { method: 'POST', body: new URLSearchParams(fields) })).text();
const analysisOf = ({ data }: { data: Record<string, unknown> }) =>
  (data.call as { call_analysis: { custom_analysis_data: Record<string, string> }; duration_ms?: number }).call_analysis
    .custom_analysis_data;

test('the phone rings until somebody answers; what they say is what the product is told', async () => {
  await using bench = await openBench();
  await rings(bench);
  expect(await look(bench, '/phone')).toContain(`It rings: ${us}`);
  expect(await (await fetch(`${bench.url}/play/ringing`)).text()).toContain(`${me} rings`);
  expect(bench.received).toEqual([]);
  expect(await press(bench, 'answer')).toContain('Book an appointment');
  await bench.until('call_started');
  expect(await press(bench, 'say', { what: 'refuses' })).toContain('It does not ring');
  expect(analysisOf(await bench.until('call_analyzed'))).toMatchObject({ outcome: 'not_interested' });
  await press(bench, 'say', { what: 'stop-calling' }); // a second press comes too late
  expect(bench.events('call_analyzed')).toHaveLength(1);
});

test('whoever asks for an appointment is offered the times of the calendar, and takes one', async () => {
  await using bench = await openBench();
  await rings(bench);
  await press(bench, 'answer');
  const offer = await press(bench, 'times');
  expect(offer).toContain('Which one suits you?');
  const start = /name="start" value="([^"]+)"/.exec(offer)?.[1] ?? '';
  await press(bench, 'take', { start });
  expect(analysisOf(await bench.until('call_analyzed'))).toMatchObject({ outcome: 'appointment_set' });
  const { payload } = (await bench.until('BOOKING_CREATED')).data as { payload: { startTime: string } };
  expect(Date.parse(payload.startTime)).toBe(Date.parse(start));
});

test.each([
  ['declines', 'user_declined'],
  ['voicemail', 'voicemail_reached'],
])('a ringing phone that somebody %s', async (how, reason) => {
  await using bench = await openBench();
  await rings(bench);
  await press(bench, 'turn-away', { how });
  expect((await bench.until('call_ended')).data).toMatchObject({ call: { disconnection_reason: reason } });
});

test('a lead that asks to be called in an hour says so in the analysis', async () => {
  await using bench = await openBench();
  await rings(bench);
  await press(bench, 'answer');
  await press(bench, 'callback', { minutes: '60' });
  const said = analysisOf(await bench.until('call_analyzed'));
  expect(said.outcome).toBe('callback_requested');
  expect(Math.abs(Date.parse(said.callback_at ?? '') - Date.now() - 3_600_000)).toBeLessThan(60_000);
});

test('nothing is answered to texts and mails by itself; both can be read, replied to, and their links followed', async () => {
  await using bench = await openBench();
  await rings(bench);
  await press(bench, 'turn-away', { how: 'declines' });
  await twilioClient(bench.url).messages.create({
    to: me,
    from: us,
    body: 'Did it take place? Reply YES or NO: https://callvia.test/confirm/abc',
  });
  await mailClient(bench.url).send({
    ...{ to: 'ada@example.com', from: 'team@callvia.test', subject: 'A <b>time</b> for you', customArgs: { send_key: 'k' } },
    ...{
      text: 'Pick one: https://callvia.test/b/abc.',
      html: '<p>Pick <a href="https://callvia.test/b/abc">one</a></p><script>alert(1)</script>',
    },
  });
  await bench.quiet();
  expect(bench.events('sms')).toEqual([]);
  expect(await look(bench, '/texts')).toContain('<a href="https://callvia.test/confirm/abc" target="_blank" rel="noreferrer">');
  const mails = await look(bench, '/mails');
  expect(mails).toContain('A &lt;b&gt;time&lt;/b&gt; for you');
  const mail = await (await fetch(`${bench.url}${/href="([^"]+\/mail\/[^"]+)"/.exec(mails)?.[1]}`)).text();
  expect(mail).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"'); // no scripts, another origin
  expect(mail).not.toContain('<script>');
  expect(await press(bench, 'reply', { body: 'Yes & gladly' })).toContain('The text is sent.');
  expect((await bench.until('sms')).data).toMatchObject({ From: me, To: us, Body: 'Yes & gladly' });
  expect(await press(bench, 'reply', { body: '  ' })).toContain('An empty text is not sent.');
});

test('a mail to somebody who is no lead is read from the first page', async () => {
  await using bench = await openBench();
  const html = '<p>Open <a href="https://callvia.test/verify/abc">it</a></p>';
  await mailClient(bench.url).send({
    to: 'mona@northwind.test',
    from: 'a@b.test',
    subject: 'Two <wait>',
    text: 'Open https://callvia.test/verify/abc',
    html,
  });
  const overview = await (await fetch(`${bench.url}/`)).text();
  const [, href, subject] = /<a href="(\/play\/mail\/[^"]+)">([^<]+)<\/a>/.exec(overview) ?? [];
  expect(subject).toBe('Two &lt;wait&gt;');
  const mail = await (await fetch(`${bench.url}${href}`)).text();
  expect(mail).toContain('to mona@northwind.test');
  expect(mail).toContain('<a href="https://callvia.test/verify/abc" target="_blank" rel="noreferrer">');
  expect(mail).toContain('<a href="/#mail">Vendor sandbox</a>');
  expect((await fetch(`${bench.url}/play/mail/none`)).status).toBe(404);
});

test('a call that nobody answers is one that nobody answered, also over a restart', async () => {
  await using bench = await openBench();
  const id = await rings(bench);
  await bench.restart();
  const call = await bench.retell.call.retrieve(id);
  expect(call.call_status).toBe('registered');
  expect(await look(bench, '/phone')).toContain('It rings');
  const { tasks } = await bench.admin<{ tasks: { what: string; dueAt: string }[] }>('GET', `/pending?phone=${encodeURIComponent(me)}`);
  expect(tasks.map(({ what, dueAt }) => [what, Math.round((Date.parse(dueAt) - Date.now()) / 10_000)])).toEqual([['ring-out', 3]]);
});

test('whoever was never reached has no number to reply to, and is told so', async () => {
  await using bench = await openBench();
  expect(await press(bench, 'reply', { body: 'Hello' })).toContain('Not sent: nobody has called or texted this number yet');
  expect((await fetch(`${bench.url}/play/nobody`)).status).toBe(404);
});

test.each([
  [
    'see https://a.test/b?x=1&y=2, then',
    'see <a href="https://a.test/b?x=1&amp;y=2" target="_blank" rel="noreferrer">https://a.test/b?x=1&amp;y=2</a>, then',
  ],
  ['<script>\n', '&lt;script&gt;<br>'],
])('links of %s can be followed, nothing else is markup', (text, html) => expect(withLinks(text)).toBe(html));
