import type { Template } from './default-texts.ts';

/** What a text may name beside `custom.<field>`. */
export const VARIABLES = [
  'first_name',
  'last_name',
  'full_name',
  'company',
  'client_name',
  'client_contact',
  'postal_address',
  'campaign_name',
  'agent_name',
  'appointment_title',
  'appointment_date',
  'appointment_time',
  'timezone',
  'starts_in',
  'day_word',
  'place',
  'join_link',
  'join_or_place',
  'reschedule_link',
  'booking_link',
  'confirm_yes_link',
  'confirm_no_link',
  'unsubscribe_link',
  'opt_out_text',
  'reference',
] as const;
export type Variable = (typeof VARIABLES)[number];
export type Variables = Partial<Record<Variable, string | null>> & { custom?: Record<string, string | null> };

const PLACEHOLDER = /\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}/g;
const CUSTOM = /^custom\.(.+)$/;
const LONGEST_VALUE = 500;

/** A text with its values filled in, in one pass: a value is never read as a template. Blank ones give way to the fallback. */
export function renderText(text: string, variables: Variables): string {
  return text
    .replace(PLACEHOLDER, (_, name: string, fallback: string | undefined) => valueNamed(name, variables) || (fallback ?? '').trim())
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/[^\S\n]+$/gm, '')
    .trim();
}

/** Subject and body filled in; the subject is one line whatever the values hold. */
export function renderTemplate(template: Template, variables: Variables): { subject: string | null; body: string } {
  return {
    subject: template.subject === undefined ? null : oneLine(renderText(template.subject, variables)),
    body: renderText(template.body, variables),
  };
}

function valueNamed(name: string, variables: Variables): string {
  const custom = CUSTOM.exec(name)?.[1];
  const known = VARIABLES.find((variable) => variable === name);
  const own = (record: Record<string, string | null | undefined>, key: string) => (Object.hasOwn(record, key) ? record[key] : undefined);
  const value = custom ? own(variables.custom ?? {}, custom) : known ? own(variables as Record<string, string>, known) : undefined;
  return oneLine(value ?? '').slice(0, LONGEST_VALUE);
}

/** Control characters, line ends among them, become blanks: values reach e-mail headers and other people's telephones. */
export const oneLine = (value: string): string => value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** Text as it may stand in HTML, in an attribute too. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Names in double braces that no variable has, each once; a text with one cannot be saved. */
export function unknownVariables(text: string): string[] {
  const names = [...text.matchAll(PLACEHOLDER)]
    .map(([, name]) => name ?? '')
    .filter((name) => !CUSTOM.test(name) && !VARIABLES.some((known) => known === name));
  const rest = text.replace(PLACEHOLDER, '');
  return [...new Set([...names, ...(/\{\{|\}\}/.test(rest) ? ['{{'] : [])])];
}

const GSM_BASIC = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const GSM_EXTENDED = /[\^{}\\[~\]|€]/g;

/** How a text travels: characters as the carrier counts them, and the parts it is charged as. */
export function smsSegments(text: string): { encoding: 'gsm7' | 'ucs2'; characters: number; segments: number } {
  const isGsm = GSM_BASIC.test(text);
  const characters = isGsm ? text.length + (text.match(GSM_EXTENDED)?.length ?? 0) : text.length;
  const [single, part] = isGsm ? [160, 153] : [70, 67];
  return {
    encoding: isGsm ? 'gsm7' : 'ucs2',
    characters,
    segments: characters <= single ? Math.min(1, characters) : Math.ceil(characters / part),
  };
}
