import { type Request, Router } from 'express';
import { type Answer, createDesk, type FailureShape, formText, isSame, Refusal } from '../answer.ts';
import { paceOf } from '../behaviour/clock.ts';
import { react } from '../behaviour/reactions.ts';
import { wills } from '../behaviour/will.ts';
import type { World } from '../world.ts';
import { outgoingText, statusHooks, type Text, textObject, textThing } from './messages.ts';

const refuse = (status: number, code: number, message: string): Answer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
const no = (code: number, message: string) => new Refusal(refuse(400, code, message));

const shape: FailureShape = (status, what) => {
  if (status === 404) return refuse(404, 20404, what);
  return status === 429 ? refuse(429, 20429, 'Too Many Requests') : refuse(500, 20500, 'Internal Server Error');
};

const known = new Set([
  'To',
  'From',
  'Body',
  'MessagingServiceSid',
  'StatusCallback',
  'MediaUrl',
  'ValidityPeriod',
  'ProvideFeedback',
  'SmartEncoded',
  'MaxPrice',
  'Attempt',
]);
const e164 = /^\+[1-9]\d{6,14}$/;

/** Twilio's twin, below `/twilio`: `api` for messages, `lookups` for numbers; `messaging` has nothing Callvia uses. */
export function twilioRoutes(world: World): Router {
  const desk = createDesk('twilio', shape, { faults: world.faults, limits: () => world.knobs.limits });
  const { twilioSid, twilioToken } = world.settings.credentials;
  const router = Router();

  router.use((req, res, next) => {
    const [sid = '', token = ''] = Buffer.from(req.get('authorization')?.replace(/^Basic /, '') ?? '', 'base64')
      .toString('utf8')
      .split(':');
    if (isSame(sid, twilioSid) && isSame(token, twilioToken)) return next();
    res.status(401).json(refuse(401, 20003, 'Authenticate').body);
  });

  const messages = `/api/2010-04-01/Accounts/${twilioSid}/Messages`;
  router.post(
    `${messages}.json`,
    desk('create-message', async (req) => {
      const text = await send(world, new URLSearchParams(formText(req)));
      return { status: 201, body: textObject(text, twilioSid, text.createdAt) };
    }),
  );
  const find = async (req: Request): Promise<Text> => {
    const sid = String(req.params.sid);
    const text = (await world.state.find<Text>('sms', sid)) ?? (await world.state.find<Text>('inbound-sms', sid));
    if (!text) throw new Refusal(refuse(404, 20404, `The requested resource ${req.path.replace(/^\/api/, '')} was not found`));
    return text;
  };
  router.get(
    `${messages}/:sid.json`,
    desk('fetch-message', async (req) => ({ status: 200, body: textObject(await find(req), twilioSid, Date.now()) })),
  );
  router.get(
    `${messages}.json`,
    desk('list-messages', async (req) => ({
      status: 200,
      body: await list(world, new URL(req.originalUrl, 'http://sandbox').searchParams),
    })),
  );
  router.get(
    '/lookups/v2/PhoneNumbers/:phone',
    desk('lookup', async (req) => {
      const phone = String(req.params.phone);
      const type = wills[(await world.people.find(phone))?.will ?? 'no-answer'].textsFail ? 'landline' : 'mobile';
      const intelligence = {
        type,
        carrier_name: 'Sandbox Mobile',
        mobile_country_code: '310',
        mobile_network_code: '999',
        error_code: null,
      };
      return {
        status: 200,
        body: { phone_number: phone, country_code: 'US', valid: e164.test(phone), line_type_intelligence: intelligence },
      };
    }),
  );
  router.use((req, res) => {
    res.status(404).json(refuse(404, 20404, `The requested resource ${req.path} was not found`).body);
  });
  return router;
}

