import type { Person } from '../behaviour/people.ts';
import { page, safe } from '../html.ts';
import { type CallRecord, callObject } from '../retell/call.ts';
import { TALKS } from '../retell/played.ts';
import type { Mail } from '../sendgrid/mail.ts';
import type { Invoice } from '../stripe/objects.ts';
import { totalCents } from '../stripe/objects.ts';
import type { Text } from '../twilio/messages.ts';
import type { World } from '../world.ts';

const clock = (ms: number) => `${new Date(ms).toISOString().slice(11, 19)} UTC`;
const here = (phone: string) => `/play/${encodeURIComponent(phone)}`;
const button = (action: string, text: string, fields: Record<string, string> = {}) =>
  `<form method="post" action="${safe(action)}">${Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${safe(name)}" value="${safe(value)}">`)
    .join('')}<button>${safe(text)}</button></form>`;

/** A text with its links to follow, each in a window of its own. */
export const withLinks = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"')\]]*[^\s<>"')\].,;!?])/)
    .map((part, i) => (i % 2 ? `<a href="${safe(part)}" target="_blank" rel="noreferrer">${safe(part)}</a>` : safe(part)))
    .join('')
    .replaceAll('\n', '<br>');

/** A part of the page that reads itself afresh, so that what is typed outside of it stays. */
const frame = (src: string, title: string, height: string) =>
  `<iframe class="part ${height}" src="${safe(src)}" title="${safe(title)}"></iframe>`;

/** The page of one number: its phone, its texts and mails, and what its owner may do. */
export function playerPage(phone: string, person: Person | null, said: string | null): string {
  const name = person && person.name !== 'Sam Lead' ? person.name : 'this lead';
  return page(
    `Play ${phone}`,
    `<nav><a href="/">Vendor sandbox</a></nav><h1>You are ${safe(name)}, ${safe(phone)}</h1>
     <p>Import a lead with this number and start its campaign: what Callvia does to it arrives here.</p>
     ${said ? `<p role="status"><b>${safe(said)}</b></p>` : ''}
     <div class="columns"><section><h2>Phone</h2>${frame(`${here(phone)}/phone`, 'Your phone', 'taller')}
     <form method="post" action="${here(phone)}/ring"><label>Ring Callvia, for <input name="seconds" type="number" min="1" max="900" value="46" size="4"> seconds</label><button>Ring</button></form>
     <h2>Mail</h2>${frame(`${here(phone)}/mails`, 'Your mailbox', 'tall')}</section><section><h2>Texts</h2>${frame(`${here(phone)}/texts`, 'Your texts', 'taller')}
     <form method="post" action="${here(phone)}/reply"><label class="wide">Reply <textarea name="body" rows="2" maxlength="1600" required></textarea></label><button>Send the text</button></form>
     </section></div>
     <p><a href="/play/invoices">Invoices to pay</a></p>`,
  );
}

/** A part inside its frame. `everySeconds`: how soon it reads itself afresh. */
const part = (title: string, body: string, everySeconds: number) => page(title, body, { everySeconds, isPart: true });

/** The phone: ringing, in a talk, or quiet. While somebody decides, it stands still. */
export function phonePart(
  world: World,
  phone: string,
  { call, newest }: { call: CallRecord | null; newest: CallRecord | null },
  now: number,
): string {
  if (!call) {
    const last = newest ? callObject(world, newest, now) : null;
    const what = last
      ? `The last call: ${safe(String(last.disconnection_reason ?? last.call_status).replaceAll('_', ' '))}, ${clock(newest?.registeredAt ?? now)}.`
      : 'No call yet.';
    return part('Phone', `<p>It does not ring. ${what}</p>`, 2);
  }
  if (call.connectedAt === null) {
    const left = Math.max(1, Math.ceil(((call.played?.ringsUntil ?? now) - now) / 1000));
    return part(
      'Phone rings',
      `<p role="alert"><b>It rings: ${safe(call.from)}</b>, for ${left} more seconds.</p><div class="verbs">${button(`${here(phone)}/answer`, 'Answer')}${button(`${here(phone)}/turn-away`, 'Decline', { how: 'declines' })}${button(`${here(phone)}/turn-away`, 'Let the machine answer', { how: 'voicemail' })}</div>`,
      left + 1,
    );
  }
  const offered = call.played?.offered ?? [];
  const agent = offered.length > 0 ? 'I have these times. Which one suits you?' : 'This is the assistant. Do you have a minute?';
  const times = offered.map(({ start, label }) => button(`${here(phone)}/take`, label, { start })).join('');
  const talks = Object.entries(TALKS).map(([what, text]) => `<div class="quiet">${button(`${here(phone)}/say`, text, { what })}</div>`);
  const again = `<form method="post" action="${here(phone)}/callback"><label>Call me back <select name="minutes"><option value="1">in a minute</option><option value="60">in an hour</option><option value="1440">tomorrow</option><option value="0">on Tuesday at ten</option></select></label><button>Ask for it</button></form>`;
  const asks = offered.length > 0 ? times : button(`${here(phone)}/times`, 'Book an appointment');
  return part('In a call', `<p><b>Agent:</b> ${safe(agent)}</p><div class="verbs">${asks}${talks.join('')}</div>${again}`, 125);
}

/** The texts of a number, the newest first. */
export const textsPart = (texts: Text[]): string =>
  part(
    'Texts',
    texts.length === 0
      ? '<p>No text yet.</p>'
      : texts
          .map(
            (text) =>
              `<div class="text ${text.direction === 'inbound' ? 'mine' : ''}"><p>${text.direction === 'inbound' ? 'You' : safe(text.from)}, ${clock(text.createdAt)}</p>${withLinks(text.body)}</div>`,
          )
          .join(''),
    3,
  );

/** The mailbox of a number, the newest first. */
export const mailsPart = (phone: string, mails: Mail[]): string =>
  part(
    'Mailbox',
    mails.length === 0
      ? '<p>No mail yet.</p>'
      : `<ul>${mails.map((mail) => `<li><a href="${here(phone)}/mail/${encodeURIComponent(mail.id)}" target="_top">${safe(mail.subject)}</a> <span>${safe(mail.from)}, ${clock(mail.sentAt)}${mail.bounces ? ', came back' : ''}</span></li>`).join('')}</ul>`,
    3,
  );

/** One mail, of a number's mailbox or of anybody's. Its HTML stands in a frame that runs nothing and whose links open elsewhere. */
export const mailPage = (mail: Mail, phone?: string): string =>
  page(
    mail.subject,
    `<nav>${phone ? `<a href="${here(phone)}">Back to ${safe(phone)}</a>` : '<a href="/#mail">Vendor sandbox</a>'}</nav><h1>${safe(mail.subject)}</h1><p>From ${safe(mail.from)} to ${safe(mail.to)}, ${clock(mail.sentAt)}</p>
     ${mail.html ? `<iframe class="part mail" title="The mail" sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer" srcdoc="${safe(`<base target="_blank">${mail.html}`)}"></iframe>` : ''}
     <h2>As plain text</h2><div class="text">${withLinks(mail.text)}</div>`,
  );

/** Invoices that wait for money, each with its button. */
export const invoicesPage = (invoices: Invoice[]): string =>
  page(
    'Invoices to pay',
    `<nav><a href="/">Vendor sandbox</a></nav><h1>Invoices to pay</h1><p>They are the client’s, not a lead’s. No money moves.</p>${
      invoices.length === 0
        ? '<p>Nothing is open.</p>'
        : `<ul>${invoices
            .map(
              (invoice) =>
                `<li><a href="/invoice/${safe(invoice.id)}">${safe(invoice.number ?? 'draft')}</a> ${safe(invoice.customerName ?? invoice.customer)}, $${(totalCents(invoice) / 100).toFixed(2)} ${button(`/invoice/${invoice.id}/pay`, 'Pay')}</li>`,
            )
            .join('')}</ul>`
    }`,
  );

/** Phones that ring at this moment, for the first page. */
export const ringingPart = (calls: CallRecord[]): string =>
  part(
    'Ringing phones',
    calls.length === 0
      ? '<p>No phone rings that waits for a person.</p>'
      : `<ul>${calls.map((call) => `<li><b>${safe(call.to)} ${call.connectedAt === null ? 'rings' : 'is talking'}</b> <a href="${here(call.to)}" target="_top">${call.connectedAt === null ? 'Go and answer' : 'Go on talking'}</a></li>`).join('')}</ul>`,
    2,
  );
