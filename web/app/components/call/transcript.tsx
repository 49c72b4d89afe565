import { Bot, CircleUser, Wrench } from 'lucide-react';
import { speakerWord } from '../../words/speakers.ts';
import { formatLength } from '../../words/time.ts';
import { cn } from '../ui/classes.ts';

export type Line = { speaker: string; message: string; startMs: number | null };

const ICONS: Record<string, typeof Bot> = { agent: Bot, user: CircleUser };

/** What was said, line by line: the agent at the left, the lead at the right, and what the agent's tools did between them. */
export function Transcript({ lines }: { lines: Line[] }) {
  return (
    <ol className="grid gap-3 px-5 pb-5">
      {lines.map((line, i) => {
        const isLead = line.speaker === 'user';
        const isPerson = isLead || line.speaker === 'agent';
        const Icon = ICONS[line.speaker] ?? Wrench;
        return (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two may be alike
            key={i}
            className={cn('grid max-w-[85%] gap-1', isLead && 'justify-self-end', !isPerson && 'justify-self-center')}
          >
            <p className={cn('flex items-center gap-1.5 text-xs text-muted', isLead && 'justify-end')}>
              <Icon aria-hidden className="size-3.5" />
              <span className="font-semibold">{speakerWord(line.speaker)}</span>
              {line.startMs !== null ? <span>{formatLength(Math.floor(line.startMs / 1000))}</span> : null}
            </p>
            <p
              className={cn(
                'rounded-card px-3.5 py-2 text-sm break-words',
                isLead ? 'bg-primary-soft text-primary-ink' : isPerson ? 'bg-sunken' : 'border border-dashed border-line text-muted',
              )}
            >
              {line.message}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
