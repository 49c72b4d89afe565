import type { AppLoadContext } from '@remix-run/node';
import { type Link, type LinkPurpose, openLink } from '#stores/link-tokens.ts';
import { type LinkSubject, linkSubject } from '#stores/views-links.ts';

export type Opened = { kind: 'ok' | 'used'; link: Link; subject: LinkSubject } | { kind: 'expired' } | { kind: 'unknown' };

/** What stands behind a lead's link, if it is one for this purpose. */
export async function openFor(purpose: LinkPurpose, token: string | undefined, { db }: AppLoadContext): Promise<Opened> {
  const link = await openLink(db, token ?? '');
  if (link.kind === 'expired' || link.kind === 'unknown') return link;
  if (link.purpose !== purpose) return { kind: 'unknown' };
  const subject = await db.withClient(link.clientId, (tx) => linkSubject(tx, link));
  return subject ? { kind: link.kind, link, subject } : { kind: 'unknown' };
}

/** The page where this lead books: its name, e-mail and phone filled in, and its id with it, so that the booking comes back to it. */
export function bookingAddress({ link, subject }: { link: Link; subject: LinkSubject }, sandboxUrl: string): string | null {
  const isRehearsal = subject.mode === 'rehearsal';
  const base = isRehearsal ? (subject.eventTypeId ? `${sandboxUrl}/cal/book/${subject.eventTypeId}` : null) : subject.bookingUrl;
  if (!base || !URL.canParse(base)) return null;
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

/** The page where this lead moves or cancels the booking. */
export function movingAddress({ subject }: { subject: LinkSubject }, sandboxUrl: string): string | null {
  const uid = subject.appointment?.uid;
  if (!uid) return null;
  return subject.mode === 'rehearsal'
    ? `${sandboxUrl}/cal/booking/${encodeURIComponent(uid)}`
    : `https://cal.com/booking/${encodeURIComponent(uid)}`;
}
