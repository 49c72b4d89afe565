import type { Client } from '@temporalio/client';
import type { Db } from '#prisma/client.ts';
import { type Log, pump } from './pump.ts';
import { createInboxStep, type InboxHandlers } from './relay-inbox.ts';
import { createOutboxStep } from './relay-outbox.ts';
import { createReceiptStep } from './relay-receipts.ts';

export type { InboxHandler, InboxHandlers } from './relay-inbox.ts';

export type RelayOptions = {
  db: Db;
  client: Client;
  handlers: InboxHandlers;
  signal: AbortSignal;
  log: Log;
  /** Events taken in side by side; each holds a database connection. */
  inboxConcurrency?: number;
};

const IDLE_MS = 50;
const RECEIPTS_IDLE_MS = 500;

/** Runs the loops, inbox → facts and outbox → workflows, until `signal` aborts. Never rejects; many relays may run on one database. */
export async function runRelay({ db, client, handlers, signal, log, inboxConcurrency = 10 }: RelayOptions): Promise<void> {
  const shared = { idleMs: IDLE_MS, signal, log };
  await Promise.all([
    pump({ name: 'inbox', step: createInboxStep({ db, handlers, log }), concurrency: inboxConcurrency, ...shared }),
    pump({ name: 'receipts', step: createReceiptStep({ db, log }), concurrency: 1, ...shared, idleMs: RECEIPTS_IDLE_MS }),
    pump({ name: 'outbox', step: createOutboxStep({ db, client, log }), concurrency: 2, ...shared }),
  ]);
}
