/** What a list of leads may show beside the name, in this order. */
export const LEAD_LIST_COLUMNS = [
  'phone',
  'email',
  'company',
  'status',
  'campaign',
  'attempts',
  'contacted',
  'outcome',
  'next',
  'zone',
  'owner',
  'tags',
  'added',
] as const;
export type LeadListColumn = (typeof LEAD_LIST_COLUMNS)[number];

/** Shown to those who chose nothing. */
export const STANDARD_LEAD_COLUMNS: readonly LeadListColumn[] = ['status', 'campaign', 'attempts', 'contacted', 'next'];

/** Stands in a choice that holds nothing but the name, which every list shows. */
const NAME = 'name';

/** A choice of columns as one word, for an address or a cookie. */
export const writeLeadColumns = (columns: readonly LeadListColumn[]): string => [NAME, ...columns].join('.');

/** Reads such a word; null when it names no column at all. Each stands once, in the list's own order. */
export function readLeadColumns(text: string | null | undefined): LeadListColumn[] | null {
  const named = (text ?? '').split('.');
  const columns = LEAD_LIST_COLUMNS.filter((column) => named.includes(column));
  return columns.length > 0 || named.includes(NAME) ? columns : null;
}
