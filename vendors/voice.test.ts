import { describe, expect, test } from 'vitest';
import { startRecorder } from './testing/recorder.ts';
import { createVoice } from './voice.ts';

const call = {
  call_id: 'call_9f',
  call_type: 'phone_call',
  agent_id: 'agent_1',
  call_status: 'registered',
  direction: 'outbound',
  from_number: '+14155550100',
  to_number: '+14155550123',
  metadata: { call_key: 'lead:7:attempt:2', lead_id: 'lead_7' },
};

test('a dial goes out once, with our key in the metadata', async () => {
  await using server = await startRecorder({ status: 201, json: call });
  const placed = await createVoice({ apiKey: 'key_1', baseUrl: `${server.url}/retell` }).placeCall({
    key: 'lead:7:attempt:2',
    from: '+14155550100',
    to: '+14155550123',
    agentId: 'agent_1',
    agentVersion: 'prod',
    variables: { first_name: 'Ada', lead_now: '2026-01-06T15:00:00.000Z' },
    metadata: { lead_id: 'lead_7' },
  });
  expect(placed).toEqual({ vendorId: 'call_9f' });
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  expect(`${request?.method} ${request?.path}`).toBe('POST /retell/v2/create-phone-call');
  expect(request?.headers.authorization).toBe('Bearer key_1');
  expect(JSON.parse(request?.body ?? '')).toEqual({
    from_number: '+14155550100',
    to_number: '+14155550123',
    override_agent_id: 'agent_1',
    override_agent_version: 'prod',
    metadata: { call_key: 'lead:7:attempt:2', lead_id: 'lead_7' },
    retell_llm_dynamic_variables: { first_name: 'Ada', lead_now: '2026-01-06T15:00:00.000Z' },
  });
});

test('metadata of a caller cannot take the place of our key', async () => {
  await using server = await startRecorder({ status: 201, json: call });
  const numbers = { from: '+14155550100', to: '+14155550123', agentId: 'agent_1', variables: {} };
  await createVoice({ apiKey: 'key_1', baseUrl: server.url }).placeCall({ key: 'ours', ...numbers, metadata: { call_key: 'theirs' } });
  expect(JSON.parse(server.requests[0]?.body ?? '').metadata).toEqual({ call_key: 'ours' });
});

describe('looking a call up by our key', () => {
  test('asks for that key alone', async () => {
    await using server = await startRecorder({ status: 200, json: { items: [call], has_more: false } });
    const found = await createVoice({ apiKey: 'key_1', baseUrl: server.url }).findByKey('lead:7:attempt:2');
    expect(found).toEqual({
      vendorId: 'call_9f',
      key: 'lead:7:attempt:2',
      agentId: 'agent_1',
      status: 'registered',
      direction: 'outbound',
      fromNumber: '+14155550100',
      toNumber: '+14155550123',
      metadata: { call_key: 'lead:7:attempt:2', lead_id: 'lead_7' },
    });
    expect(server.requests[0]?.path).toBe('/v3/list-calls');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      limit: 1,
      filter_criteria: { metadata: [{ key: 'call_key', type: 'string', op: 'eq', value: 'lead:7:attempt:2' }] },
    });
  });

  test('nothing found is null', async () => {
    await using server = await startRecorder({ status: 200, json: { items: [], has_more: false } });
    expect(await createVoice({ apiKey: 'key_1', baseUrl: server.url }).findByKey('k')).toBeNull();
  });

  test("a stranger's call is not taken as proof that ours is absent", async () => {
    await using server = await startRecorder({ status: 200, json: { items: [call], has_more: true } });
    const looking = createVoice({ apiKey: 'key_1', baseUrl: server.url }).findByKey('lead:8:attempt:1');
    await expect(looking).rejects.toMatchObject({ kind: 'unclear', code: 'unexpected_answer' });
  });

  test.each([{}, { items: null }, [], null])('the answer %j is no proof of absence either', async (json) => {
    await using server = await startRecorder({ status: 200, json });
    await expect(createVoice({ apiKey: 'key_1', baseUrl: server.url }).findByKey('k')).rejects.toMatchObject({
      kind: 'unclear',
      code: 'unreadable',
    });
  });
});

test('a call the vendor does not know is refused as not found', async () => {
  await using server = await startRecorder({ status: 404, json: { status: 'error', message: 'Call not found' } });
  await expect(createVoice({ apiKey: 'key_1', baseUrl: server.url }).get('call_x')).rejects.toMatchObject({
    kind: 'refused',
    code: 'not_found',
    status: 404,
  });
  expect(`${server.requests[0]?.method} ${server.requests[0]?.path}`).toBe('GET /v2/get-call/call_x');
});

test.each([
  [400, 'Invalid to_number: not a phone number', 'invalid_number'],
  [402, 'no valid payment method', 'payment_required'],
  [422, 'agent not found', 'invalid_request'],
])('a %i "%s" is refused as %s', async (status, message, code) => {
  await using server = await startRecorder({ status, json: { status: 'error', message } });
  const dial = createVoice({ apiKey: 'key_1', baseUrl: server.url }).placeCall({
    key: 'k',
    from: '+14155550100',
    to: '+14155550123',
    agentId: 'a',
    variables: {},
    metadata: {},
  });
  await expect(dial).rejects.toMatchObject({ kind: 'refused', code, status });
});
