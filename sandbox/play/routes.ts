import { type Response, Router } from 'express';
import { formText, safely } from '../answer.ts';
import { reply } from '../behaviour/reactions.ts';
import { type CallRecord, isOver } from '../retell/call.ts';
import { ringUs } from '../retell/dialling.ts';
import { askCallback, askForTimes, pickUp, playedCall, say, TALKS, type Talk, takeTime, turnAway } from '../retell/played.ts';
import type { Mail } from '../sendgrid/mail.ts';
import type { Invoice } from '../stripe/objects.ts';
import type { Text } from '../twilio/messages.ts';
import type { World } from '../world.ts';
import { invoicesPage, mailPage, mailsPart, phonePart, playerPage, ringingPart, textsPart } from './pages.ts';

const SHOWN = 30;
const PHONE = /^\+[1-9]\d{6,14}$/;
/** A ringing or talking person has been called within this time. */
const RECENT_MS = 10 * 60_000;

/** Pages on which a person plays a lead, below `/play`: plain forms, no script. */
export function playPages(world: World): Router {
  const router = Router();
  const html = (res: Response, text: string) => void res.set('cache-control', 'no-store').type('html').send(text);
  const list = async <T>(kind: string, phone: string) =>
    (await world.state.list(kind, { phone, limit: SHOWN })).map(({ body }) => body as T);
  const back = (res: Response, phone: string, said?: string) =>
    res.redirect(303, `/play/${encodeURIComponent(phone)}${said ? `?said=${encodeURIComponent(said)}` : ''}`);
  const showMail = async (res: Response, id: string, phone?: string) => {
    const mail = await world.state.find<Mail>('mail', id);
    if (!mail) return void res.status(404).type('text').send('No such mail');
    html(res, mailPage(mail, phone));
  };
  const toPhone = (res: Response, phone: string) => res.redirect(303, `/play/${encodeURIComponent(phone)}/phone`);

  router.param('phone', (_req, res, next, phone: string) => {
    if (PHONE.test(phone)) next();
    else res.status(404).type('text').send('No such number');
  });

  router.get('/', (req, res) => {
    const digits = String(req.query.phone ?? '').replace(/[^\d]/g, '');
    back(res, `+${digits.length === 10 ? '1' : ''}${digits}`);
  });
  router.get(
    '/ringing',
    safely(async (_req, res) => {
      const now = Date.now();
      const calls = (await world.state.list('call', { limit: 200 }))
        .filter(({ at }) => at > now - RECENT_MS)
        .map(({ body }) => body as CallRecord);
      html(res, ringingPart(calls.filter((call) => call.played && !isOver(call, now))));
    }),
  );
  router.get(
    '/invoices',
    safely(async (_req, res) => {
      const invoices = (await world.state.list('invoice', { limit: 200 })).map(({ body }) => body as Invoice);
      html(res, invoicesPage(invoices.filter(({ status }) => status === 'open')));
    }),
  );
  router.get(
    '/mail/:id',
    safely((req, res) => showMail(res, String(req.params.id))),
  );
  router.get(
    '/:phone',
    safely(async (req, res) => {
      const phone = String(req.params.phone);
      html(res, playerPage(phone, await world.people.find(phone), typeof req.query.said === 'string' ? req.query.said : null));
    }),
  );
  router.get(
    '/:phone/phone',
    safely(async (req, res) => {
      const phone = String(req.params.phone);
      const [newest] = await list<CallRecord>('call', phone);
      html(res, phonePart(world, phone, { call: await playedCall(world, phone), newest: newest ?? null }, Date.now()));
    }),
  );
  router.get(
    '/:phone/texts',
    safely(async (req, res) => {
      const phone = String(req.params.phone);
      const texts = [...(await list<Text>('sms', phone)), ...(await list<Text>('inbound-sms', phone))];
      html(res, textsPart(texts.sort((a, b) => b.createdAt - a.createdAt)));
    }),
  );
  router.get(
    '/:phone/mails',
    safely(async (req, res) => {
      const phone = String(req.params.phone);
      html(res, mailsPart(phone, await list<Mail>('mail', phone)));
    }),
  );
  router.get(
    '/:phone/mail/:id',
    safely(async (req, res) => {
      await showMail(res, String(req.params.id), String(req.params.phone));
    }),
  );

  /** A press in the phone's frame, which then shows what came of it. */
  const press = (path: string, deed: (phone: string, form: URLSearchParams) => Promise<void>) =>
    router.post(
      `/:phone/${path}`,
      safely(async (req, res) => {
        const phone = String(req.params.phone);
        await deed(phone, new URLSearchParams(formText(req)));
        toPhone(res, phone);
      }),
    );
  press('answer', (phone) => pickUp(world, phone));
  press('turn-away', (phone, form) => turnAway(world, phone, form.get('how') === 'voicemail' ? 'voicemail' : 'declines'));
  press('times', (phone) => askForTimes(world, phone));
  press('take', (phone, form) => takeTime(world, phone, form.get('start') ?? ''));
  press('callback', (phone, form) => askCallback(world, phone, Math.min(20_160, Math.max(0, Number(form.get('minutes')) || 0))));
  press('say', async (phone, form) => {
    const what = form.get('what') ?? '';
    if (Object.hasOwn(TALKS, what)) await say(world, phone, what as Talk);
  });

  router.post(
    '/:phone/reply',
    safely(async (req, res) => {
      const phone = String(req.params.phone);
      const body = (new URLSearchParams(formText(req)).get('body') ?? '').trim().slice(0, 1600);
      if (!body) return back(res, phone, 'An empty text is not sent.');
      const isSent = await world.people.meet(phone, async (person) => ({
        change: reply(world, person, body, 0),
        result: person.ourNumber !== null,
      }));
      back(
        res,
        phone,
        isSent ? 'The text is sent.' : 'Not sent: nobody has called or texted this number yet, so there is no number to reply to.',
      );
    }),
  );
  router.post(
    '/:phone/ring',
    safely(async (req, res) => {
      const phone = String(req.params.phone);
      const seconds = Math.min(900, Math.max(1, Math.round(Number(new URLSearchParams(formText(req)).get('seconds')) || 46)));
      const to = (await world.people.find(phone))?.ourNumber;
      if (!to) return back(res, phone, 'Not rung: nobody has called this number yet, so there is no number to ring.');
      await ringUs(world, { from: phone, to, durationMs: seconds * 1000 });
      back(res, phone, `You rang Callvia and talked for ${seconds} seconds.`);
    }),
  );
  return router;
}
