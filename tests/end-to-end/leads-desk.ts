import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openDb } from '#prisma/client.ts';
import { type App, startApp } from '#tests/support/app.ts';
import { launchBrowser } from '#tests/support/browser.ts';

const NAMES = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Joan Clarke', 'Radia Perlman', 'Katherine Johnson'];

/** Somebody signed in at a browser before the list of leads; `complaints` holds what went wrong in the browser. */
export type Desk = AsyncDisposable & {
  app: App;
  browser: Browser;
  context: BrowserContext;
  page: Page;
  campaignId: string;
  complaints: string[];
};

/** Opens it on an app of its own, whose demo client has thirty leads. Answers that refuse a form are no complaint. */
export async function openDesk(): Promise<Desk> {
  const [app, browser] = await Promise.all([startApp({ without: ['worker', 'sandbox'] }), launchBrowser()]);
  const campaignId = await addLeads(app, { count: 30, known: 6, firstPhone: 3000, vip: 1 });
  const context = await browser.newContext({ baseURL: app.urls.web, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on(
    'console',
    (message) => message.type() === 'error' && !/manifest patches|status of 422/.test(message.text()) && complaints.push(message.text()),
  );
  await page.goto('/login?next=%2Fleads');
  await page.getByRole('button', { name: 'Use the demo account' }).click();
  await page.getByRole('heading', { level: 1, name: 'Leads' }).waitFor();
  const close = async () => {
    await browser.close();
    await app.dispose();
  };
  return { app, browser, context, page, campaignId, complaints, [Symbol.asyncDispose]: close };
}

/** So many leads in the demo client's campaign: the first `known` with names people know, the others numbered; phones go up from +1 415 555 and `firstPhone`; the `vip`th is tagged so. */
export async function addLeads(
  app: App,
  { count, known, firstPhone, vip }: { count: number; known: number; firstPhone: number; vip?: number },
): Promise<string> {
  const db = openDb({ appUrl: app.environment.DATABASE_APP_URL ?? '', relayUrl: app.environment.DATABASE_RELAY_URL ?? '' });
  const [campaign] = await db.asRelay(
    ({ tx }) =>
      tx.$queryRaw<
        { clientId: string; id: string; mode: string }[]
      >`SELECT client_id AS "clientId", id, mode FROM campaign ORDER BY created_at LIMIT 1`,
  );
  if (!campaign) throw new Error('The demo has no campaign.');
  const { clientId, mode, id: campaignId } = campaign;
  const data = Array.from({ length: count }, (_, n) => {
    const [firstName, lastName] = ((n < known && NAMES[n]) || `Lead Number${String(n).padStart(2, '0')}`).split(' ') as [string, string];
    const own = { clientId, campaignId, mode, firstName, lastName, phone: `+1415555${firstPhone + n}`, email: `lead${n}@example.com` };
    return { ...own, tags: n === vip ? ['vip'] : [], attempts: n % 3 };
  });
  await db.withClient(clientId, (tx) => tx.lead.createMany({ data }));
  await db.close();
  return campaignId;
}

/** The same person in a browser that runs no script. */
export async function scriptless({ app, browser, context }: Desk, work: (still: Page) => Promise<void>): Promise<void> {
  const plain = await browser.newContext({ baseURL: app.urls.web, javaScriptEnabled: false });
  await plain.addCookies(await context.cookies());
  await work(await plain.newPage());
  await plain.close();
}
