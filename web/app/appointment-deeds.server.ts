import type { Db } from '#prisma/client.ts';
import { confirmShow } from '#stores/shows.ts';
import { ignoreBooking, restoreBooking } from '#stores/unmatched.ts';
import type { Said } from './confirmations.server.ts';

type Which = { clientId: string; appointmentId: string; userId: string };

const ok = (text: string): Said => ({ kind: 'ok', text, next: null, ids: [] });
const refused = (text: string): Said => ({ kind: 'refused', text, next: null, ids: [] });
const textOf = (form: FormData, name: string) =>
  String(form.get(name) ?? '')
    .trim()
    .slice(0, 500);

/** Staff turn a verdict, with the reason: count, appointment and lead move together. */
export async function turnVerdict(db: Db, which: Which, form: FormData): Promise<Said> {
  const to = form.get('turn');
  const note = textOf(form, 'note');
  if (to !== 'shown' && to !== 'no_show') return refused('Say to what the verdict is turned.');
  if (!note) return refused('A reason is needed: it stays with the appointment.');
  const answer = await confirmShow(db, { ...which, by: 'staff', attended: to === 'shown', note });
  if (answer.kind !== 'ok') return refused('Its verdict cannot be turned now.');
  return ok(to === 'shown' ? 'Turned: the lead showed, and the show is counted.' : 'Turned: no-show, and the show is no longer counted.');
}

/** Sets an unmatched booking aside with its reason, or takes it back. */
export async function setAside(db: Db, which: Which, form: FormData): Promise<Said> {
  if (form.get('aside') === 'restore') {
    const answer = await restoreBooking(db, which);
    return answer.kind === 'ok' ? ok('It is among the unmatched again.') : refused(LINKED);
  }
  const reason = textOf(form, 'reason');
  if (!reason) return refused('A reason is needed: it stays with the booking.');
  const answer = await ignoreBooking(db, { ...which, reason });
  return answer.kind === 'ok' ? ok('Ignored. It can be taken back at any time.') : refused(LINKED);
}

const LINKED = 'It has its lead by now, or is no longer there.';
