import { Link, useLocation, useRevalidator } from '@remix-run/react';
import { Bell as BellIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { NEWS_COUNTED } from '#domain/news.ts';
import { announce } from './announcer.tsx';

/** Asked again after a navigation or live facts, but not more often than this. */
const PACE_MS = 5_000;

let ask: (() => Promise<void>) | null = null;
/** Counts anew, as somebody has just seen the news. */
export const refreshBell = (): void => void ask?.();

/** How much news waits, once the page is there: no page is kept waiting for the count. Without a script it is a plain link to the news. */
export function Bell({ clientId }: { clientId: string }) {
  const [count, setCount] = useState<number | null>(null);
  const { key } = useLocation();
  const { state } = useRevalidator();
  const askedAt = useRef(0);
  const known = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another client has other news
  useEffect(() => {
    askedAt.current = 0;
    known.current = null;
    let isOver = false;
    setCount(null);
    ask = async () => {
      askedAt.current = Date.now();
      try {
        const response = await fetch('/notifications/unseen');
        if (!response.ok || isOver) return;
        const { count: now } = (await response.json()) as { count: number };
        if (known.current !== null && now > known.current) announce(`${words(now)} unseen notifications`);
        known.current = now;
        setCount(now);
      } catch (error) {
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error; // away: the live dot says so, and it is asked again later
      }
    };
    return () => {
      isOver = true;
      ask = null;
    };
  }, [clientId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a navigation or a fresh reading is the occasion to ask
  useEffect(() => {
    const timer = setTimeout(refreshBell, Math.max(0, askedAt.current + PACE_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [clientId, key, state]);

  return (
    <Link
      to="/notifications"
      aria-label={count ? `Notifications, ${words(count)} unseen` : 'Notifications'}
      className="relative grid size-10 shrink-0 place-items-center rounded-control text-muted hover:bg-sunken hover:text-ink max-sm:size-11"
    >
      <BellIcon aria-hidden className="size-5" />
      {count ? (
        <span
          aria-hidden
          className="absolute top-0.5 right-0 grid h-4.5 min-w-4.5 place-items-center rounded-full bg-primary px-1 text-[0.6875rem] leading-none font-semibold text-on-primary"
        >
          {words(count)}
        </span>
      ) : null}
    </Link>
  );
}

const words = (count: number) => (count > NEWS_COUNTED ? `${NEWS_COUNTED}+` : String(count));
