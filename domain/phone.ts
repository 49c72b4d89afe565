import { type CountryCode, getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { AREA_CODES } from './area-codes.ts';

export type PhoneProblem = 'invalid_phone' | 'unsupported_country' | 'toll_free' | 'premium' | 'extension' | 'zone_unknown';
export type ParsedPhone = { kind: 'ok'; phone: string; areaCode: string } | { kind: 'invalid'; code: PhoneProblem; message: string };

const invalid = (code: PhoneProblem, message: string): ParsedPhone => ({ kind: 'invalid', code, message });

// Zero-width and direction marks come along when a number is copied from a page.
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
const EXTENSION = /[;,]?\s*(?:ext(?:ension|n)?|x|#)\s*[.:=]?\s*\d{1,8}$/i;
const SEPARATORS = /[\s().\-/]+/g;
// Area code, then three digits that are no service code, then four.
const AMERICAN = /^(?:\+?1)?(\d{3}[2-9](?!11)\d{6})$/;
const AMERICAN_ABROAD = /^\+1(\d{3}[2-9](?!11)\d{6})$/;
const NUMBER_LIKE = /^\+?[\d\s().\-/]+$/;

/**
 * Reads a telephone number in any common spelling as E.164. Only geographic numbers of the United States pass: toll-free, premium, personal
 * and foreign numbers, short codes and numbers with an extension are named and refused. `country` is where a number without `+` is at home.
 */
export function parsePhone(raw: string, country = 'US'): ParsedPhone {
  const text = spelledOut(raw);
  if (text === '') return invalid('invalid_phone', 'The phone number is missing');
  if (text === 'shortened')
    return invalid('invalid_phone', 'The spreadsheet shortened this number; format the column as text and export again');
  if (EXTENSION.test(text)) return invalid('extension', 'A number with an extension cannot be dialled; give the direct number');
  if (!NUMBER_LIKE.test(text)) return invalid('invalid_phone', 'This is not a phone number');
  const home: CountryCode = isSupportedCountry(country) ? country : 'US';
  const isNorthAmerica = home === 'US' || getCountryCallingCode(home) === '1';
  const american = (isNorthAmerica ? AMERICAN : AMERICAN_ABROAD).exec(text.replace(SEPARATORS, ''))?.[1];
  // Our own table before the library's: it knows the newer area codes, and what it does not know could not be dialled lawfully.
  if (american && AREA_CODES.has(american.slice(0, 3))) return { kind: 'ok', phone: `+1${american}`, areaCode: american.slice(0, 3) };
  return refusal(text, home);
}

/** Says what is wrong with a number that is not one of ours. */
function refusal(text: string, home: CountryCode): ParsedPhone {
  const parsed = parsePhoneNumberFromString(text, { defaultCountry: home, extract: false });
  if (!parsed?.isPossible()) return invalid('invalid_phone', 'This is not a possible phone number');
  if (parsed.countryCallingCode !== '1') return invalid('unsupported_country', 'Only numbers of the United States can be called');
  const type = parsed.getType();
  if (type === 'TOLL_FREE') return invalid('toll_free', 'This is a toll-free number, nobody’s own telephone');
  if (type === 'PREMIUM_RATE') return invalid('premium', 'This is a premium-rate number');
  if (parsed.country && parsed.country !== 'US') return invalid('unsupported_country', 'Only numbers of the United States can be called');
  if (type === 'PERSONAL_NUMBER') return invalid('invalid_phone', 'This number belongs to a service, not to a place');
  if (parsed.isValid() && !AREA_CODES.has(parsed.nationalNumber.slice(0, 3)))
    return invalid('zone_unknown', 'The time zone of this area code is not known, so nobody may be called there');
  return invalid('invalid_phone', 'No such number is in use');
}

/** The text without decoration, `shortened` when a spreadsheet has lost digits of it. */
function spelledOut(raw: string): string {
  const text = raw
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .trim()
    .replace(/^'/, '') // a spreadsheet's mark for "this is text", which our own exports write too
    .replace(/^tel:/i, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
  const scientific = /^\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i.exec(text);
  if (scientific) {
    const digits = `${scientific[1]}${scientific[2] ?? ''}`;
    return digits.length === Number(scientific[3]) + 1 ? digits : 'shortened';
  }
  return text.replace(/^00(?=[1-9])/, '+').replace(/^(\d{10,11})\.0+$/, '$1');
}

/** A number as logs may show it: `+1***2671`. */
export const maskPhone = (phone: string): string => (phone.length >= 9 ? `${phone.slice(0, 2)}***${phone.slice(-4)}` : '***');

/** A number as people in the United States write it, `(415) 555-2671`; any other is given back unchanged. */
export function formatPhone(phone: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(phone);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : phone;
}

/** The three digits that name the region of a number of the numbering plan of North America, else null. */
export const areaCodeOf = (phone: string): string | null => /^\+1(\d{3})\d{7}$/.exec(phone)?.[1] ?? null;
