import { expect, test } from 'vitest';
import { entriesFor } from './entries.ts';

const places = [
  { to: '/', text: 'Overview', key: 'o' },
  { to: '/campaigns', text: 'Campaigns', key: 'c' },
];
const known = {
  q: '',
  actions: [{ text: 'Pause the campaign', key: 'p', to: '?ask=pause' }],
  places,
  mayCreate: true,
  leads: [{ id: 'l1', text: 'Ada Lovelace', note: '(212) 555-0123' }],
  campaigns: [],
};
const listed = (more: object) =>
  entriesFor({ ...known, ...more }).map(({ title, entries }) => [title, ...entries.map(({ text, to }) => `${text} → ${to}`)]);

test('before anything is typed: deeds of the page, leads opened lately, where to go', () =>
  expect(listed({})).toEqual([
    ['On this page', 'Pause the campaign → ?ask=pause'],
    ['Opened lately', 'Ada Lovelace → /leads/l1'],
    ['Actions', 'New campaign → /campaigns/new', 'Add lead → /leads/new'],
    ['Go to', 'Overview → /', 'Campaigns → /campaigns'],
  ]));

test('words narrow pages and deeds; leads are as the server found them; the rest is a search away', () =>
  expect(listed({ q: ' CAMP ', campaigns: [{ id: 'c1', name: 'Spring camp' }] })).toEqual([
    ['On this page', 'Pause the campaign → ?ask=pause'],
    ['Leads', 'Ada Lovelace → /leads/l1'],
    ['Campaigns', 'Spring camp → /campaigns/c1'],
    ['Actions', 'New campaign → /campaigns/new'],
    ['Go to', 'Campaigns → /campaigns'],
    ['Search', 'All leads with “CAMP” → /leads?q=CAMP'],
  ]));

test('who may not create is not offered to', () =>
  expect(listed({ q: 'new', mayCreate: false, leads: [] })).toEqual([['Search', 'All leads with “new” → /leads?q=new']]));
