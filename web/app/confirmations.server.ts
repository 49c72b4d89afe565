import type { Db } from '#prisma/client.ts';
import { confirmShow } from '#stores/shows.ts';

export type Said = { kind: 'ok'; text: string } | { kind: 'partly'; text: string } | { kind: 'refused'; text: string };

const isId = (value: FormDataEntryValue | null): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);

/** What the queue's form says about which appointments. */
function asked(form: FormData): { ids: string[]; attended: boolean } | null {
  const [yes, no, all] = [form.get('yes'), form.get('no'), form.get('all')];
  if (isId(yes)) return { ids: [yes], attended: true };
  if (isId(no)) return { ids: [no], attended: false };
  if (all === 'yes' || all === 'no') return { ids: form.getAll('chosen').filter(isId).slice(0, 100), attended: all === 'yes' };
  return null;
}

/** Takes in the client's word about one or several appointments, each in a transaction of its own. */
export async function takeWord(db: Db, { form, clientId, userId }: { form: FormData; clientId: string; userId: string }): Promise<Said> {
  const ask = asked(form);
  if (!ask || ask.ids.length === 0) return { kind: 'refused', text: 'Nothing was chosen. Tick the appointments first.' };
  const refused: string[] = [];
  for (const appointmentId of ask.ids) {
    const answer = await confirmShow(db, { clientId, appointmentId, by: 'client', attended: ask.attended, userId });
    if (answer.kind !== 'ok') refused.push(WHY[answer.kind]);
  }
  const done = ask.ids.length - refused.length;
  const word = ask.attended ? 'Noted: showed' : 'Noted: did not show. Other proof is still looked at before the verdict';
  if (refused.length === 0) return { kind: 'ok', text: done === 1 ? `${word}.` : `${word}, for ${done} appointments.` };
  if (done === 0) return { kind: 'refused', text: refused[0] ?? '' };
  return { kind: 'partly', text: `Noted for ${done}; ${refused.length} could not be: ${[...new Set(refused)].join(' ')}` };
}

const WHY = {
  unknown: 'It is no longer there.',
  'not-started': 'It has not begun yet.',
  'too-early': 'It is too early for a verdict.',
  cancelled: 'It was cancelled.',
} as const;
