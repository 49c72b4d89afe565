import type { Db, Tx } from '#prisma/client.ts';
import { doToLeads } from '#stores/bulk-deeds.ts';
import { updateLead } from '#stores/leads.ts';
import { notFound } from './member.server.ts';
import type { Person } from './people.server.ts';
import { RESULT_WORDS } from './words/bulk.ts';

/** What is kept of a lead by hand, each changed where it stands. */
export const KEPT_VERBS = ['assign', 'tag', 'untag', 'note'] as const;
export type KeptVerb = (typeof KEPT_VERBS)[number];

/** `undo` is the form that takes it back. */
export type KeptAnswer = { kind: 'ok'; text: string; undo?: Record<string, string> } | { kind: 'refused'; text: string };

type Ask = {
  db: Db;
  read: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  clientId: string;
  leadId: string;
  userId: string;
  people: readonly Person[];
};

const MOST_NOTES = 10_000;
const OK = (text: string, undo?: Record<string, string>): KeptAnswer => ({ kind: 'ok', text, ...(undo && { undo }) });
const NO = (text: string): KeptAnswer => ({ kind: 'refused', text });
/** Forms send line ends their own way. */
const linesOf = (value: FormDataEntryValue | null) => String(value ?? '').replaceAll('\r\n', '\n');

/** Changes who a lead belongs to, its tags or its notes. */
export async function keepLead(verb: KeptVerb, form: FormData, ask: Ask): Promise<KeptAnswer> {
  switch (verb) {
    case 'assign':
      return assign(String(form.get('owner') ?? ''), ask);
    case 'tag':
    case 'untag':
      return turnTag(verb, String(form.get('tag') ?? '').trim(), ask);
    case 'note':
      return note(linesOf(form.get('notes')).trim(), linesOf(form.get('was')).trim(), ask);
    default:
      return verb satisfies never;
  }
}

async function assign(owner: string, { read, clientId, leadId, people }: Ask): Promise<KeptAnswer> {
  const name = people.find(({ id }) => id === owner)?.name;
  if (owner !== '' && !name) return NO('That person does not belong to this client. Nothing was changed.');
  return read(async (tx) => {
    const before = await keptOf(tx, clientId, leadId);
    const saved = await updateLead(tx, clientId, leadId, { assignedToId: owner || null });
    if (saved.kind === 'unknown_member') return NO('That person does not belong to this client any more. Nothing was changed.');
    return OK(name ? `${name} looks after this lead.` : 'Nobody looks after this lead now.', {
      verb: 'assign',
      owner: before.assignedToId ?? '',
    });
  });
}

async function turnTag(verb: 'tag' | 'untag', tag: string, { db, clientId, leadId, userId }: Ask): Promise<KeptAnswer> {
  if (tag === '' || tag.length > 50 || /\p{Cc}/u.test(tag)) return NO('A tag of 1 to 50 characters.');
  const result = (await doToLeads(db, { clientId, verb, tag, note: null, ownerId: null, userId }, [leadId])).get(leadId);
  if (!result || result === 'missing') throw notFound();
  if (result === 'already') return verb === 'tag' ? NO('The lead has this tag already.') : OK('The lead does not have this tag.');
  if (result !== 'done') return NO(`${RESULT_WORDS[result]}.`);
  return OK(verb === 'tag' ? `Tagged “${tag}”.` : `Tag “${tag}” removed.`, { verb: verb === 'tag' ? 'untag' : 'tag', tag });
}

async function note(notes: string, was: string, { read, clientId, leadId }: Ask): Promise<KeptAnswer> {
  if (notes.length > MOST_NOTES) return NO('At most 10,000 characters.');
  return read(async (tx) => {
    const before = (await keptOf(tx, clientId, leadId)).notes?.trim() ?? '';
    if (before !== was && before !== notes)
      return NO('Somebody changed the notes while you wrote. Nothing was saved: copy your text, load the page again and add it.');
    await updateLead(tx, clientId, leadId, { notes: notes || null });
    return OK('Notes saved.', { verb: 'note', notes: before, was: notes });
  });
}

/** Under the lead's lock, so that of two people who write at once the second is told. */
async function keptOf(tx: Tx, clientId: string, leadId: string): Promise<{ notes: string | null; assignedToId: string | null }> {
  const [row] = await tx.$queryRaw<{ notes: string | null; assignedToId: string | null }[]>`
    SELECT notes, assigned_to_id AS "assignedToId" FROM lead WHERE client_id = ${clientId}::uuid AND id = ${leadId}::uuid FOR UPDATE`;
  if (!row) throw notFound();
  return row;
}
