import { randomBytes } from 'node:crypto';
import { paceOf } from '../behaviour/clock.ts';
import { react } from '../behaviour/reactions.ts';
import { wills } from '../behaviour/will.ts';
import { hookUrl } from '../outgoing.ts';
import type { Change, Task } from '../state.ts';
import { hookTask, type World } from '../world.ts';
import type { MailSend } from './routes.ts';

/** An e-mail to one recipient as kept. */
export type Mail = {
  id: string;
  to: string;
  from: string;
  subject: string;
  text: string;
  html: string;
  key: string | null;
  categories: string[];
  args: Record<string, string>;
  sentAt: number;
  bounces: boolean;
};

/** Puts one mail in the mailbox of each recipient, tells of it, and lets the readers react. */
export async function deliver(world: World, request: MailSend, messageId: string): Promise<void> {
  let n = 0;
  for (const one of request.personalizations) {
    for (const { email } of one.to) {
      const args = { ...request.custom_args, ...one.custom_args };
      const content = (type: string) => request.content?.find((part) => part.type === type)?.value ?? '';
      const mail: Mail = {
        ...{
          id: `${messageId}.${n++}`,
          to: email.toLowerCase(),
          from: request.from.email,
          subject: one.subject ?? request.subject ?? '(template)',
        },
        ...{ text: content('text/plain'), html: content('text/html'), key: args.send_key ?? null, args },
        ...{ categories: request.categories ?? [], sentAt: Date.now(), bounces: /\+bounces?@|^bounces?@/.test(email) },
      };
      await put(world, mail, messageId);
    }
  }
}

async function put(world: World, mail: Mail, messageId: string): Promise<void> {
  const phone =
    (await world.people.phoneOfAddress(mail.to)) ?? (mail.args.lead_id ? await world.people.phoneOfLead(mail.args.lead_id) : null);
  const row = (bounces: boolean) => ({ kind: 'mail', id: mail.id, key: mail.key, phone, at: mail.sentAt, body: { ...mail, bounces } });
  if (!phone) {
    await world.state.commit({ things: [row(mail.bounces)], tasks: events(world, mail, messageId, null, 150, false) });
    return;
  }
  await world.people.meet(phone, async (person) => {
    const bounces = mail.bounces || wills[person.will].mailBounces === true;
    person.email ??= mail.to;
    const box = { kind: 'address', id: mail.to, key: null, phone, at: mail.sentAt, body: { phone } }; // found once, known from now on
    const reaction: Change = bounces ? {} : react(world, person, 'mail', `${mail.text}\n${mail.html}`);
    const clicks = reaction.tasks?.some(({ kind }) => kind === 'follow') ?? false;
    const stepMs = paceOf(person) === 'instant' ? 10 : 150;
    const told = events(world, { ...mail, bounces }, messageId, phone, stepMs, clicks);
    return {
      change: { things: [row(bounces), box, ...(reaction.things ?? [])], tasks: [...told, ...(reaction.tasks ?? [])] },
      result: undefined,
    };
  });
}

/** The batches of events about a mail, in the vendor's own layout: an array, a line per event, a line end at the end. */
function events(world: World, mail: Mail, messageId: string, phone: string | null, stepMs: number, clicks: boolean): Task[] {
  const event = (name: string, atMs: number, more: object = {}) => ({
    ...{ email: mail.to, timestamp: Math.floor(atMs / 1000), event: name, sg_event_id: randomBytes(16).toString('base64url') },
    ...{ sg_message_id: `${messageId}.filter0001.sandbox.0`, 'smtp-id': `<${messageId}@sandbox>` },
    ...(mail.categories.length > 0 && { category: mail.categories }),
    ...mail.args,
    ...more,
  });
  const batch = (list: object[], inMs: number) => {
    const body = `[${list.map((item) => JSON.stringify(item)).join(',\r\n')}]\r\n`;
    const name = (list.at(-1) as { event: string }).event;
    return hookTask(world, phone, inMs, { vendor: 'sendgrid', event: name, url: hookUrl(world.settings, 'sendgrid'), body });
  };
  const at = mail.sentAt;
  const processed = event('processed', at);
  if (mail.bounces) {
    const why = { type: 'bounce', status: '5.1.1', reason: '550 unknown user', bounce_classification: 'Invalid Address' };
    return [batch([processed, event('bounce', at + stepMs, why)], stepMs)];
  }
  const delivered = event('delivered', at + stepMs, { response: '250 OK', tls: 1 });
  const reader = { useragent: 'Mozilla/5.0 (sandbox)', ip: '203.0.113.9' };
  const open = event('open', at + 2 * stepMs, { ...reader, sg_machine_open: false });
  const link = `${mail.text}\n${mail.html}`.match(/https?:\/\/[^\s"'<>]+/)?.[0] ?? '';
  const click = event('click', at + 3 * stepMs, { ...reader, url: link, url_offset: { index: 0, type: 'html' } });
  const later = phone === null ? [] : [batch(clicks ? [open, click] : [open], 3 * stepMs)];
  return [batch([processed, delivered], stepMs), ...later];
}
