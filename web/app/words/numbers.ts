const COUNT = new Intl.NumberFormat('en-US');
const PERCENT = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 });
const money = (digits: number) =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: digits, minimumFractionDigits: digits });
const [CENTS, WHOLE] = [money(2), money(0)];

/** `12,340`. */
export const formatCount = (n: number): string => COUNT.format(n);
/** Whole cents as `$2,000.00`. */
export const formatMoney = (cents: number): string => CENTS.format(cents / 100);
/** Whole cents as `$2,000`, for large figures whose cents do not matter. */
export const formatMoneyShort = (cents: number): string => (cents % 100 === 0 || cents >= 100_000 ? WHOLE : CENTS).format(cents / 100);
/** A part between 0 and 1 as `42%`; a missing whole is a dash. */
export const formatRate = (rate: number | null): string => (rate === null ? '–' : PERCENT.format(rate));
/** `1 lead`, `1,284 leads`. */
export const formatNumberOf = (n: number, one: string, many = `${one}s`): string => `${formatCount(n)} ${n === 1 ? one : many}`;

/** A North American number as `(212) 555-0123`, any other as it is kept, in E.164. */
export function formatPhone(e164: string): string {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(e164) ?? [];
  return area ? `(${area}) ${exchange}-${line}` : e164;
}

/** `Ada Lovelace`, else the number: something to call a lead by. */
export const nameOf = (lead: { firstName: string | null; lastName: string | null; phone: string }): string =>
  [lead.firstName, lead.lastName].filter(Boolean).join(' ') || formatPhone(lead.phone);

/** Two leading digits of a count, as no estimate knows more: 1,284 → 1,300. */
export function roughly(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(count, 1))) - 1);
  return Math.round(count / unit) * unit;
}
