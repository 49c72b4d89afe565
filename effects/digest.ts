import { type Digest, digestMail } from '#domain/digest-mail.ts';
import { type DigestFacts, type KeptDigest, type PlannedDigest, skipDigest, startDigest } from '#stores/digests.ts';
import { issueLink } from '#stores/link-tokens.ts';
import { messageBusy } from '#stores/messages.ts';
import type { AppointmentLine } from '#stores/views-appointments.ts';
import { requireVendor } from '#vendors/account.ts';
import { VendorBusy } from '#vendors/errors.ts';
import { handOnce } from './hand-once.ts';
import type { EffectParts } from './parts.ts';

type Tx = Parameters<typeof issueLink>[0];
type Reader = { userId: string; name: string };

/**
 * Sends one planned digest by the road of every message: ledger, the vendor once, then the result. Its mode names the account, so that a
 * rehearsal's reaches the sandbox's mailbox and nobody's own. `reader` null: whoever it was planned for may not answer any more. Throws
 * `VendorBusy` when the vendor wants to be asked again later.
 */
export async function sendDigest(parts: EffectParts, planned: PlannedDigest, reader: Reader | null): Promise<void> {
  const { clientId, messageId } = planned;
  if (!reader) return parts.db.withClient(clientId, (tx) => skipDigest(tx, planned, 'not_a_member'));
  const started = await parts.db.withClient(clientId, (tx) =>
    startDigest(tx, planned, {
      now: new Date().toISOString(),
      lookUpAfter: (mode) => parts.settle(mode).mailAfter,
      write: (facts) => writeDigest(parts, tx, facts, reader),
    }),
  );
  if (started.kind === 'nothing') return;
  const { key, mode, to, written } = started;
  const handed = await handOnce(parts, { clientId, messageId, key }, async () => {
    const { from: fromEmail, mail } = written;
    const sent = { key, to, toName: reader.name, fromEmail, fromName: 'Callvia', ...mail, categories: ['digest'] };
    return (await requireVendor(parts.vendors(mode), 'email').send(sent)).vendorId;
  });
  if (!(handed instanceof VendorBusy)) return;
  await parts.db.withClient(clientId, (tx) => messageBusy(tx, clientId, messageId, key));
  throw handed;
}

/** Each appointment gets a link of this reader's own, so that it is known who answered. */
async function writeDigest(
  parts: EffectParts,
  tx: Tx,
  { clientId, listed, ...facts }: DigestFacts,
  { userId, name }: Reader,
): Promise<KeptDigest & { mail: ReturnType<typeof digestMail> }> {
  const shows: Digest['shows'][number][] = [];
  for (const { id, leadId, campaignName, startAt, verifyAt, ...whose } of listed) {
    const token = await issueLink(tx, { clientId, leadId: leadId ?? '', appointmentId: id, userId, purpose: 'verify' });
    shows.push({ who: nameOf(whose), campaign: campaignName, startAt, verifyAt, url: `${parts.urls.web}/verify/${token}` });
  }
  const digest: Digest = { ...facts, to: name, shows, appointmentsUrl: `${parts.urls.web}/appointments?view=verify` };
  const kept = digestMail({ ...digest, shows: shows.map((show) => ({ ...show, url: null })) });
  return { subject: kept.subject, body: kept.text, from: parts.sender(facts.mode).email, mail: digestMail(digest) };
}

const nameOf = ({ firstName, lastName, attendeeName }: Pick<AppointmentLine, 'firstName' | 'lastName' | 'attendeeName'>): string =>
  [firstName, lastName].filter(Boolean).join(' ') || attendeeName || 'A lead without a name';
