import { describe, expect, test } from 'vitest';
import { UnreadableEvent, VendorUnclear } from './errors.ts';
import {
  glanceRetellWebhook,
  parseRetellCall,
  parseRetellFunctionCall,
  parseRetellInbound,
  parseRetellWebhook,
  retellEventKey,
  retellFunctionKey,
} from './retell-call.ts';

const analyzed = {
  event: 'call_analyzed',
  call: {
    call_id: 'call_9f',
    call_type: 'phone_call',
    agent_id: 'agent_1',
    agent_version: 3,
    direction: 'outbound',
    from_number: '+14155550100',
    to_number: '+14155550123',
    call_status: 'ended',
    disconnection_reason: 'agent_hangup',
    start_timestamp: 1767225600000,
    end_timestamp: 1767225742000,
    duration_ms: 142000,
    metadata: { call_key: 'lead_7:dial:2', lead_id: 'lead_7', nested: { a: 1 }, count: 3 },
    transcript: 'Agent: Hi Ada…\nUser: Tuesday works.',
    transcript_object: [
      {
        role: 'agent',
        content: 'Hi Ada',
        words: [
          { word: 'Hi', start: 0.1, end: 0.3 },
          { word: 'Ada', start: 0.35, end: 0.6 },
        ],
      },
      { role: 'tool_call_invocation', tool_call_id: 't1', name: 'book_slot', arguments: '{}' },
      { role: 'user', content: 'Tuesday\u0000 works.\u001b[31m', words: [] },
    ],
    recording_url: 'https://rec.example/rec.wav',
    call_cost: { combined_cost: 21.4, total_duration_seconds: 142 },
    call_analysis: {
      in_voicemail: false,
      user_sentiment: 'Positive',
      call_successful: true,
      call_summary: 'Booked.',
      custom_analysis_data: { outcome: ' Booked ', callback_at: '2026-01-06T10:00:00-05:00', lead_email: 'Ada@Example.com ', extra: 1 },
    },
  },
};

test('an analyzed call reads in our words, and what the lead said loses its control characters', () => {
  expect(parseRetellWebhook(Buffer.from(JSON.stringify(analyzed)))).toEqual({
    event: 'call_analyzed',
    call: {
      vendorId: 'call_9f',
      key: 'lead_7:dial:2',
      agentId: 'agent_1',
      status: 'ended',
      direction: 'outbound',
      fromNumber: '+14155550100',
      toNumber: '+14155550123',
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:02:22.000Z',
      durationMs: 142000,
      disconnectionReason: 'agent_hangup',
      transcript: [
        { speaker: 'agent', message: 'Hi Ada', startMs: 100, endMs: 600 },
        { speaker: 'tool', message: '' },
        { speaker: 'user', message: 'Tuesday works.[31m' },
      ],
      recordingUrl: 'https://rec.example/rec.wav',
      costCents: 21,
      analysis: {
        summary: 'Booked.',
        sentiment: 'Positive',
        inVoicemail: false,
        outcome: 'booked',
        callbackAt: '2026-01-06T15:00:00.000Z',
        leadEmail: 'ada@example.com',
      },
      metadata: { call_key: 'lead_7:dial:2', lead_id: 'lead_7' },
    },
  });
});

test('a call that never connected has no start, duration or transcript', () => {
  const call = { call_id: 'call_a0', call_status: 'not_connected', disconnection_reason: 'dial_no_answer', direction: 'outbound' };
  expect(parseRetellWebhook(JSON.stringify({ event: 'call_ended', call }))).toEqual({
    event: 'call_ended',
    call: {
      vendorId: 'call_a0',
      status: 'not_connected',
      direction: 'outbound',
      fromNumber: '',
      toNumber: '',
      disconnectionReason: 'dial_no_answer',
      metadata: {},
    },
  });
});

