import { Link } from '@remix-run/react';
import { Mail, MessageSquare, Pencil } from 'lucide-react';
import type { ReadableText } from '../../campaign-texts.server.ts';
import { formatNumberOf } from '../../words/numbers.ts';
import { CHANNELS, stepWords } from '../../words/steps.ts';
import { Badge } from '../ui/badge.tsx';
import { Disclosure } from '../ui/disclosure.tsx';

/** A message as the lead reads it. */
export function TextPreview({ channel, subject, body }: { channel: string; subject: string; body: string }) {
  if (channel === 'sms')
    return (
      <p className="max-w-md rounded-2xl rounded-bl-sm bg-sunken px-4 py-3 text-sm break-words whitespace-pre-wrap">
        {body || '(nothing yet)'}
      </p>
    );
  return (
    <div className="overflow-hidden rounded-card border border-line bg-surface text-sm">
      <p className="border-b border-line px-4 py-2.5 font-semibold break-words">{subject || '(no subject)'}</p>
      <p className="px-4 py-3 break-words whitespace-pre-wrap">{body || '(nothing yet)'}</p>
    </div>
  );
}

/** The messages of a campaign in the order of a lead's life, each unfolding to what a lead would read. */
export function TextsList({ texts, base, next, mayWrite }: { texts: ReadableText[]; base: string; next?: string; mayWrite: boolean }) {
  return (
    <ul className="divide-y divide-line">
      {texts.map(({ key, channel, source, when, subject, body, parts }) => {
        const Icon = channel === 'email' ? Mail : MessageSquare;
        const name = `${stepWords(key)}, ${(CHANNELS[channel] ?? channel).toLowerCase()}`;
        return (
          <li key={`${key}.${channel}`} className="flex items-start gap-3 px-5 py-2.5">
            <Icon aria-hidden className="mt-1 size-4 shrink-0 text-muted" />
            <Disclosure
              className="min-w-0 grow"
              summary={
                <span className="flex flex-wrap items-center gap-x-2">
                  {name} <span className="font-normal text-muted">{when}</span>
                  {source === 'standard' ? null : <Badge tone="primary">{source === 'campaign' ? 'Own text' : 'Account’s text'}</Badge>}
                </span>
              }
            >
              <div className="grid gap-2 pb-1">
                <TextPreview channel={channel} subject={subject} body={body} />
                {parts === null ? null : <p className="text-xs text-muted">{formatNumberOf(parts, 'SMS part')}</p>}
              </div>
            </Disclosure>
            {mayWrite ? (
              <Link
                to={`${base}/messages/texts/${key}.${channel}${next ? `?next=${next}` : ''}`}
                aria-label={`Change ${name}`}
                className="inline-flex min-h-6 shrink-0 items-center gap-1.5 rounded-sm text-sm font-medium text-primary-ink hover:underline max-sm:min-h-11"
              >
                <Pencil aria-hidden className="size-3.5" /> Change
              </Link>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
