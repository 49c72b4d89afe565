import Retell from 'retell-sdk';
import { expect, test } from 'vitest';
import { magicNumber } from '../numbers.ts';
import { openBench } from '../testing/bench.ts';

const from = '+14155550100';
const dialOf = (to: string, key: string) => ({
  ...{ from_number: from, to_number: to, override_agent_id: 'agent_1' },
  metadata: { call_key: key, lead_id: `lead-of-${to}`, pace: 'instant' },
  retell_llm_dynamic_variables: { first_name: 'Ada', last_name: 'Lovelace' },
});

test('a call that is answered sends started, ended and analyzed, all genuine, with the vendor’s fields', async () => {
  await using bench = await openBench();
  const made = await bench.retell.call.createPhoneCall(dialOf(magicNumber('refuses'), 'k1'));
  expect(made).toMatchObject({ call_type: 'phone_call', call_status: 'registered', agent_id: 'agent_1', metadata: { call_key: 'k1' } });
  const { data } = await bench.until('call_analyzed');
  await bench.until('call_started');
  await bench.until('call_ended');
  expect(bench.received.every(({ isGenuine }) => isGenuine)).toBe(true);
  const call = data.call as Record<string, unknown>;
  expect(call).toMatchObject({ call_id: made.call_id, call_status: 'ended', disconnection_reason: 'user_hangup', direction: 'outbound' });
  expect(call).toMatchObject({ call_analysis: { in_voicemail: false, custom_analysis_data: { outcome: 'not_interested' } } });
  expect(call.duration_ms).toBeGreaterThanOrEqual(20_000);
  expect(call.duration_ms).toBeLessThanOrEqual(40_000);
  const ended = bench.events('call_ended')[0]?.data.call as Record<string, unknown>;
  expect(ended.call_analysis).toBeUndefined();
  const seen = await bench.retell.call.retrieve(made.call_id);
  expect(seen.call_status).toBe('ended');
});

test('a call nobody answers sends no started, and has neither start nor duration', async () => {
  await using bench = await openBench();
  await bench.retell.call.createPhoneCall(dialOf(magicNumber('no-answer'), 'k1'));
  const { data } = await bench.until('call_analyzed');
  await bench.until('call_ended');
  expect(bench.events('call_started')).toHaveLength(0);
  expect(data.call).toMatchObject({ call_status: 'not_connected', disconnection_reason: 'dial_no_answer' });
  expect(data.call).not.toHaveProperty('start_timestamp');
  expect(data.call).not.toHaveProperty('duration_ms');
});

test.each([
  ['a wrong key', { apiKey: 'guess' }, {}, Retell.AuthenticationError, 401],
  ['an unknown field', {}, { colour: 'red' }, Retell.BadRequestError, 400],
  ['a number that is none', {}, { to_number: '555' }, Retell.BadRequestError, 400],
  ['a dynamic variable that is no string', {}, { retell_llm_dynamic_variables: { n: 1 } }, Retell.BadRequestError, 400],
])('%s is refused', async (_case, client, body, kind, status) => {
  await using bench = await openBench();
  const retell = new Retell({ apiKey: 'key_sandbox', baseURL: `${bench.url}/retell`, maxRetries: 0, ...client });
  const attempt = retell.call.createPhoneCall({ ...dialOf(magicNumber('refuses'), 'k1'), ...body } as Retell.CallCreatePhoneCallParams);
  await expect(attempt).rejects.toBeInstanceOf(kind);
  await expect(attempt).rejects.toMatchObject({ status });
  expect(await bench.admin('GET', '/effects')).toMatchObject({ totals: { dials: 0 } });
});

test('a call is found by the key in its metadata', async () => {
  await using bench = await openBench();
  const first = await bench.retell.call.createPhoneCall(dialOf(magicNumber('busy'), 'k1'));
  await bench.retell.call.createPhoneCall(dialOf(magicNumber('busy', 1), 'k2'));
  const page = await bench.retell.call.list({
    limit: 1,
    filter_criteria: { metadata: [{ key: 'call_key', type: 'string', op: 'eq', value: 'k1' }] },
  });
  expect(page.items?.map((call) => call.call_id)).toEqual([first.call_id]);
  expect(page.items?.[0]).not.toHaveProperty('transcript');
  const none = await bench.retell.call.list({
    filter_criteria: { metadata: [{ key: 'call_key', type: 'string', op: 'eq', value: 'k3' }] },
  });
  expect(none.items).toEqual([]);
});

test('an unknown call and an unknown route answer 404 in the vendor’s shape', async () => {
  await using bench = await openBench();
  await expect(bench.retell.call.retrieve('call_none')).rejects.toBeInstanceOf(Retell.NotFoundError);
  const response = await fetch(`${bench.url}/retell/v9/nothing`, { headers: { authorization: 'Bearer key_sandbox' } });
  expect([response.status, await response.json()]).toEqual([404, { status: 'error', message: 'Cannot GET /v9/nothing' }]);
});

test('agents, numbers and the number of calls at once can be read', async () => {
  await using bench = await openBench();
  expect((await bench.retell.concurrency.retrieve()).concurrency_limit).toBe(500);
  expect((await bench.retell.agent.list({})).items?.[0]?.agent_id).toBe('agent_sandbox');
  expect((await bench.retell.phoneNumber.list({})).items?.[0]?.phone_number).toBe('+14155550100');
});
