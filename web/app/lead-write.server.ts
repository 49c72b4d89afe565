import { randomUUID } from 'node:crypto';
import { type AppLoadContext, data } from '@remix-run/node';
import { type HandProblem, type HandWritten, handProblems, tidied } from '#domain/hand-written.ts';
import { CHANNELS, type Channel } from '#domain/snapshot.ts';
import type { Tx } from '#prisma/client.ts';
import { type HandAnswer, mayWrite } from '#stores/messages-by-hand.ts';
import type { LeadHeader } from '#stores/views-lead.ts';
import { whyWords } from './lead-verbs.server.ts';
import { notFound } from './member.server.ts';
import { refusalReason } from './words/deeds.ts';

/** The box to write to a lead: by which channel, and why a channel is closed at this moment. `key` makes one message of a form that is sent twice. */
export type WriteBox = { key: string; channel: Channel; why: Record<Channel, string | null> };

/** `nextKey`: what was typed is used up, and the next message is another one. */
export type WriteAnswer =
  | { kind: 'ok'; text: string; nextKey: string }
  | { kind: 'refused'; text: string; problems: HandProblem[]; typed: HandWritten; nextKey?: string };

/** What the box shows; `asked` is the channel that the address names, else the first that is open. */
export async function writeBox(tx: Tx, clientId: string, lead: LeadHeader, asked: string | null): Promise<WriteBox> {
  const answers = await mayWrite(tx, clientId, lead.id);
  if (!answers) throw notFound();
  const words = (answer: typeof answers.sms) => answer && whyWords(answer, lead);
  const why = { sms: words(answers.sms), email: words(answers.email) };
  const channel = CHANNELS.find((one) => one === asked) ?? CHANNELS.find((one) => why[one] === null) ?? 'sms';
  return { key: randomUUID(), channel, why };
}

type Who = { clientId: string; userId: string };

/** Sends what was typed, or says why not; nothing typed is lost by that. */
export async function sendWritten({ writeToLead }: AppLoadContext, form: FormData, { clientId, userId }: Who, lead: LeadHeader) {
  const field = (name: string) => String(form.get(name) ?? '');
  const key = field('key');
  const channel = CHANNELS.find((one) => one === form.get('channel'));
  if (!channel || !/^[\w-]{8,64}$/.test(key)) throw new Response('', { status: 400 });
  const typed = tidied({ channel, subject: field('subject'), body: field('body') });
  const problems = handProblems(typed);
  const answer =
    problems.length > 0
      ? ({ kind: 'refused', text: 'Not sent. Look at what is marked.', problems, typed } satisfies WriteAnswer)
      : said(await writeToLead({ ...typed, clientId, leadId: lead.id, userId, key }), typed, lead);
  return data(answer, { status: answer.kind === 'ok' ? 200 : problems.length > 0 ? 422 : 409 });
}

function said(answer: HandAnswer, typed: HandWritten, lead: LeadHeader): WriteAnswer {
  const what = typed.channel === 'sms' ? 'The text' : 'The e-mail';
  const no = (text: string, isUsed = false): WriteAnswer => ({
    ...{ kind: 'refused', text, problems: [], typed },
    ...(isUsed && { nextKey: randomUUID() }),
  });
  const yes = (text: string): WriteAnswer => ({ kind: 'ok', text, nextKey: randomUUID() });
  switch (answer.kind) {
    case 'sent':
      return yes(`${what} is on its way.`);
    case 'known':
      return yes(`${what} was sent before, and not a second time.`);
    case 'unclear':
      return yes(`${what} was handed over, and the provider has not answered yet. It is looked up there and never sent twice.`);
    case 'failed':
      return no(`Not sent. The provider said no: ${refusalReason(answer.code).toLowerCase()}. Nothing is tried again by itself.`, true);
    case 'refused':
      return no(`Not sent. ${whyWords(answer, lead)}`);
    case 'other':
      return no('Not sent. Another message was sent from this form meanwhile; look at the timeline, then send again.', true);
    case 'no-provider':
      return no(`Not sent. ${typed.channel === 'sms' ? 'Texting' : 'E-mail'} is not set up for live leads.`);
    case 'unknown':
      throw notFound();
    default:
      return answer satisfies never;
  }
}
