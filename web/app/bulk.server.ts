import { bulkLacks, isAboutTag, undoOf } from '#domain/bulk.ts';
import type { Tx } from '#prisma/client.ts';
import { type BulkView, cancelBulk, draftBulk, startBulk } from '#stores/bulk.ts';
import type { Person } from './people.server.ts';

export type BulkAnswer =
  | { kind: 'go'; id: string; run: boolean }
  | { kind: 'left' }
  | { kind: 'refused'; field: 'tag' | 'number' | 'owner'; text: string };

/** Carries out what was pressed on an action's page: begin it, stop it, or take it back. */
export async function actOnBulk(
  tx: Tx,
  { job, form, clientId, userId, people }: { job: BulkView; form: FormData; clientId: string; userId: string; people: readonly Person[] },
): Promise<BulkAnswer> {
  const { id, verb, total } = job;
  if (form.get('do') === 'stop') {
    await cancelBulk(tx, clientId, id);
    return job.status === 'draft' ? { kind: 'left' } : { kind: 'go', id, run: false };
  }
  if (form.get('do') === 'undo') return takeBack(tx, { job, clientId, userId });
  const tag = String(form.get('tag') ?? '').trim();
  const lack = bulkLacks(verb, total, { tag, typed: String(form.get('number') ?? '') });
  if (lack === 'tag') return { kind: 'refused', field: 'tag', text: 'A tag of 1 to 50 characters.' };
  if (lack === 'number') return { kind: 'refused', field: 'number', text: `Type ${total} to go on. Nothing was changed.` };
  const ownerId = String(form.get('owner') ?? '');
  if (verb === 'assign' && ownerId !== '' && !people.some(({ id: known }) => known === ownerId))
    return { kind: 'refused', field: 'owner', text: 'That person does not belong to this client any more. Nothing was changed.' };
  const note = String(form.get('note') ?? '').trim();
  await startBulk(tx, clientId, id, {
    ...(isAboutTag(verb) && { tag }),
    ...(note && { note: note.slice(0, 500) }),
    ...(verb === 'assign' && ownerId && { ownerId }),
  });
  return { kind: 'go', id, run: true };
}

/** The opposite deed on those leads that this one changed. */
async function takeBack(tx: Tx, { job, clientId, userId }: { job: BulkView; clientId: string; userId: string }): Promise<BulkAnswer> {
  const verb = undoOf(job.verb);
  const id = verb && (await draftBulk(tx, clientId, { verb, userId, tag: job.tag, which: { changedBy: job.id } }));
  if (!id) return { kind: 'go', id: job.id, run: false };
  await startBulk(tx, clientId, id);
  return { kind: 'go', id, run: true };
}
