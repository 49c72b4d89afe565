import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AREA_CODES } from './area-codes.ts';
import { areaCodeOf, formatPhone, maskPhone, parsePhone } from './phone.ts';

test.each([
  '4155552671',
  '(415) 555-2671',
  '+1 415 555 2671',
  '1-415-555-2671',
  '415.555.2671',
  '001 415 555 2671',
  'tel:+14155552671',
  "'+14155552671",
  '１４１５５５５２６７１',
  '415‑555‑2671',
  '\u202d(415) 555-2671\u202c',
  '1.4155552671E+10',
  '4155552671.0',
])('%s is +14155552671', (raw) => {
  expect(parsePhone(raw, 'US')).toEqual({ kind: 'ok', phone: '+14155552671', areaCode: '415' });
});

test.each([
  ['', 'invalid_phone'],
  ['   ', 'invalid_phone'],
  ['n/a', 'invalid_phone'],
  ['415-555-267', 'invalid_phone'],
  ['41555526711', 'invalid_phone'],
  ['911', 'invalid_phone'],
  ['72345', 'invalid_phone'],
  ['1-800-FLOWERS', 'invalid_phone'],
  ['=+14155552671', 'invalid_phone'],
  ['415 911 2671', 'invalid_phone'],
  ['(555) 555-0100', 'invalid_phone'],
  ['500 555 1234', 'invalid_phone'],
  ['710 555 1234', 'invalid_phone'],
  ['4.15555E+09', 'invalid_phone'],
  ['4.155552671E+10', 'invalid_phone'], // ten digits of eleven: the last one is lost
  ['415 555 2671 / 415 555 2672', 'invalid_phone'],
  ['800 555 1234', 'toll_free'],
  ['+1 888 234 5678', 'toll_free'],
  ['900 555 1234', 'premium'],
  ['+44 20 7946 0958', 'unsupported_country'],
  ['604 555 1234', 'unsupported_country'],
  ['787 555 1234', 'unsupported_country'],
  ['011 44 20 7946 0958', 'unsupported_country'],
  ['415 555 2671 x12', 'extension'],
  ['415-555-2671 ext. 5', 'extension'],
  ['415-555-2671 extension 5', 'extension'],
  ['+14155552671;ext=5', 'extension'],
  ['415 555 2671 #5', 'extension'],
])('%s is refused as %s', (raw, code) => {
  expect(parsePhone(raw, 'US')).toMatchObject({ kind: 'invalid', code });
});

test('a number without + is at home in the campaign’s country', () => {
  expect(parsePhone('020 7946 0958', 'GB')).toMatchObject({ code: 'unsupported_country' });
  expect(parsePhone('+1 415 555 2671', 'GB')).toMatchObject({ phone: '+14155552671' });
  expect(parsePhone('415 555 2671', 'GB')).toMatchObject({ kind: 'invalid' });
  expect(parsePhone('415 555 2671', 'CA')).toMatchObject({ phone: '+14155552671' });
  expect(parsePhone('415 555 2671', 'nowhere')).toMatchObject({ phone: '+14155552671' });
});

test('area codes newer than the library are in our own table', () => {
  expect(parsePhone('436 555 0123')).toEqual({ kind: 'ok', phone: '+14365550123', areaCode: '436' });
});

test('a long cell costs no time', () => {
  const started = performance.now();
  parsePhone('1 '.repeat(50_000));
  parsePhone(`${'('.repeat(50_000)}x`);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('logs show neither the region nor the middle of a number', () => {
  expect(maskPhone('+14155552671')).toBe('+1***2671');
  expect(maskPhone('911')).toBe('***');
});

test('people read a number in their own spelling', () => {
  expect(formatPhone('+14155552671')).toBe('(415) 555-2671');
  expect(formatPhone('+442079460958')).toBe('+442079460958');
  expect(areaCodeOf('+14155552671')).toBe('415');
  expect(areaCodeOf('+442079460958')).toBeNull();
});

test('Q5: reading what was read gives the same number', () => {
  const codes = fc.constantFrom(...AREA_CODES.keys());
  const digits = (min: number, max: number) => fc.integer({ min, max }).map(String);
  const separator = fc.constantFrom('', ' ', '-', '.', ' - ', '\u00a0');
  fc.assert(
    fc.property(
      codes,
      digits(200, 999),
      digits(1000, 9999),
      separator,
      separator,
      fc.constantFrom('', '+1', '1', '001'),
      (code, exchange, line, a, b, prefix) => {
        fc.pre(!exchange.endsWith('11'));
        const once = parsePhone(`${prefix}${a}${code}${b}${exchange}${a}${line}`);
        expect(once).toEqual({ kind: 'ok', phone: `+1${code}${exchange}${line}`, areaCode: code });
        expect(once.kind === 'ok' && parsePhone(once.phone)).toEqual(once);
      },
    ),
    { numRuns: 2_000 },
  );
}, 60_000);

test('no text whatever makes it throw, and what passes is a number of ours', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.string({ unit: fc.constantFrom(...'+()0123456789 .-xe#'), maxLength: 20 })),
      (raw) => {
        const parsed = parsePhone(raw);
        if (parsed.kind === 'ok') expect(parsed.phone).toMatch(/^\+1[2-9]\d{9}$/);
      },
    ),
    { numRuns: 2_000 },
  );
}, 60_000);
