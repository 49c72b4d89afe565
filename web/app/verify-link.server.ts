import type { AppLoadContext } from '@remix-run/node';
import { createConfirmers } from '#auth/confirmers.ts';
import { type Link, openLink } from '#stores/link-tokens.ts';
import { type VerifySubject, verifySubject } from '#stores/verify-links.ts';

export type VerifyLink = Link & { appointmentId: string; userId: string };
export type OpenedVerify = { kind: 'ok' | 'used'; link: VerifyLink; subject: VerifySubject } | { kind: 'expired' } | { kind: 'unknown' };

/** What stands behind a link of a digest. One whose owner may not answer for the client any more is a link like no other. */
export async function openVerify(token: string, { db, auth }: AppLoadContext): Promise<OpenedVerify> {
  const link = await openLink(db, token);
  if (link.kind === 'unknown' || link.purpose !== 'verify') return { kind: 'unknown' };
  const { kind, appointmentId, userId } = link;
  if (!appointmentId || !userId) return { kind: 'unknown' };
  const people = await createConfirmers({ db, auth })(link.clientId);
  if (!people.some((person) => person.userId === userId)) return { kind: 'unknown' };
  if (kind === 'expired') return { kind };
  const subject = await db.withClient(link.clientId, (tx) => verifySubject(tx, link));
  return subject ? { kind, link: { ...link, appointmentId, userId }, subject } : { kind: 'unknown' };
}
