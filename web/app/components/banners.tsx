import { CircleAlert, WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { Standstill } from '#domain/standstill.ts';

const listenToLine = (changed: () => void) => {
  window.addEventListener('online', changed);
  window.addEventListener('offline', changed);
  return () => {
    window.removeEventListener('online', changed);
    window.removeEventListener('offline', changed);
  };
};

const useOnline = () =>
  useSyncExternalStore(
    listenToLine,
    () => navigator.onLine,
    () => true,
  );

const WORDS = {
  worker: {
    title: 'Calls are not being placed',
    text: 'The worker has stopped taking up work, so no call, message or import begins. Nothing is lost: everything waits and goes on when it runs again. Whoever runs this server starts it.',
  },
  engine: {
    title: 'Calls are not being placed',
    text: 'The engine that keeps the schedule does not answer, so no call, message or import begins. Nothing is lost: everything waits and goes on when it is back.',
  },
  calls: {
    title: 'Calls are late',
    text: 'Leads have been due for more than a minute and a half and none is being called. Messages and bookings are not affected. Whoever runs this server finds the reason in the worker’s log.',
  },
} as const satisfies Record<Standstill, { title: string; text: string }>;

/** What everybody must know before they believe the page: this browser is offline, or work stands still, with what that means. */
export function Banners({ standstill }: { standstill: Standstill | null }) {
  const isOnline = useOnline();
  return (
    <>
      <div role="status">
        {isOnline ? null : (
          <p className="flex items-start gap-3 border-b border-line bg-warn-soft px-4 py-3 text-sm text-warn-ink sm:px-8">
            <WifiOff aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              <strong className="font-semibold">You are offline.</strong> What you see may be out of date, and nothing you press is sent.
              Calls and messages go on.
            </span>
          </p>
        )}
      </div>
      <div role="alert">
        {standstill ? (
          <p className="flex items-start gap-3 border-b border-line bg-bad-soft px-4 py-3 text-sm text-bad-ink sm:px-8">
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>
              <strong className="font-semibold">{WORDS[standstill].title}.</strong> {WORDS[standstill].text}
            </span>
          </p>
        ) : null}
      </div>
    </>
  );
}
