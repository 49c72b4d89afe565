import { expect, test } from 'vitest';
import { openBench } from '../testing/bench.ts';
import { mailClient } from '../testing/clients.ts';

const mail = {
  to: 'ada@example.com',
  from: 'team@callvia.test',
  subject: 'Tomorrow',
  text: 'See you tomorrow',
  categories: ['reminder-24h'],
  customArgs: { send_key: 'k1', lead_id: 'l1' },
};

test('a mail is taken with 202 and an id, and its events come signed, in the vendor’s layout', async () => {
  await using bench = await openBench();
  const [response] = await mailClient(bench.url).send({ ...mail });
  expect(response.statusCode).toBe(202);
  const hook = await bench.until('delivered');
  expect(hook.isGenuine).toBe(true);
  expect(hook.body).toMatch(/^\[\{.*\},\r\n\{.*\}\]\r\n$/);
  const id = String(response.headers['x-message-id']);
  expect(hook.data).toMatchObject({ email: 'ada@example.com', send_key: 'k1', lead_id: 'l1', category: ['reminder-24h'] });
  expect(String(hook.data.sg_message_id).startsWith(`${id}.`)).toBe(true);
  expect(bench.events('processed')[0]?.data.sg_event_id).not.toBe(hook.data.sg_event_id);
  expect(await bench.admin('GET', '/effects?kind=emails')).toMatchObject({ emails: [{ key: 'k1', count: 1 }], totals: { emails: 1 } });
});

test('each recipient gets a mail of their own', async () => {
  await using bench = await openBench();
  await mailClient(bench.url).send({ ...mail, to: ['ada@example.com', 'bo@example.com'] }, true);
  await bench.quiet();
  expect(
    bench
      .events('delivered')
      .map(({ data }) => data.email)
      .sort(),
  ).toEqual(['ada@example.com', 'bo@example.com']);
});

test.each([
  ['a wrong key', 'SG.guess', {}, 401],
  ['an address that is none', 'SG.sandbox', { to: 'nobody' }, 400],
])('%s is refused', async (_case, key, change, code) => {
  await using bench = await openBench();
  await expect(mailClient(bench.url, key).send({ ...mail, ...change } as never)).rejects.toMatchObject({ code });
});

test('the vendor’s own sandbox mode sends nothing', async () => {
  await using bench = await openBench();
  const [response] = await mailClient(bench.url).send({ ...mail, mailSettings: { sandboxMode: { enable: true } } });
  expect(response.statusCode).toBe(200);
  expect(await bench.admin('GET', '/effects')).toMatchObject({ totals: { emails: 0 } });
});

test.each([
  ['an unknown field', { colour: 'red' }, 'Unrecognized key: "colour"'],
  ['a value that is no string', { custom_args: { n: 1 } }, 'Invalid input: expected string, received number'],
])('%s is refused in the vendor’s shape', async (_case, change, message) => {
  await using bench = await openBench();
  const body = {
    personalizations: [{ to: [{ email: 'ada@example.com' }] }],
    from: { email: 'a@b.test' },
    subject: 'Hi',
    content: [{ type: 'text/plain', value: 'Hi' }],
  };
  const headers = { authorization: 'Bearer SG.sandbox', 'content-type': 'application/json' };
  const response = await fetch(`${bench.url}/sendgrid/v3/mail/send`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ ...body, ...change }),
  });
  expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ message, help: null }] }]);
});