/** Takes a text, delivers it and lets its reader react. */
function send(world: World, form: URLSearchParams): Promise<Text> {
  for (const name of form.keys()) if (!known.has(name)) throw no(20001, `Unknown parameter '${name}'`);
  const field = (name: string) => form.get(name) || null;
  const [to, from, body, messagingServiceSid, callback] = ['To', 'From', 'Body', 'MessagingServiceSid', 'StatusCallback'].map(field);
  if (!to) throw no(21604, "A 'To' phone number is required.");
  if (!from && !messagingServiceSid) throw no(21603, "A 'From' phone number is required.");
  if (!body && !form.has('MediaUrl')) throw no(21602, 'Message body is required.');
  if (!e164.test(to)) throw no(21211, `Invalid 'To' Phone Number: ${to}`);
  if (from && !e164.test(from)) throw no(21212, `Invalid 'From' Phone Number: ${from}`);
  if ((body ?? '').length > 1600) throw no(21617, 'The concatenated message body exceeds the 1600 character limit.');
  if (callback && !URL.canParse(callback)) throw no(21609, `Invalid 'StatusCallback': ${callback}`);
  const key = callback ? new URL(callback).searchParams.get('k') : null;
  return world.people.meet(to, async (person) => {
    if (person.will === 'invalid') throw no(21211, `Invalid 'To' Phone Number: ${to}`);
    if (person.hasStopped) throw no(21610, 'Attempt to send to unsubscribed recipient');
    const isUndeliverable = wills[person.will].textsFail === true;
    const stepMs = paceOf(person) === 'instant' ? 10 : 120;
    const text = outgoingText(
      { to, from: from ?? '+15005550006', body: body ?? '', key, messagingServiceSid: messagingServiceSid ?? null },
      stepMs,
      isUndeliverable ? 30006 : null,
    );
    person.ourNumber = text.from;
    const reaction = isUndeliverable ? {} : react(world, person, 'sms', text.body);
    const change = {
      things: [textThing(text), ...(reaction.things ?? [])],
      tasks: [...statusHooks(world, text, callback ?? undefined), ...(reaction.tasks ?? [])],
    };
    return { change, result: text };
  });
}

const scanned = 5_000;

async function list(world: World, query: URLSearchParams): Promise<object> {
  const limits = {
    to: query.get('To'),
    from: query.get('From'),
    after: query.get('DateSent>'),
    before: query.get('DateSent<'),
    on: query.get('DateSent'),
  };
  for (const name of query.keys()) {
    if (!['To', 'From', 'DateSent', 'DateSent>', 'DateSent<', 'PageSize', 'Page', 'PageToken'].includes(name))
      throw no(20001, `Unknown parameter '${name}'`);
  }
  const size = Math.min(1000, Number(query.get('PageSize') ?? 50) || 50);
  const page = Number(query.get('Page') ?? 0) || 0;
  const now = Date.now();
  const rows = [
    ...(await world.state.list('sms', { limit: scanned, ...(limits.to && { phone: limits.to }) })),
    ...(limits.to ? [] : await world.state.list('inbound-sms', { limit: scanned, ...(limits.from && { phone: limits.from }) })),
  ];
  const inSeconds = (ms: number) => Math.floor(ms / 1000) * 1000; // the vendor's dates have no fractions
  const fits = (text: Text) =>
    (!limits.to || text.to === limits.to) &&
    (!limits.from || text.from === limits.from) &&
    (!limits.after || inSeconds(text.sentAt) >= Date.parse(limits.after)) &&
    (!limits.before || inSeconds(text.sentAt) <= Date.parse(limits.before)) &&
    (!limits.on || new Date(text.sentAt).toISOString().startsWith(limits.on.slice(0, 10)));
  const all = rows
    .map(({ body }) => body as Text)
    .filter(fits)
    .sort((a, b) => b.createdAt - a.createdAt);
  const shown = all.slice(page * size, (page + 1) * size);
  const path = `/2010-04-01/Accounts/${world.settings.credentials.twilioSid}/Messages.json`;
  const uriOf = (n: number) => {
    const next = new URLSearchParams(query);
    next.set('PageSize', String(size));
    next.set('Page', String(n));
    return `${path}?${next}`;
  };
  return {
    messages: shown.map((text) => textObject(text, world.settings.credentials.twilioSid, now)),
    ...{ first_page_uri: uriOf(0), uri: uriOf(page), previous_page_uri: page > 0 ? uriOf(page - 1) : null },
    ...{
      next_page_uri: (page + 1) * size < all.length ? uriOf(page + 1) : null,
      page,
      page_size: size,
      start: page * size,
      end: page * size + shown.length - 1,
    },
  };
}
