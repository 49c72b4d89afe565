import { createHash } from 'node:crypto';
import { withTail } from '#domain/hand-written.ts';
import { escapeHtml } from '#domain/render-text.ts';
import { HAND_TAIL } from '#domain/text-endings.ts';
import { renderTemplate, type Template, type TemplateKey, type Variables } from '#domain/texts.ts';
import type { Tx } from '#prisma/client.ts';
import type { LeadLife } from '#stores/lead-row.ts';
import { issueLink, type LinkPurpose } from '#stores/link-tokens.ts';
import type { MessageRow, Written } from '#stores/messages.ts';
import { templateFor, variablesFor } from '#stores/templates.ts';
import type { EffectParts } from './parts.ts';

const LINKS = [
  ['booking_link', 'booking', '/b/'],
  ['reschedule_link', 'reschedule', '/move/'],
  ['confirm_yes_link', 'confirm', '/confirm/'],
  ['unsubscribe_link', 'unsubscribe', '/unsubscribe/'],
] as const satisfies [keyof Variables, LinkPurpose, string][];

/** Writes a message as the lead will read it; links are made only where the text names them. Throws when the kind has no text for its channel. */
export async function writeMessage(parts: EffectParts, tx: Tx, life: LeadLife, message: MessageRow): Promise<Written> {
  const isByHand = message.kind === 'manual';
  const template: Template | null = isByHand
    ? { body: HAND_TAIL[message.channel] }
    : await templateFor(tx, life, message.kind as TemplateKey, message.channel);
  if (!template) throw new Error(`There is no ${message.channel} text for ${message.kind}.`);
  const { variables: known, fromNumber } = await variablesFor(tx, life, message.appointmentId);
  const variables: Variables = { ...known, reference: referenceOf(message) };
  const named = `${template.subject ?? ''} ${template.body}`;
  for (const [variable, purpose, path] of LINKS) {
    const isNamed = named.includes(`{{${variable}`) || (variable === 'confirm_yes_link' && named.includes('{{confirm_no_link'));
    if (!isNamed) continue;
    const token = await issueLink(tx, { clientId: life.clientId, leadId: life.id, purpose, appointmentId: message.appointmentId });
    const url = `${parts.urls.web}${path}${token}`;
    if (variable === 'confirm_yes_link')
      Object.assign(variables, { confirm_yes_link: `${url}?attended=yes`, confirm_no_link: `${url}?attended=no` });
    else variables[variable] = url;
  }
  const sender = parts.sender(life.mode);
  const text = isByHand
    ? { subject: message.subject, body: withTail({ channel: message.channel, body: message.body ?? '' }, variables) }
    : renderTemplate(template, variables);
  return { ...text, from: message.channel === 'sms' ? (fromNumber ?? sender.textNumber) : sender.email };
}

/** A short mark that makes each text unlike every other to the same number, so that a lost answer can be looked up by the text. */
const referenceOf = (message: MessageRow) => createHash('sha256').update(message.dedupeKey).digest('base64url').slice(0, 6).toUpperCase();

/** Plain text as a mail body; everything a lead or client wrote is text, never markup. */
export function htmlOf(text: string): string {
  const linked = escapeHtml(text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`);
  return `<div style="font:16px/1.5 sans-serif">${linked.replaceAll('\n', '<br>\n')}</div>`;
}
