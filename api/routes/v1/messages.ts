import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Answer, accepted, many, ok, pageOf, paging, refused, since } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';
import { type GateCode, refusalWords } from '#domain/gate-words.ts';
import { handProblems, tidied } from '#domain/hand-written.ts';
import { MODES } from '#domain/lead.ts';
import { parsePhone } from '#domain/phone.ts';
import { CHANNELS, type Channel } from '#domain/snapshot.ts';
import { listMessages } from '#stores/history.ts';
import { type HandAnswer, leadWithAddress } from '#stores/messages-by-hand.ts';

const { page, pageSize } = paging;
const ListQuery = z.strictObject({
  page,
  pageSize,
  leadId: z.uuid().optional(),
  campaignId: z.uuid().optional(),
  mode: z.enum(MODES).optional(),
  channel: many(z.enum(['sms', 'email', 'chat'])),
  direction: z.enum(['outbound', 'inbound']).optional(),
  kind: many(z.string().max(50)),
  status: many(z.string().max(50)),
  from: since.optional(),
  to: since.optional(),
});

const Send = z
  .strictObject({
    leadId: z.uuid().optional(),
    /** A number or an e-mail address that only one lead has. */
    to: z.string().trim().min(3).max(320).optional(),
    channel: z.enum(CHANNELS),
    subject: z.string().optional(),
    body: z.string(),
    dedupeKey: z
      .string()
      .regex(/^[\w.:-]{1,100}$/)
      .optional(),
  })
  .refine(({ leadId, to }) => (leadId === undefined) !== (to === undefined), { path: ['leadId'], message: 'give either leadId or to' });

/** Texts and mails, those to come included; and one by hand. */
export const messageRoutes = ({ db, sendByHand }: ApiDeps): Route[] => [
  route('GET /messages', {
    access: 'messages.read',
    query: ListQuery,
    handle: async ({ caller, query }) => {
      const { data, total } = await db.withClient(caller.clientId, (tx) => listMessages(tx, caller.clientId, query));
      return ok(pageOf(data, query, total));
    },
  }),
  route('POST /messages/send', {
    access: 'leads.write',
    body: Send,
    handle: async ({ caller: { clientId, user }, body: { leadId, to, channel, subject = '', body, dedupeKey } }) => {
      const typed = tidied({ channel, subject, body });
      const problems = handProblems(typed);
      if (problems.length > 0)
        return refused(
          422,
          'validation_failed',
          'Some fields are not as they should be.',
          problems.map((problem) => ({ ...problem, code: 'custom' })),
        );
      const id = leadId ?? (await db.withClient(clientId, (tx) => leadWithAddress(tx, clientId, channel, addressOf(channel, to ?? ''))));
      if (!id) return refused(422, 'unknown_lead', 'No lead of yours has this address, or several have: name the lead.');
      return handAnswer(await sendByHand({ ...typed, clientId, leadId: id, userId: user.id, key: dedupeKey ?? randomUUID() }));
    },
  }),
];

function addressOf(channel: Channel, to: string): string {
  const parsed = channel === 'sms' ? parsePhone(to) : null;
  return parsed?.kind === 'ok' ? parsed.phone : to;
}

/** The reasons that have a code of their own, the first that applies; the rest is a matter of time or of the lead's life. */
const CODES: [of: GateCode, status: number, code: string][] = [
  ['dnc', 409, 'dnc'],
  ['sms_opt_out', 409, 'opted_out'],
  ['email_opt_out', 409, 'opted_out'],
  ['no_address', 422, 'no_address'],
];

function handAnswer(answer: HandAnswer): Answer {
  switch (answer.kind) {
    case 'sent':
    case 'known':
    case 'unclear':
      return accepted({ messageId: answer.messageId, status: answer.status });
    case 'failed':
      return accepted({ messageId: answer.messageId, status: 'failed', errorCode: answer.code });
    case 'unknown':
      return refused(422, 'unknown_lead', 'There is no such lead.');
    case 'other':
      return refused(409, 'key_reused', 'This dedupeKey was used for another message. Nothing was sent.');
    case 'no-provider':
      return refused(409, 'no_provider', 'This channel is not set up for live leads. Nothing was sent.');
    case 'refused': {
      const [, status, code] = CODES.find(([of]) => answer.codes.includes(of)) ?? ['', 409, 'not_now'];
      return refused(status, code, refusalWords(answer.codes, answer.phase), { codes: answer.codes, at: answer.at });
    }
    default:
      return answer satisfies never;
  }
}
