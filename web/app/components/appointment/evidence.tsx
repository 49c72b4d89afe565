import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import { formatLength } from '../../words/time.ts';
import { AnswerBadge } from '../status.tsx';

export type EvidenceOf = {
  clientConfirmed: boolean | null;
  leadConfirmed: boolean | null;
  /** Longest call around the appointment. */
  proofSeconds: number | null;
  proofCallId?: string | null;
};

/** What is known about a show: what each side said, and the longest call around it. The first that holds decides. */
export function Evidence({ appointment: a }: { appointment: EvidenceOf }) {
  return (
    <ul className="grid gap-1 text-sm whitespace-nowrap">
      <Item name="Client said">{a.clientConfirmed === null ? 'nothing' : <AnswerBadge answer={a.clientConfirmed} />}</Item>
      <Item name="Lead said">{a.leadConfirmed === null ? 'nothing' : <AnswerBadge answer={a.leadConfirmed} />}</Item>
      <Item name="Longest call">
        {a.proofSeconds === null ? 'none' : null}
        {a.proofSeconds !== null && a.proofCallId ? (
          <Link
            to={`/calls/${a.proofCallId}`}
            className="relative z-10 inline-flex min-h-6 min-w-6 items-center text-primary-ink underline max-sm:min-h-11"
          >
            {formatLength(a.proofSeconds)}
          </Link>
        ) : a.proofSeconds !== null ? (
          formatLength(a.proofSeconds)
        ) : null}
        {a.proofSeconds === null ? null : a.proofSeconds > 45 ? ', a proof' : ', too short'}
      </Item>
    </ul>
  );
}

const Item = ({ name, children }: { name: string; children: ReactNode }) => (
  <li className="flex items-center gap-x-2 max-md:[td_&]:justify-end">
    <span className="text-muted">{name}</span>
    <span>{children}</span>
  </li>
);
