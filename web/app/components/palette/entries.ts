import type { PageAction } from '../page-actions.ts';

type Kind = 'action' | 'create' | 'lead' | 'campaign' | 'place' | 'search';
export type Entry = { id: string; kind: Kind; text: string; note?: string; keys?: readonly string[]; to?: string; perform?: () => void };
export type Group = { title: string; entries: Entry[] };

type Known = {
  q: string;
  actions: readonly PageAction[];
  places: readonly { to: string; text: string; key: string }[];
  mayCreate: boolean;
  leads: readonly { id: string; text: string; note: string }[];
  campaigns: readonly { id: string; name: string }[];
};

/** What the command menu lists for the words typed so far: deeds of this page first, then who and what was found, then where one can go. */
export function entriesFor({ q, actions, places, mayCreate, leads, campaigns }: Known): Group[] {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const isMeant = ({ text }: { text: string }) => words.every((word) => text.toLowerCase().includes(word));
  const deeds: Entry[] = actions.map((action, i) => ({
    ...{ id: `action-${i}`, kind: 'action' as const, text: action.text },
    ...(action.key ? { keys: [action.key] } : {}),
    ...('to' in action ? { to: action.to } : { perform: action.perform }),
  }));
  const everywhere: Entry[] = mayCreate
    ? [
        { id: 'create', kind: 'create', text: 'New campaign', keys: ['c'], to: '/campaigns/new' },
        { id: 'add-lead', kind: 'create', text: 'Add lead', to: '/leads/new' },
      ]
    : [];
  const groups: Group[] = [
    { title: 'On this page', entries: deeds.filter(isMeant) },
    {
      title: words.length > 0 ? 'Leads' : 'Opened lately',
      entries: leads.map(({ id, text, note }) => ({ id: `lead-${id}`, kind: 'lead', text, note, to: `/leads/${id}` })),
    },
    {
      title: 'Campaigns',
      entries: campaigns.map(({ id, name }) => ({ id: `campaign-${id}`, kind: 'campaign', text: name, to: `/campaigns/${id}` })),
    },
    { title: 'Actions', entries: everywhere.filter(isMeant) },
    {
      title: 'Go to',
      entries: places
        .map(({ to, text, key }) => ({ id: `place-${text}`, kind: 'place' as const, text, keys: ['g', key], to }))
        .filter(isMeant),
    },
    {
      title: 'Search',
      entries:
        words.length > 0
          ? [{ id: 'search', kind: 'search', text: `All leads with “${q.trim()}”`, to: `/leads?${new URLSearchParams({ q: q.trim() })}` }]
          : [],
    },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
}
