import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { Bell, CalendarPlus, Check, type LucideIcon, PlugZap, Receipt, Trophy, Upload } from 'lucide-react';
import { useEffect, useState } from 'react';
import { NEWS_DAYS, type NewsKind } from '#domain/news.ts';
import { newsOf } from '#stores/news.ts';
import { refreshBell } from '../components/bell.tsx';
import { usePageNow } from '../components/page-state.ts';
import { RehearsalBadge } from '../components/status.tsx';
import { Relative } from '../components/time.tsx';
import { Badge } from '../components/ui/badge.tsx';
import { Button } from '../components/ui/button.tsx';
import { cn } from '../components/ui/classes.ts';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, CardHeader, EmptyState } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';
import { newsReader } from '../news.server.ts';
import { newsByDay, newsWords } from '../words/news.ts';

export const meta: MetaFunction = () => [{ title: 'Notifications · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const member = await enter(args, 'campaigns.read');
  return { zone: member.client.timezone, ...(await member.read((tx) => newsOf(tx, newsReader(member)))) };
}

const ICONS: Record<NewsKind, LucideIcon> = {
  import: Upload,
  campaign: Check,
  milestone: Trophy,
  payment: Receipt,
  booking: CalendarPlus,
  provider: PlugZap,
};

export default function Notifications() {
  const { zone, news, seenUntil } = useLoaderData<typeof loader>();
  const now = usePageNow();
  const newest = news[0]?.at ?? null;
  /** What was new when the page was opened stays marked while it is looked at. */
  const [seenBefore] = useState(seenUntil);
  const isUnseen = newest !== null && newest > seenUntil;
  useEffect(() => {
    if (!isUnseen) return;
    const marked = fetch('/notifications/unseen', { method: 'POST', body: new URLSearchParams({ until: newest }) });
    marked.then(refreshBell, (error: unknown) => {
      if (!(error instanceof TypeError)) throw error; // away: it is marked at the next visit
    });
  }, [isUnseen, newest]);
  return (
    <>
      <PageHeader
        title="Notifications"
        text={`What ended, what was reached and what went wrong in the last ${NEWS_DAYS} days, by the clock of ${zone.replaceAll('_', ' ')}.`}
      >
        {isUnseen ? (
          <noscript>
            <form method="post" action="/notifications/unseen">
              <input type="hidden" name="until" value={newest} />
              <input type="hidden" name="next" value="/notifications" />
              <Button type="submit">Mark all as seen</Button>
            </form>
          </noscript>
        ) : null}
      </PageHeader>
      {news.length === 0 ? (
        <Card>
          <EmptyState
            icon={<Bell aria-hidden />}
            title="No news yet"
            text="Finished imports and campaigns, milestones, failed payments, bookings without a lead and troubles of a vendor appear here."
          />
        </Card>
      ) : null}
      {newsByDay(news, zone, now).map(({ day, pieces }) => (
        <Card key={day}>
          <CardHeader title={day} />
          <ul>
            {pieces.map((piece) => {
              const { text, detail, to, isTrouble } = newsWords(piece);
              const Icon = ICONS[piece.kind];
              return (
                <li key={piece.key} className="relative flex items-start gap-3 border-t border-line px-5 py-3 text-sm hover:bg-sunken/60">
                  <Icon aria-hidden className={cn('mt-0.5 size-4.5 shrink-0', isTrouble ? 'text-warn-ink' : 'text-good-ink')} />
                  <span className="grid min-w-0 flex-1 gap-0.5">
                    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                      <Link to={to} className="row-link font-medium break-words">
                        {text}
                      </Link>
                      {piece.at > seenBefore ? <Badge tone="primary">New</Badge> : null}
                      <RehearsalBadge mode={piece.mode} />
                    </span>
                    <span className="break-words text-muted">{detail}</span>
                  </span>
                  <span className="shrink-0 text-muted">
                    <Relative at={piece.at} zone={zone} />
                  </span>
                </li>
              );
            })}
          </ul>
        </Card>
      ))}
    </>
  );
}
