import type { Db } from '#prisma/client.ts';
import { milestonesOf } from '#stores/billing-reads.ts';
import { confirmShow, withdrawWord } from '#stores/shows.ts';
import { appointmentModes, verdictOf } from '#stores/views-appointments.ts';
import { type Moved, movedWords } from './words/confirmations.ts';

/** What can be asked for with the same appointments after a deed, and what its button says. */
export type FollowUp = { intent: 'withdraw' | 'dispute'; text: string; hint: string };
export type Said =
  | { kind: 'ok' | 'partly'; text: string; next: FollowUp | null; ids: string[] }
  | { kind: 'refused'; text: string; next: null; ids: string[] };

type Done = { id: string; status: string; disputed: boolean };
type Ask = { intent: 'yes' | 'no' | 'withdraw' | 'dispute'; ids: string[] };

const isId = (value: FormDataEntryValue | null): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value);

/** What a form of the queue asks for, and about which appointments. */
function asked(form: FormData): Ask | null {
  const one = (['yes', 'no', 'withdraw'] as const).flatMap((intent) => {
    const id = form.get(intent);
    return isId(id) ? [{ intent, ids: [id] }] : [];
  });
  if (one[0]) return one[0];
  const all = form.get('all');
  if (all !== 'yes' && all !== 'no' && all !== 'withdraw' && all !== 'dispute') return null;
  return { intent: all, ids: [...new Set(form.getAll('chosen').filter(isId))].slice(0, 100) };
}

/** Takes in the client's word about one or several appointments, each in a transaction of its own, and says what it moved. */
export async function takeWord(db: Db, { form, clientId, userId }: { form: FormData; clientId: string; userId: string }): Promise<Said> {
  const ask = asked(form);
  if (!ask || ask.ids.length === 0) return refused('Nothing was chosen. Tick the appointments first.');
  const done: Done[] = [];
  const problems: string[] = [];
  for (const appointmentId of ask.ids) {
    const answer = await deed(db, ask.intent, { clientId, appointmentId, userId });
    if (answer.kind === 'ok') done.push({ id: appointmentId, status: answer.status, disputed: answer.disputed });
    else problems.push(WHY[answer.kind]);
  }
  if (done.length === 0) return refused(problems[0] ?? '');
  const ids = done.map(({ id }) => id);
  const text = movedWords(await movedBy(db, clientId, ask.intent, done));
  const next = NEXT[ask.intent] ?? null;
  if (problems.length === 0) return { kind: 'ok', text, next, ids };
  return { kind: 'partly', text: `${text} ${problems.length} could not be: ${[...new Set(problems)].join(' ')}`, next, ids };
}

const refused = (text: string): Said => ({ kind: 'refused', text, next: null, ids: [] });

async function deed(db: Db, intent: Ask['intent'], which: { clientId: string; appointmentId: string; userId: string }) {
  if (intent === 'withdraw') {
    const answer = await withdrawWord(db, which);
    return answer.kind === 'ok' ? { kind: 'ok' as const, status: '', disputed: false } : answer;
  }
  if (intent !== 'dispute') return confirmShow(db, { ...which, by: 'client', attended: intent === 'yes' });
  const verdict = await db.withClient(which.clientId, (tx) => verdictOf(tx, which.clientId, which.appointmentId));
  if (!verdict) return { kind: 'undecided' as const };
  return confirmShow(db, { ...which, by: 'client', attended: verdict === 'no_show' }); // the contrary of what was decided
}

async function movedBy(db: Db, clientId: string, intent: Ask['intent'], done: Done[]): Promise<Moved> {
  return db.withClient(clientId, async (tx) => {
    const modes = await appointmentModes(
      tx,
      clientId,
      done.map(({ id }) => id),
    );
    const counts = [];
    for (const mode of modes) {
      const { next, milestoneSize } = await milestonesOf(tx, clientId, mode);
      counts.push({ mode, ...next, size: milestoneSize });
    }
    return { intent, n: done.length, disputed: done.filter(({ disputed }) => disputed).length, counts };
  });
}

const NEXT: Partial<Record<Ask['intent'], FollowUp>> = {
  no: { intent: 'withdraw', text: 'Undo', hint: 'As if you had not answered.' },
  yes: {
    intent: 'dispute',
    text: 'That was a mistake',
    hint: 'Marks the verdict as disputed; staff can turn it.',
  },
  dispute: { intent: 'withdraw', text: 'Undo', hint: 'Ends the dispute.' },
};

const WHY = {
  unknown: 'It is no longer there.',
  'not-started': 'It has not begun yet.',
  'too-early': 'It is too early for a verdict.',
  cancelled: 'It was cancelled.',
  'nothing-said': 'Nothing had been answered.',
  undecided: 'It is not decided yet.',
  decided: 'It is decided already; dispute it, or ask staff to turn it.',
} as const;
