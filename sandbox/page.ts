import type { RequestHandler } from 'express';
import type { Booking } from './cal/booking.ts';
import { linkedTable, page, table } from './html.ts';
import { magicNumbers } from './numbers.ts';
import { type CallRecord, callObject } from './retell/call.ts';
import type { Mail } from './sendgrid/mail.ts';
import { type Invoice, totalCents } from './stripe/objects.ts';
import { type Text, textObject } from './twilio/messages.ts';
import type { World } from './world.ts';

const shown = 25;
const time = (ms: number) => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
const short = (text: string, length = 160) => (text.length > length ? `${text.slice(0, length)}…` : text);

async function counts(world: World): Promise<Record<string, number>> {
  const { rows } = await world.state.pool.query<{ kind: string; n: string }>('SELECT kind, count(*) AS n FROM thing GROUP BY kind');
  return Object.fromEntries(rows.map(({ kind, n }) => [kind, Number(n)]));
}

/** The page at `/`: what the five vendors saw, newest first, and how every magic number behaves, and the way to play one. */
export function overview(world: World): RequestHandler {
  return async (_req, res, next) => {
    try {
      res.type('html').send(await render(world));
    } catch (error) {
      next(error);
    }
  };
}

async function render(world: World): Promise<string> {
  const now = Date.now();
  const list = async <T>(kind: string) => (await world.state.list(kind, { limit: shown })).map(({ body }) => body as T);
  const n = await counts(world);
  const calls = [...(await list<CallRecord>('call')), ...(await list<CallRecord>('inbound-call'))].sort(
    (a, b) => b.registeredAt - a.registeredAt,
  );
  const texts = [...(await list<Text>('sms')), ...(await list<Text>('inbound-sms'))].sort((a, b) => b.createdAt - a.createdAt);
  const sid = world.settings.credentials.twilioSid;
  const sections: [id: string, title: string, count: number, html: string][] = [
    [
      'phone',
      'Phone calls',
      (n.call ?? 0) + (n['inbound-call'] ?? 0),
      table(
        ['When', 'Direction', 'Lead', 'Status', 'Ended by', 'Seconds', 'Outcome', 'Our key'],
        calls.slice(0, shown).map((call) => {
          const object = callObject(world, call, now);
          const outcome = object.call_analysis ? call.script.analysis.custom.outcome : '';
          const seconds = object.duration_ms === undefined ? '' : Math.round(Number(object.duration_ms) / 1000);
          const lead = call.direction === 'inbound' ? call.from : call.to;
          return [
            time(call.registeredAt),
            call.direction,
            lead,
            object.call_status,
            object.disconnection_reason,
            seconds,
            outcome,
            call.metadata?.call_key,
          ];
        }),
      ),
    ],
    [
      'texts',
      'Texts',
      (n.sms ?? 0) + (n['inbound-sms'] ?? 0),
      table(
        ['When', 'From', 'To', 'Text', 'Status', 'Our key'],
        texts
          .slice(0, shown)
          .map((text) => [time(text.createdAt), text.from, text.to, short(text.body), textObject(text, sid, now).status, text.key]),
      ),
    ],
    ['mail', 'Mailbox', n.mail ?? 0, mailTable(await list<Mail>('mail'))],
    [
      'calendar',
      'Calendar',
      n.booking ?? 0,
      table(
        ['Start', 'Event type', 'Attendee', 'Phone', 'Status', 'Booked by', 'Our key'],
        (await list<Booking>('booking')).map((b) => [
          ...[b.start.slice(0, 19).replace('T', ' '), b.eventTypeId, b.attendee.name, b.attendee.phoneNumber],
          ...[b.rescheduledToUid ? 'moved' : b.status, b.madeBy, b.metadata.booking_key],
        ]),
      ),
    ],
    ['invoices', 'Invoices', n.invoice ?? 0, await invoiceTable(world)],
    ['numbers', 'Magic numbers', magicNumbers.length, numbersTable()],
  ];
  const boxes = sections.map(([id, title, count]) => `<a href="#${id}"><b>${count}</b>${title}</a>`).join('');
  const bodies = sections
    .map(([id, title, , html]) => `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${html}</section>`)
    .join('');
  const { retellKey, calKey, stripeKey, twilioSid, sendgridKey } = world.settings.credentials;
  const keys = [
    ['Retell', retellKey],
    ['Cal.com', calKey],
    ['Stripe', stripeKey],
    ['Twilio', twilioSid],
    ['SendGrid', sendgridKey],
  ];
  const ends = keys.map(([vendor, key]) => [vendor, `…${key?.slice(-4)}`]);
  return page(
    'Vendor sandbox',
    `<h1>Vendor sandbox</h1><p>Five vendors played on this machine. Nobody is called, written to or charged.</p>
     <section aria-labelledby="play"><h2 id="play">Play a lead</h2><p>A lead whose number ends in 0199 is you: its phone rings here for 30 s. You may also write and ring for any other lead.</p>
     <iframe class="part" src="/play/ringing" title="Ringing phones"></iframe>
     <form action="/play"><label>Number <input name="phone" type="tel" value="+1 415 555 0199" required></label><button>Be this lead</button></form><p><a href="/play/invoices">Invoices to pay</a></p></section>
     <div class="counts">${boxes}</div>${bodies}<section aria-labelledby="keys"><h2 id="keys">Keys, by their last four signs</h2>${table(['Vendor', 'Key'], ends)}</section>`,
  );
}

async function invoiceTable(world: World): Promise<string> {
  const rows = (await world.state.list('invoice', { limit: shown })).map(({ body }) => body as Invoice);
  return linkedTable(
    ['Number', 'When', 'Customer', 'Amount', 'Status', 'Our key'],
    rows.map((invoice) => ({
      ...{ text: invoice.number ?? 'draft', href: invoice.number ? `/invoice/${invoice.id}` : null },
      rest: [
        time(invoice.created * 1000),
        invoice.customerName ?? invoice.customer,
        `$${(totalCents(invoice) / 100).toFixed(2)}`,
        invoice.status,
        invoice.key,
      ],
    })),
  );
}

/** Mails of everybody, those to the client's own people too, which no lead's page shows. */
const mailTable = (mails: Mail[]): string =>
  linkedTable(
    ['Subject', 'When', 'To', 'Text', 'Our key'],
    mails.map((mail) => ({
      ...{ text: mail.subject, href: `/play/mail/${encodeURIComponent(mail.id)}` },
      rest: [time(mail.sentAt), mail.bounces ? `${mail.to} (bounced)` : mail.to, short(mail.text), mail.key],
    })),
  );

const numbersTable = (): string =>
  `<p>The last four digits of a lead's number decide what they do; all other numbers draw from the mix. Example: +1 415 555 0121.</p>${table(
    ['Ends in', 'Name', 'What happens'],
    magicNumbers.map(({ suffix, name, says }) => [suffix, name, says]),
  )}`;
