/** The parts of an address that narrow a list of leads. */
export const LEAD_FILTER_NAMES = [
  'q',
  'status',
  'campaign',
  'mode',
  'owner',
  'tag',
  'reached',
  'booked',
  'added',
  'contacted',
  'from',
  'to',
] as const;

/** What a saved view keeps of an address beside its filter: how the list is shown, but not the place in it. */
const SHOWN_BY = ['sort', 'columns', 'size'] as const;
const KEPT: readonly string[] = [...LEAD_FILTER_NAMES, ...SHOWN_BY];
const MOST_CHARACTERS = 1_500;

/** The filter in an address and nothing else of it: order and place are the list's own. */
export const filterAddress = (params: URLSearchParams): string => keptParts(params, LEAD_FILTER_NAMES).toString();

/** What a saved view keeps of an address, always spelled the same way, so that two can be compared. Null when it is too long to be one. */
export function viewQuery(params: URLSearchParams): string | null {
  const kept = keptParts(params, KEPT);
  kept.sort();
  const query = kept.toString();
  return query.length <= MOST_CHARACTERS ? query : null;
}

/** The parts of an address that no view can keep. */
export const strangeParts = (params: URLSearchParams): string[] => [...new Set(params.keys())].filter((name) => !KEPT.includes(name));

const keptParts = (params: URLSearchParams, names: readonly string[]) =>
  new URLSearchParams([...params].filter(([name, value]) => value !== '' && names.includes(name)));

export type ViewOwner = { createdById: string; isShared: boolean };
export type ViewAsker = { userId: string; mayManage: boolean };

/** Whether somebody finds a saved view in the list: it is their own, or shared with everybody of the client. */
export const maySeeView = (view: ViewOwner, { userId }: ViewAsker): boolean => view.isShared || view.createdById === userId;

/** Whether somebody may change or delete a saved view: who made it, and of a shared one whoever manages the client's. */
export const mayChangeView = (view: ViewOwner, { userId, mayManage }: ViewAsker): boolean =>
  view.createdById === userId || (view.isShared && mayManage);
