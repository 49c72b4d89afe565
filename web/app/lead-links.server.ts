import type { AppLoadContext } from '@remix-run/node';
import { type Link, type LinkPurpose, openLink } from '#stores/link-tokens.ts';
import { type LinkSubject, linkSubject } from '#stores/views-links.ts';

export type Opened =
  | { kind: 'ok' | 'used'; link: Link; subject: LinkSubject }
  /** `newTimes`: the calendar's public page, which knows nothing of the lead; an old link lets nobody act in its name. */
  | { kind: 'expired'; newTimes: string | null }
  | { kind: 'unknown' };

/** What stands behind a lead's link, if it is one for this purpose. */
export async function openFor(
  purpose: LinkPurpose | readonly LinkPurpose[],
  token: string | undefined,
  { db, urls }: AppLoadContext,
): Promise<Opened> {
  const link = await openLink(db, token ?? '');
  if (link.kind === 'unknown' || ![purpose].flat().includes(link.purpose)) return { kind: 'unknown' };
  const subject = await db.withClient(link.clientId, (tx) => linkSubject(tx, link));
  if (!subject) return { kind: 'unknown' };
  if (link.kind === 'expired') return { kind: 'expired', newTimes: publicCalendar(subject, urls.sandbox) };
  return { kind: link.kind, link, subject };
}

/** Where anybody may book with this campaign's client. */
function publicCalendar(subject: LinkSubject, sandboxUrl: string): string | null {
  if (subject.mode === 'rehearsal') return subject.eventTypeId ? `${sandboxUrl}/cal/book/${subject.eventTypeId}` : null;
  return subject.bookingUrl && URL.canParse(subject.bookingUrl) ? subject.bookingUrl : null;
}

/**
 * The calendar's own page for a lead whose calendar we cannot read ourselves: its name, e-mail and phone filled in, and its id with it, so
 * that the booking comes back to it.
 */
export function bookingAddress({ link, subject }: { link: Link; subject: LinkSubject }, sandboxUrl: string): string | null {
  const isRehearsal = subject.mode === 'rehearsal';
  const base = publicCalendar(subject, sandboxUrl);
  if (!base) return null;
  const url = new URL(base);
  const name = [subject.firstName, subject.lastName].filter(Boolean).join(' ');
  const params: [string, string | null][] = [
    ['name', name || null],
    ['email', subject.email],
    ['phone', subject.phone],
    ['metadata[lead_id]', link.leadId],
    ['metadata[lead_now]', isRehearsal ? subject.now : null],
  ];
  for (const [key, value] of params) if (value) url.searchParams.set(key, value);
  return url.href;
}
