import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSandbox } from '#sandbox/app.ts';
import { readSettings } from '#sandbox/settings.ts';
import { generateSecrets } from '#scripts/lib/secrets.mjs';
import { createEmptyDatabase } from '#tests/support/database.ts';
import { createVendors, type Vendors, vendorCredentials } from '../account.ts';

/** A webhook as it came in. */
export type Delivery = { path: string; rawBody: Buffer; headers: http.IncomingHttpHeaders };

/** A sandbox of its own with the adapters that reach it, and a place where its webhooks arrive. */
export type SandboxAccount = AsyncDisposable & {
  vendors: Vendors & Required<Pick<Vendors, 'voice' | 'calendar' | 'payments' | 'sms' | 'email'>>;
  sandboxUrl: string;
  receiverUrl: string;
  deliveries: Delivery[];
  /** Waits until a delivery fits; rejects after five seconds. */
  delivery(fits: (delivery: Delivery) => boolean): Promise<Delivery>;
  /** Posts to the sandbox's own switches below `/_sandbox`. */
  tell(path: string, body: object): Promise<unknown>;
  effects(): Promise<{ totals: Record<string, number>; duplicates: unknown[] }>;
};

/** Starts the sandbox on a database of its own; `timeoutMs` is that of the adapters. */
export async function startSandboxAccount(timeoutMs: number): Promise<SandboxAccount> {
  const closing: Closing = [];
  const database = await createEmptyDatabase();
  closing.push(() => database[Symbol.asyncDispose]());
  const deliveries: Delivery[] = [];
  const receiver = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      deliveries.push({ path: request.url ?? '', rawBody: Buffer.concat(chunks), headers: request.headers });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const receiverUrl = await listen(receiver, closing);
  const { databasePasswords: _unused, APP_SECRET: _secret, ...secrets } = generateSecrets();
  const settings = readSettings({ ...process.env, ...secrets, SANDBOX_DATABASE_URL: database.url, API_URL: receiverUrl });
  const sandbox = await createSandbox(settings);
  const sandboxUrl = await listen(http.createServer(sandbox.app), closing);
  closing.push(() => sandbox.stop());
  await sandbox.start();

  const credentials = vendorCredentials('sandbox', { ...secrets, SANDBOX_URL: sandboxUrl });
  const vendors = createVendors(credentials, { timeoutMs });
  return {
    vendors: vendors as SandboxAccount['vendors'],
    sandboxUrl,
    receiverUrl,
    deliveries,
    async delivery(fits) {
      for (const deadline = Date.now() + 5_000; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 20))) {
        const found = deliveries.find(fits);
        if (found) return found;
      }
      throw new Error(
        `it did not come; there were ${deliveries.map(({ path, rawBody }) => `${path} ${String(rawBody).slice(0, 80)}`).join('; ')}`,
      );
    },
    tell: async (path, body) => (await fetch(`${sandboxUrl}/_sandbox${path}`, { method: 'POST', body: JSON.stringify(body) })).json(),
    effects: async () =>
      (await fetch(`${sandboxUrl}/_sandbox/effects`)).json() as Promise<{ totals: Record<string, number>; duplicates: unknown[] }>,
    async [Symbol.asyncDispose]() {
      for (const close of closing.reverse()) await close();
    },
  };
}

type Closing = (() => PromiseLike<void>)[];

async function listen(server: http.Server, closing: Closing): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => void server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