describe('S24: what came of a conversation is hostile', () => {
  const withAnalysis = (custom: unknown) => parseRetellCall({ ...analyzed.call, call_analysis: { custom_analysis_data: custom } }).analysis;
  test.each([
    ['an address that is none', { lead_email: 'ada@example.com\r\nBcc: all@example.com' }],
    ['a time that is none', { callback_at: 'Tuesday-ish' }],
    ['numbers for texts', { outcome: 5, summary: {}, callback_at: 17, lead_email: [] }],
    ['no object at all', 'outcome: booked'],
    ['nothing', null],
  ])('%s is left out', (_case, custom) => expect(withAnalysis(custom)).toEqual({}));

  test('a very long summary is cut', () => expect(withAnalysis({ summary: 'x'.repeat(50_000) })?.summary).toHaveLength(2_000));
  test('a recording that is no web address is left out', () =>
    expect(parseRetellCall({ ...analyzed.call, recording_url: 'javascript:alert(1)' }).recordingUrl).toBeUndefined());
  test('metadata named after the prototype changes nothing', () => {
    const call = parseRetellCall(JSON.parse('{"call_id":"c","call_status":"ended","metadata":{"__proto__":"x","call_key":"k"}}'));
    expect([call.key, Object.getPrototypeOf(call.metadata) === Object.prototype]).toEqual(['k', true]);
  });
});

describe('what cannot be read', () => {
  test.each([
    '',
    'null',
    '[]',
    '{}',
    '{"event":"call_ended"}',
    '{"event":"call_ended","call":{"call_id":"c","call_status":"brand new"}}',
    '{"event":',
  ])('the webhook %s is poison', (body) => expect(() => parseRetellWebhook(body)).toThrow(UnreadableEvent));
  test('the same in an answer leaves the deed unclear', () => expect(() => parseRetellCall({ call_id: 'c' })).toThrow(VendorUnclear));
});

test('a glance keeps what a full reading would refuse', () => {
  const body = '{"event":"call_ended","call":{"call_id":"call_9f","call_status":"brand new"}}';
  expect(glanceRetellWebhook(body)).toEqual({ event: 'call_ended', vendorId: 'call_9f', eventKey: 'retell:call_9f:call_ended' });
  expect(() => glanceRetellWebhook('{"event":"call_ended","call":{}}')).toThrow(UnreadableEvent);
});

describe('dedupe keys', () => {
  const event = (name: string) => parseRetellWebhook(JSON.stringify({ ...analyzed, event: name }));
  test('one of a kind a call', () => expect(retellEventKey(event('call_analyzed'), 'any body')).toBe('retell:call_9f:call_analyzed'));
  test('events that repeat are told apart by their body', () => {
    expect(retellEventKey(event('transcript_updated'), 'one')).toBe('retell:call_9f:transcript_updated:7692c3ad3540bb80');
    expect(retellEventKey(event('transcript_updated'), 'two')).not.toBe(retellEventKey(event('transcript_updated'), 'one'));
  });
  test('the same question of the agent has the same key, whatever the order of its arguments', () => {
    const asked = (args: object) =>
      retellFunctionKey(parseRetellFunctionCall(JSON.stringify({ name: 'book_slot', call: analyzed.call, args })));
    expect(asked({ start: '1', email: '2' })).toBe(asked({ email: '2', start: '1' }));
    expect(asked({ start: '1' })).not.toBe(asked({ start: '2' }));
  });
});

test('a custom function gives its name, the call so far and what the agent passes', () => {
  const { name, call, args } = parseRetellFunctionCall(
    JSON.stringify({ name: 'check_slots', call: { ...analyzed.call, call_status: 'ongoing' }, args: { day: 'Tue' } }),
  );
  expect([name, call.key, call.status, args]).toEqual(['check_slots', 'lead_7:dial:2', 'ongoing', { day: 'Tue' }]);
});

test('an inbound call asks with both numbers', () => {
  const asked = { event: 'call_inbound', call_inbound: { agent_id: 'a', from_number: '+14155550123', to_number: '+14155550100' } };
  expect(parseRetellInbound(JSON.stringify(asked))).toMatchObject({ fromNumber: '+14155550123', toNumber: '+14155550100', agentId: 'a' });
});
