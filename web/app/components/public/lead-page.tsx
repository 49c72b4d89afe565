import { CalendarX, Clock, Link2Off } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonAnchor } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';

/** A page that is opened from a message without a log-in, by a lead or by one of the client's people: one thing to read, one thing to press. */
export function LeadFacingPage({
  icon,
  title,
  children,
  from,
}: {
  icon?: ReactNode;
  title: string;
  children: ReactNode;
  from?: string | undefined;
}) {
  return (
    <main className="grid min-h-dvh content-center justify-items-center gap-4 p-4">
      <div className="grid w-full max-w-md grid-cols-1 gap-5 rounded-card border border-line bg-surface p-6 shadow-card sm:p-8">
        {icon ? (
          <span className={cn('grid size-12 place-items-center rounded-full bg-primary-soft text-primary-ink [&_svg]:size-6')}>{icon}</span>
        ) : null}
        <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight text-balance">
          {title}
        </h1>
        {children}
      </div>
      {from ? <p className="text-sm text-muted">Sent for {from}</p> : null}
    </main>
  );
}

const GONE = {
  expired: {
    icon: <Clock aria-hidden />,
    title: 'This link is no longer valid',
    text: 'Links in our messages work for 30 days. Reply to the message that brought you here, and you get a new one.',
  },
  unknown: {
    icon: <Link2Off aria-hidden />,
    title: 'This link leads nowhere',
    text: 'It may have been cut off when it was copied. Open it again from the message, or reply to that message.',
  },
  unbookable: {
    icon: <CalendarX aria-hidden />,
    title: 'There is no calendar to book in yet',
    text: 'Reply to the message that brought you here, and a person will find a time with you.',
  },
} as const;

/** What is said kindly where a link cannot do what it was for, with the times that are free where anybody may book one. */
export function GonePage({ why, newTimes }: { why: keyof typeof GONE; newTimes?: string | null | undefined }) {
  const { icon, title, text } = GONE[why];
  return (
    <LeadFacingPage icon={icon} title={title}>
      <p className="text-muted">{text}</p>
      {newTimes ? (
        <>
          <p className="text-muted">If you only want a time, choose one that is free. You will be asked for your name.</p>
          <ButtonAnchor href={newTimes} rel="noreferrer" size="large" look="primary">
            See free times
          </ButtonAnchor>
        </>
      ) : null}
    </LeadFacingPage>
  );
}
