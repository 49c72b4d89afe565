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
import type { Needs } from '#stores/views-needs.ts';
import { formatNumberOf } from '../../words/numbers.ts';
import { cn } from '../ui/classes.ts';
import { Card, CardHeader } from '../ui/surface.tsx';

type Need = { n: number; text: string; hint?: string; to: string; icon: LucideIcon; isUrgent?: boolean };

function needsOf(needs: Needs): Need[] {
  const verify = formatNumberOf(needs.verify, 'appointment');
  return [
    {
      n: needs.untold,
      text: 'The worker does not answer',
      hint: `${formatNumberOf(needs.untold, 'change')} of the last minutes wait for it. Calls are not placed and messages not sent until it runs again.`,
      to: '/leads',
      icon: ServerOff,
      isUrgent: true,
    },
    {
      n: needs.stuckLeads,
      text: `${formatNumberOf(needs.stuckLeads, 'lead')} whose next step is overdue`,
      hint: 'It should have happened a quarter of an hour ago.',
      to: '/leads?sort=next.asc',
      icon: CircleAlert,
      isUrgent: true,
    },
    {
      n: needs.unpaid,
      text: `${formatNumberOf(needs.unpaid, 'invoice')} whose payment failed`,
      to: '/billing?status=failed',
      icon: Receipt,
      isUrgent: true,
    },
    {
      n: needs.verify,
      text: `${verify} to verify: did they show?`,
      ...(needs.verifySoon > 0 ? { hint: `${formatNumberOf(needs.verifySoon, 'verdict')} within 12 hours.`, isUrgent: true } : {}),
      to: '/appointments?view=verify',
      icon: CalendarCheck,
    },
    {
      n: needs.unmatched,
      text: `${formatNumberOf(needs.unmatched, 'booking')} without a lead`,
      to: '/appointments?view=unmatched',
      icon: Link2,
    },
    {
      n: needs.replies,
      text: `${formatNumberOf(needs.replies, 'reply', 'replies')} from leads who missed their appointment`,
      to: '/leads?status=rebooking',
      icon: MessageSquareReply,
    },
    {
      n: needs.unclear,
      text: `${formatNumberOf(needs.unclear, 'deed')} of which it is unclear whether it was done`,
      hint: 'A vendor’s answer was lost. It is looked up there and never done twice.',
      to: '/needs?which=unclear',
      icon: CircleHelp,
    },
    {
      n: needs.refused,
      text: `${formatNumberOf(needs.refused, 'deed')} refused by a vendor in the last day`,
      to: '/needs?which=refused',
      icon: PlugZap,
    },
    {
      n: needs.failedImports,
      text: `${formatNumberOf(needs.failedImports, 'import')} stopped in the last week`,
      to: '/campaigns',
      icon: Upload,
    },
  ].filter(({ n }) => n > 0);
}

/** What a person should look at, the most pressing first, with the way there. */
export function NeedsCard({ needs }: { needs: Needs }) {
  const entries = needsOf(needs);
  return (
    <Card aria-labelledby="needs">
      <CardHeader title={<span id="needs">Needs you now</span>} />
      {entries.length > 0 ? (
        <ul className="grid gap-0.5 px-3 pb-4 md:grid-cols-2">
          {entries.map(({ text, hint, to, icon: Icon, isUrgent }) => (
            <li key={to}>
              <Link to={to} className="flex min-h-10 items-start gap-3 rounded-control px-2 py-2 text-sm hover:bg-sunken max-sm:min-h-11">
                <Icon aria-hidden className={cn('mt-0.5 size-4.5 shrink-0', isUrgent ? 'text-bad-ink' : 'text-warn-ink')} />
                <span className="grid">
                  <span className="font-medium">{text}</span>
                  {hint ? <span className="text-muted">{hint}</span> : null}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <p className="flex items-center gap-3 px-5 pb-5 text-sm text-muted">
          <CircleCheck aria-hidden className="size-4.5 text-good-ink" /> Nothing waits for you.
        </p>
      )}
    </Card>
  );
}
