import { useNavigate } from '@remix-run/react';
import { ArrowRight, CornerDownLeft, Megaphone, Search, SquarePlus, User, Zap } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { recentLeads } from '../../recent-leads.ts';
import type { Found } from '../../routes/search.ts';
import type { Places } from '../../shortcuts.ts';
import { formatNumberOf, formatPhone, nameOf } from '../../words/numbers.ts';
import { pageActions } from '../page-actions.ts';
import { LEAD_LOOKS } from '../status.tsx';
import { cn } from '../ui/classes.ts';
import { type Entry, entriesFor, type Group } from './entries.ts';
import { Key } from './key.tsx';

const DELAY_MS = 250;
const NOTHING: Found = { leads: [], campaigns: [] };

/** Everything one can go to or do, by typing a part of it. A combobox: the focus stays in its field, the arrows move through the list. */
export function Palette({ mayCreate, places, close }: { mayCreate: boolean; places: Places; close: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  const { found, problem } = useFound(q.trim());
  const [marked, setMarked] = useState(0);
  const actions = useMemo(() => pageActions().filter(({ isKeyOnly }) => !isKeyOnly), []);
  useEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);

  const groups = entriesFor({ q, actions, places, mayCreate, leads: found.leads.map(wordsOf), campaigns: found.campaigns });
  const entries = groups.flatMap((group) => group.entries);
  const current = entries[Math.min(marked, entries.length - 1)];
  const optionId = (entry: Entry) => `${listId}-${entry.id}`;

  const choose = (entry: Entry) => {
    close();
    if (entry.to !== undefined) navigate(entry.to);
    else entry.perform?.();
  };
  const move = (to: number) => {
    const next = (to + entries.length) % Math.max(entries.length, 1);
    setMarked(next);
    const entry = entries[next];
    if (entry) document.getElementById(optionId(entry))?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(marked + 1);
    else if (event.key === 'ArrowUp') move(marked - 1);
    else if (event.key === 'Home' && q === '') move(0);
    else if (event.key === 'End' && q === '') move(entries.length - 1);
    else if (event.key === 'Enter' && current && !event.nativeEvent.isComposing) choose(current);
    else return;
    event.preventDefault();
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a press beside the menu closes it; by keyboard Escape does
    <dialog
      ref={box}
      aria-label="Command menu"
      onCancel={close} // with Escape at once: the close event comes a moment later, when the keys may mean to open it again
      onClose={close}
      onClick={(event) => event.target === box.current && close()}
      className="fixed inset-x-3 mt-[8vh] w-auto max-w-xl overflow-hidden rounded-card border border-line bg-raised p-0 text-ink shadow-float sm:inset-x-0 sm:w-full"
    >
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4.5 shrink-0 text-muted" />
        <input
          type="text"
          role="combobox"
          aria-label="Search or go to"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={current ? optionId(current) : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="A lead’s name, phone or id, a page, an action"
          value={q}
          onChange={(event) => {
            setQ(event.target.value);
            setMarked(0);
          }}
          onKeyDown={onKeyDown}
          className="h-14 w-full bg-transparent text-base outline-none placeholder:text-muted focus-visible:outline-none"
        />
        <Key>Esc</Key>
      </div>
      <div id={listId} role="listbox" aria-label="What was found" className="max-h-[min(26rem,60vh)] overflow-y-auto p-2">
        {groups.map((group) => (
          <GroupOf
            key={group.title}
            group={group}
            current={current}
            optionId={optionId}
            choose={choose}
            mark={(entry) => setMarked(entries.indexOf(entry))}
          />
        ))}
      </div>
      <p role="status" className={cn('px-5 text-sm text-muted', entries.length > 0 && !problem ? 'sr-only' : 'pb-5')}>
        {problem ??
          (entries.length > 0
            ? formatNumberOf(entries.length, 'result')
            : `Nothing is called “${q.trim()}”. Try a part of the name, or the last digits of the number.`)}
      </p>
      <p aria-hidden className="flex items-center gap-4 border-t border-line px-4 py-2.5 text-xs text-muted max-sm:hidden">
        <span className="flex items-center gap-1.5">
          <Key>↑</Key>
          <Key>↓</Key> choose
        </span>
        <span className="flex items-center gap-1.5">
          <CornerDownLeft className="size-3.5" /> open
        </span>
      </p>
    </dialog>
  );
}

const ICONS = { action: Zap, create: SquarePlus, lead: User, campaign: Megaphone, place: ArrowRight, search: Search } as const;

function GroupOf({
  group,
  current,
  optionId,
  choose,
  mark,
}: {
  group: Group;
  current: Entry | undefined;
  optionId: (entry: Entry) => string;
  choose: (entry: Entry) => void;
  mark: (entry: Entry) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group within a listbox has no element of its own
    <div role="group" aria-label={group.title} className="pb-1">
      <p aria-hidden className="eyebrow px-2 pt-2 pb-1">
        {group.title}
      </p>
      {group.entries.map((entry) => {
        const Icon = ICONS[entry.kind];
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keys of its list
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the marked option
          <div
            key={entry.id}
            id={optionId(entry)}
            role="option"
            aria-selected={entry === current}
            onClick={() => choose(entry)}
            onPointerMove={() => entry !== current && mark(entry)}
            className={cn(
              'flex min-h-10 cursor-pointer items-center gap-3 rounded-control px-2 text-sm max-sm:min-h-11',
              entry === current && 'bg-primary-soft text-primary-ink',
            )}
          >
            <Icon aria-hidden className={cn('size-4 shrink-0', entry === current ? '' : 'text-muted')} />
            <span className="grid min-w-0 py-1 sm:flex sm:gap-3">
              <span className="truncate font-medium sm:max-w-64 sm:shrink-0">{entry.text}</span>
              {entry.note ? <span className={cn('truncate', entry === current ? '' : 'text-muted')}>{entry.note}</span> : null}
            </span>
            {entry.keys ? (
              <span className="ml-auto flex shrink-0 gap-1 max-sm:hidden">
                {entry.keys.map((key) => (
                  <Key key={key}>{key}</Key>
                ))}
              </span>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}

const wordsOf = (lead: Found['leads'][number]) => ({
  id: lead.id,
  text: nameOf(lead),
  note: [formatPhone(lead.phone), LEAD_LOOKS[lead.status].text, lead.campaignName].filter(Boolean).join(' · '),
});

/** What the server finds for the words, a moment after the last key; the leads opened last while there are none. */
function useFound(q: string): { found: Found; problem: string | null } {
  const [found, setFound] = useState<Found>(NOTHING);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const gone = new AbortController();
    const recent = recentLeads();
    if (q === '' && recent.length === 0) return setFound(NOTHING);
    const look = async () => {
      try {
        const response = await fetch(`/search?${new URLSearchParams(q ? { q } : { recent: recent.join(',') })}`, { signal: gone.signal });
        if (!response.ok) throw new TypeError(`${response.status}`);
        setFound((await response.json()) as Found);
        setProblem(null);
      } catch (error) {
        if (gone.signal.aborted) return;
        if (!(error instanceof TypeError)) throw error;
        setProblem('Leads cannot be searched just now. Pages and actions are still listed.');
      }
    };
    const timer = setTimeout(look, q === '' ? 0 : DELAY_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [q]);
  return { found, problem };
}
