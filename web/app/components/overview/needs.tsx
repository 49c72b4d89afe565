import { Link } from '@remix-run/react';
import {
  CalendarCheck,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  Link2,
  type LucideIcon,
  MessageSquareReply,
  PlugZap,
  Receipt,
  ServerOff,
  Upload,
} from 'lucide-react';
import type { Mode } from '#domain/lead.ts';
import type { Needs } from '#stores/views-needs.ts';
import { type Need, needsOf } from '../../words/needs.ts';
import { RehearsalBadge } from '../status.tsx';
import { Badge } from '../ui/badge.tsx';
import { cn } from '../ui/classes.ts';
import { Card, CardHeader } from '../ui/surface.tsx';

const ICONS: Record<Need['kind'], LucideIcon> = {
  untold: ServerOff,
  late: CircleAlert,
  unpaid: Receipt,
  verify: CalendarCheck,
  unmatched: Link2,
  replies: MessageSquareReply,
  unclear: CircleHelp,
  refused: PlugZap,
  imports: Upload,
};

/** What a person should look at, the most pressing first, with the way there: live campaigns, and apart from them what is only rehearsed. */
export function NeedsCard({ needs }: { needs: Record<Mode, Needs> }) {
  const [live, rehearsed] = [needsOf(needs.live, 'live'), needsOf(needs.rehearsal, 'rehearsal')];
  return (
    <Card aria-labelledby="needs">
      <CardHeader
        title={
          <span id="needs" className="flex items-center gap-2">
            Needs you now {live.length > 0 ? <Badge tone="bad">{live.length}</Badge> : null}
          </span>
        }
        text="Of live campaigns."
      />
      {live.length > 0 ? (
        <Entries entries={live} />
      ) : (
        <p className="flex items-center gap-3 px-5 pb-5 text-sm text-muted">
          <CircleCheck aria-hidden className="size-4.5 text-good-ink" /> Nothing waits for you.
        </p>
      )}
      {rehearsed.length > 0 ? (
        <section aria-labelledby="needs-rehearsed" className="border-t border-line pt-3">
          <h3 id="needs-rehearsed" className="flex flex-wrap items-center gap-2 px-5 pb-2 text-sm font-semibold">
            In rehearsals <RehearsalBadge mode="rehearsal" long />
          </h3>
          <Entries entries={rehearsed} />
        </section>
      ) : null}
    </Card>
  );
}

function Entries({ entries }: { entries: readonly Need[] }) {
  return (
    <ul className="grid gap-0.5 px-3 pb-4 md:grid-cols-2">
      {entries.map(({ kind, text, hint, to, isUrgent }) => {
        const Icon = ICONS[kind];
        return (
          <li key={kind}>
            <Link to={to} className="flex min-h-10 items-start gap-3 rounded-control px-2 py-2 text-sm hover:bg-sunken max-sm:min-h-11">
              <Icon aria-hidden className={cn('mt-0.5 size-4.5 shrink-0', isUrgent ? 'text-bad-ink' : 'text-warn-ink')} />
              <span className="grid">
                <span className="font-medium">{text}</span>
                {hint ? <span className="text-muted">{hint}</span> : null}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
