import { expect, test } from 'vitest';
import { fromNetwork, isVendorError, parseRetryAfter, VendorRefused, withoutSecrets } from './errors.ts';

const now = Date.parse('2026-01-01T00:00:00.000Z');

test.each([
  ['17', 17],
  [' 0 ', 0],
  ['1.5', 2],
  ['86400', 3600],
  ['Thu, 01 Jan 2026 00:01:30 GMT', 90],
  ['Thu, 01 Jan 2026 02:00:00 GMT', 3600],
  ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('R20: Retry-After "%s" is %s seconds', (header, seconds) => expect(parseRetryAfter(header, now)).toBe(seconds));

test.each([
  ['Authorization: Bearer abc.def-123', 'Authorization: [hidden]'],
  ['Invalid API Key provided: sk_test_51Habc', 'Invalid API Key provided: [hidden]'],
  ['secret whsec_abc', 'secret [hidden]'],
  ['SG.abc-def_1.xyz is bad', '[hidden] is bad'],
  ['cal_live_abcdef key_0123456789ab', '[hidden] [hidden]'],
  ["The 'To' number +14155550123 is not valid", "The 'To' number +1***0123 is not valid"],
  ['mail ada.l+x@example.co.uk now', 'mail [address] now'],
  ['two\r\nlines', 'two lines'],
])('S18: "%s" is written as "%s"', (text, written) => expect(withoutSecrets(text)).toBe(written));

test('vendor text is cut at 300 characters', () => expect(withoutSecrets('x '.repeat(1_000))).toHaveLength(300));

test.each([
  ['a refused connection', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' }), 'unreachable'],
  [
    'a name that is not known',
    Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
    'unreachable',
  ],
  ['no way to the host', Object.assign(new Error('x'), { code: 'EHOSTUNREACH', syscall: 'connect' }), 'unreachable'],
  ['the way to the host lost while talking', Object.assign(new Error('x'), { code: 'EHOSTUNREACH', syscall: 'read' }), 'connection_lost'],
  ['a time-out while connecting', Object.assign(new Error('x'), { code: 'ETIMEDOUT', syscall: 'connect' }), 'unreachable'],
  ['a time-out while talking', Object.assign(new Error('x'), { code: 'ETIMEDOUT', syscall: 'read' }), 'timeout'],
  ['a broken pipe', Object.assign(new Error('x'), { code: 'EPIPE', syscall: 'write' }), 'connection_lost'],
  ['a certificate that is not good', Object.assign(new Error('x'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'unreachable'],
  [
    'a refusal wrapped twice',
    new TypeError('fetch failed', {
      cause: Object.assign(new AggregateError([Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect' })]), {
        code: 'ECONNREFUSED',
      }),
    }),
    'unreachable',
  ],
  ['our own deadline', new DOMException('The operation was aborted due to timeout', 'TimeoutError'), 'timeout'],
  ['a caller who gave up', new DOMException('This operation was aborted', 'AbortError'), 'aborted'],
  ['a body that is not JSON', new SyntaxError('Unexpected token'), 'unreadable'],
  ['something that is no error', 'what', 'connection_lost'],
])('R5: %s', (_case, error, code) => expect(fromNetwork('retell', error).code).toBe(code));

test('an error of ours is told from a bug', () => {
  expect(isVendorError(new VendorRefused({ vendor: 'twilio', code: 'opted_out', status: 400, message: 'x' }))).toBe(true);
  expect(isVendorError(new TypeError('x'))).toBe(false);
});
