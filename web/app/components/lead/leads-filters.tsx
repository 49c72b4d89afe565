import { LEAD_STATUSES, type LeadStatus } from '#domain/lead.ts';
import { dateWords } from '../../words/days.ts';
import { FilterBar, FilterSelect, FilterText, MoreFilters } from '../filters.tsx';
import { LEAD_LOOKS } from '../status.tsx';

export type Campaign = { id: string; name: string };
export type Person = { id: string; name: string };

const AGES = [
  ['1', 'in the last day'],
  ['7', 'in the last 7 days'],
  ['30', 'in the last 30 days'],
  ['90', 'in the last 90 days'],
] as const;
const ageWords = (days: string) => AGES.find(([value]) => value === days)?.[1] ?? `in the last ${days} days`;

/** Each part of a filter in words. */
export const filterWords = (campaigns: readonly Campaign[], people: readonly Person[]): Record<string, (value: string) => string> => ({
  q: (v) => `Search “${v}”`,
  status: (v) => `Status is ${LEAD_LOOKS[v as LeadStatus]?.text ?? v}`,
  campaign: (v) => `Campaign is ${campaigns.find(({ id }) => id === v)?.name ?? 'another campaign'}`,
  mode: (v) => (v === 'live' ? 'Live only' : 'Rehearsals only'),
  reached: () => 'Reached at least once',
  booked: () => 'Booked at least once',
  owner: (v) => `Owner is ${people.find(({ id }) => id === v)?.name ?? 'somebody else'}`,
  tag: (v) => `Tagged ${v}`,
  added: (v) => `Added ${ageWords(v)}`,
  contacted: (v) => `Last contact ${ageWords(v)}`,
  from: (v) => `Added from ${dateWords(v)}`,
  to: (v) => `Added until ${dateWords(v)}`,
});

/** What a list of leads can be narrowed by. */
export function LeadFilters({ campaigns, people }: { campaigns: readonly Campaign[] | undefined; people: readonly Person[] }) {
  return (
    <FilterBar search="Name, phone, e-mail, company or id" kept={['sort', 'size', 'columns', 'view', 'reached', 'booked', 'from', 'to']}>
      <FilterSelect
        label="Status"
        name="status"
        any="Any status"
        another="Or another status"
        options={LEAD_STATUSES.map((value) => ({ value, text: LEAD_LOOKS[value].text }))}
      />
      {campaigns ? (
        <FilterSelect
          label="Campaign"
          name="campaign"
          any="Any campaign"
          options={campaigns.map(({ id, name }) => ({ value: id, text: name }))}
        />
      ) : null}
      {campaigns ? (
        <FilterSelect
          label="Live or rehearsal"
          name="mode"
          any="Live and rehearsal"
          options={[
            { value: 'live', text: 'Live only' },
            { value: 'rehearsal', text: 'Rehearsals only' },
          ]}
        />
      ) : null}
      <MoreFilters names={['owner', 'contacted', 'added', 'tag']}>
        <FilterSelect label="Owner" name="owner" any="Any owner" options={people.map(({ id, name }) => ({ value: id, text: name }))} />
        <FilterSelect
          label="Last contact"
          name="contacted"
          any="Contacted any time"
          options={AGES.map(([value, text]) => ({ value, text: `Contacted ${text}` }))}
        />
        <FilterSelect
          label="Added"
          name="added"
          any="Added any time"
          options={AGES.map(([value, text]) => ({ value, text: `Added ${text}` }))}
        />
        <FilterText label="Tag" name="tag" />
      </MoreFilters>
    </FilterBar>
  );
}
