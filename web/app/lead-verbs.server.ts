import { type GateCode, refusalWords } from '#domain/gate-words.ts';
import type { Phase } from '#domain/lead.ts';
import type { Db } from '#prisma/client.ts';
import { type Asked, callNow, mayCallNow, maySendLink, restoreStep, sendLinkNow, skipStep } from '#stores/lead-verbs.ts';
import { markDnc } from '#stores/opt-outs.ts';
import { notFound } from './member.server.ts';
import { stepWords } from './words/steps.ts';
import { formatMoment } from './words/time.ts';

export type VerbAnswer = { kind: 'ok' | 'refused'; text: string };
type Who = { clientId: string; leadId: string; user: { id: string; name: string } };
/** Where the lead stands, to say in its own time what is possible when. */
type Clock = { zone: string; now: string; phase: Phase };

/** What asks before it is done: verbs whose deed reaches somebody. */
export const ASKED_VERBS = ['call', 'link', 'dnc'] as const;
export type AskedVerb = (typeof ASKED_VERBS)[number];

/** Why a verb cannot be done to the lead at this moment, as sentences; null when it can. */
export async function whyNot(db: Db, verb: AskedVerb, { clientId, leadId, user }: Who, clock: Clock): Promise<string | null> {
  if (verb === 'dnc') return null;
  const may = verb === 'call' ? mayCallNow : maySendLink;
  const answer = await db.withClient(clientId, (tx) => may(tx, { clientId, leadId, by: user.name }));
  return answer.kind === 'refused' ? whyWords(answer, clock) : null;
}

/** Does what a person asked for on a lead's page, by the same stores as everything else. */
export async function doVerb(db: Db, form: FormData, { clientId, leadId, user }: Who, clock: Clock): Promise<VerbAnswer> {
  const ask = { clientId, leadId, by: user.name };
  const text = (name: string) => String(form.get(name) ?? '').trim();
  switch (form.get('verb')) {
    case 'call':
      return said(await db.withClient(clientId, (tx) => callNow(tx, ask)), 'The lead is called as soon as a line is free.', clock);
    case 'link':
      return said(await db.withClient(clientId, (tx) => sendLinkNow(tx, ask)), 'The booking link goes out.', clock);
    case 'dnc': {
      const note = text('note').slice(0, 500);
      const answer = await markDnc(db, { clientId, leadId, reason: 'manual', userId: user.id, ...(note && { note }) });
      if (answer.kind === 'unknown') throw notFound();
      return { kind: 'ok', text: 'The number is on the do-not-call list. Nothing dials or texts it any more.' };
    }
    case 'skip':
    case 'restore': {
      const isSkip = form.get('verb') === 'skip';
      const step = { ...ask, step: text('step'), at: text('at') };
      if (Number.isNaN(Date.parse(step.at))) throw new Response('', { status: 400 });
      const answer = await db.withClient(clientId, (tx) => (isSkip ? skipStep(tx, step) : restoreStep(tx, step)));
      if (answer.kind === 'unknown') throw notFound();
      if (answer.kind === 'gone') return { kind: 'refused', text: 'That step is not ahead any more. Nothing was changed.' };
      const words = stepWords(step.step);
      return {
        kind: 'ok',
        text: isSkip ? `${words} will not be sent. You can put it back in the plan.` : `${words} is in the plan again.`,
      };
    }
    default:
      throw new Response('', { status: 400 });
  }
}

function said(answer: Asked, done: string, clock: Clock): VerbAnswer {
  if (answer.kind === 'unknown') throw notFound();
  return answer.kind === 'ok' ? { kind: 'ok', text: done } : { kind: 'refused', text: `Not done. ${whyWords(answer, clock)}` };
}

/** The gate's reasons as sentences, and from when on it is possible in the lead's own time. */
export const whyWords = ({ codes, at }: { codes: readonly GateCode[]; at: string | null }, { zone, now, phase }: Clock): string =>
  [refusalWords(codes, phase), ...(at ? [`Possible from ${formatMoment(at, zone, now)} on.`] : [])].join(' ');
