import { setTimeout as wait } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { openDb, type Tx } from '#prisma/client.ts';
import { issueLink, type LinkPurpose, useLink as spendLink } from '#stores/link-tokens.ts';

export type Run = {
  urls: { app: string; api: string; sandbox: string };
  login: { email: string; password: string };
  databaseUrls: { DATABASE_APP_URL: string };
};
type Lead = { id: string; firstName: string; phone: string };
type Call = <T>(method: 'GET' | 'POST', path: string, body?: object) => Promise<T>;

/** What the pictures are taken of: the demo's own campaign, and one of this minute with people who are played. */
export type Scene = {
  token: string;
  /** The demo's campaign, run to its end. */
  demoId: string;
  campaignId: string;
  draftId: string;
  /** Ids of leads by what has become of them. */
  leads: Record<'fresh' | 'planned' | 'shown' | 'gone' | 'played', string>;
  playedPhone: string;
  /** Ids of the first row of a list. */
  first: (list: 'appointments' | 'calls' | 'billing/invoices', filter?: string) => Promise<string>;
  /** The day, in the client's zone, of the appointment that the planned lead waits for. */
  bookedDay: () => Promise<string>;
  /** A signed page of a lead. */
  link: (purpose: LinkPurpose, lead?: keyof Scene['leads']) => Promise<string>;
  expiredLink: () => Promise<string>;
  /** What a digest links to, about an appointment of its own. */
  verifyLink: (state: 'waits' | 'used' | 'answered' | 'shown' | 'expired') => Promise<string>;
  close: () => Promise<void>;
};

const PATHS: Record<LinkPurpose, string> = {
  booking: 'b',
  reschedule: 'move',
  confirm: 'confirm',
  unsubscribe: 'unsubscribe',
  verify: 'verify',
};
const PEOPLE = [
  ['Grace', 'Hopper', '0121', 'shown'],
  ['Alan', 'Turing', '0123', 'gone'],
  ['Mary', 'Somerville', '0121', 'planned'],
  ['Emmy', 'Noether', '0121', 'fresh'],
  ['Sam', 'Rivera', '0199', 'played'],
] as const;

/** Makes what the pictures need, through the API, and lets two lives pass. */
export async function setScene(run: Run, browser: Browser): Promise<Scene> {
  const { accessToken, client, user } = await login(run);
  const call = caller(run, accessToken);
  const draft = { mode: 'rehearsal', cadencePreset: 'true', pace: 'instant' };
  const { data: campaigns } = await call<{ data: { id: string; name: string }[] }>('GET', '/campaigns?pageSize=100');
  const demo = campaigns.find(({ name }) => name.startsWith('Spring roof')) ?? campaigns[0];
  if (!demo) throw new Error('There is no demo campaign: start without --no-demo.');
  const named = (name: string) => {
    const times = campaigns.filter((each) => each.name.startsWith(name)).length;
    return times === 0 ? name : `${name} ${times + 1}`;
  };
  const { id: campaignId } = await call<{ id: string }>('POST', '/campaigns', { ...draft, name: named('Autumn gutters') });
  const { id: draftId } = await call<{ id: string }>('POST', '/campaigns', { ...draft, name: named('Winter heating check') });
  const exchange = String(200 + Math.floor(Math.random() * 700));
  const leads = PEOPLE.map(([first_name, last_name, number], n) => ({
    ...{ first_name, last_name, phone: `+1${[212, 303, 415, 206, 617][n]}${exchange}${number}`, timezone: 'America/Denver' },
    email: `${first_name}.${last_name}@example.com`.toLowerCase(),
  }));
  await call('POST', '/leads/import', { campaignId, leads });
  const data = await allLeads(call, campaignId);
  const of = (name: string) => data.find(({ firstName }) => firstName === name) as Lead;
  const ids = Object.fromEntries(PEOPLE.map(([name, , , what]) => [what, of(name).id])) as Scene['leads'];
  await call('POST', `/campaigns/${campaignId}/activate`);
  const forward = (id: string, to: 'next' | 'end') => call('POST', `/rehearsals/leads/${id}/fast-forward`, { to });
  await Promise.all([toTheEnd(call, forward, ids.shown), toTheEnd(call, forward, ids.gone), forward(ids.planned, 'next')]);
  const db = openDb({ appUrl: run.databaseUrls.DATABASE_APP_URL, applicationName: 'callvia-screenshots', connections: 2 });
  const linkOf = async (purpose: LinkPurpose, leadId: string, daysValid: number) => {
    const token = await db.withClient(client.id, (tx) => issueLink(tx, { clientId: client.id, leadId, purpose, daysValid }));
    return `/${PATHS[purpose]}/${token}`;
  };
  return {
    ...{ token: await cookieOf(run, browser), demoId: demo.id, campaignId, draftId, leads: ids, playedPhone: of('Sam').phone },
    first: async (list, filter = '') => (await call<{ data: { id: string }[] }>('GET', `/${list}?${filter}`)).data[0]?.id ?? 'none',
    bookedDay: async () => {
      const { data } = await call<{ data: { startAt: string }[] }>('GET', `/appointments?leadId=${ids.planned}`);
      return new Intl.DateTimeFormat('sv-SE', { timeZone: client.timezone, dateStyle: 'short' }).format(
        new Date(data[0]?.startAt ?? Date.now()),
      );
    },
    link: (purpose, lead = 'planned') => linkOf(purpose, ids[lead], 30),
    verifyLink: (state) =>
      db.withClient(client.id, (tx) => digestLink(tx, { clientId: client.id, leadId: ids.fresh, campaignId, userId: user.id }, state)),
    expiredLink: () => linkOf('booking', ids.planned, -1),
    close: () => db.close(),
  };
}

