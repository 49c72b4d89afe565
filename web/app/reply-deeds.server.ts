import type { Tx } from '#prisma/client.ts';
import { markHandled, markUnhandled } from '#stores/replies.ts';
import type { KeptAnswer } from './lead-keep.server.ts';
import { idOf, notFound } from './member.server.ts';

/** What a person does to a lead's reply, on the lead's page and in the list of what waits. */
export const REPLY_VERBS = ['handled', 'unhandled'] as const;

type Ask = { read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>; clientId: string; userId: string };

/** Marks a reply as handled, or takes that back; the form names verb, lead and reply. */
export async function handleReply(form: FormData, { read, clientId, userId }: Ask): Promise<KeptAnswer> {
  const field = (name: string) => idOf(String(form.get(name) ?? ''));
  const reply = { clientId, leadId: field('lead'), messageId: field('reply') };
  const isUndo = form.get('verb') === 'unhandled';
  const answer = await read((tx) => (isUndo ? markUnhandled(tx, reply) : markHandled(tx, { ...reply, userId })));
  if (!answer) throw notFound();
  const back = { verb: isUndo ? 'handled' : 'unhandled', lead: reply.leadId, reply: reply.messageId };
  return { kind: 'ok', text: isUndo ? 'The reply waits for a person again.' : 'Marked as handled.', undo: back };
}