const HOUR = 3_600_000;

/** An appointment that began an hour ago, and a link about it as a digest has it. */
async function digestLink(
  tx: Tx,
  { userId, ...whose }: { clientId: string; leadId: string; campaignId: string; userId: string },
  state: Parameters<Scene['verifyLink']>[0],
): Promise<string> {
  const ahead = (hours: number) => new Date((Math.floor(Date.now() / HOUR) + hours) * HOUR); // on the hour, as people meet
  const times = { bookedAt: ahead(-24), startAt: ahead(-1), endAt: ahead(-0.5), verifyDueAt: ahead(47) };
  const status = state === 'shown' ? 'shown' : 'awaiting';
  const given = { ...whose, ...times, mode: 'rehearsal', timezone: 'America/New_York', status };
  const { id: appointmentId } = await tx.appointment.create({
    data: { ...given, ...(state === 'answered' && { clientConfirmed: false }) },
  });
  const { clientId, leadId } = whose;
  const daysValid = state === 'expired' ? -1 : 30;
  const token = await issueLink(tx, { clientId, leadId, appointmentId, userId, purpose: 'verify', daysValid });
  if (state === 'used') await spendLink(tx, token);
  return `/${PATHS.verify}/${token}`;
}

/** The leads of the campaign once its import is through. */
async function allLeads(call: Call, campaignId: string): Promise<Lead[]> {
  for (let look = 0; look < 120; look++) {
    const { data } = await call<{ data: Lead[] }>('GET', `/leads?campaignId=${campaignId}`);
    if (data.length === PEOPLE.length) return data;
    await wait(500);
  }
  throw new Error('The import of five leads does not end.');
}

/** A lead's life, a stretch at a time: each answer comes after as many steps as one request may take. */
async function toTheEnd(call: Call, forward: (id: string, to: 'next' | 'end') => Promise<unknown>, id: string): Promise<void> {
  for (let stretch = 0; stretch < 20; stretch++) {
    await forward(id, 'end');
    const { phase } = await call<{ phase: string }>('GET', `/leads/${id}`);
    if (phase === 'end') return;
    await wait(500);
  }
  throw new Error(`Lead ${id} does not come to its end.`);
}

async function login({ urls, login: who }: Run) {
  const response = await fetch(`${urls.api}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  });
  if (!response.ok) throw new Error(`The demo log-in was refused: ${response.status}.`);
  return (await response.json()) as { accessToken: string; client: { id: string; timezone: string }; user: { id: string } };
}

function caller({ urls }: Run, token: string): Call {
  return async (method, path, body) => {
    const response = await fetch(`${urls.api}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
}

/** The session's cookie, as the log-in page gives it. */
async function cookieOf({ urls, login: who }: Run, browser: Browser): Promise<string> {
  const context = await browser.newContext({ baseURL: urls.app });
  const page = await context.newPage();
  await page.goto('/login');
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname === '/');
  const state = JSON.stringify(await context.storageState());
  await context.close();
  return state;
}
