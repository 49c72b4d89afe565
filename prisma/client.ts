import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from './generated/client.ts';

export { Prisma };
/** A transaction that sees one client's rows only. */
export type Tx = Prisma.TransactionClient;

/** A transaction of the relay: reads what waits for any client, and acts for one client between `actFor` and `rest`. */
export type RelayTx = { tx: Tx; actFor: (clientId: string) => Promise<void>; rest: () => Promise<void> };

/** The doors to Postgres. Every query of the product runs through one of them; none is without a role that row-level security binds. */
export type Db = {
  /** Runs `work` in one transaction as `callvia_app`, bound to one client. */
  withClient: <T>(clientId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Reads the memberships of a person before a client is chosen. */
  withUser: <T>(userId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Runs `work` in one transaction as `callvia_relay`. Throws when this process was given no relay URL. */
  asRelay: <T>(work: (relay: RelayTx) => Promise<T>) => Promise<T>;
  /** Throws unless the database answers and the role is bound by row-level security. */
  ping: () => Promise<void>;
  close: () => Promise<void>;
};

export type DbOptions = { appUrl: string; relayUrl?: string; connections?: number; applicationName?: string; statementTimeoutMs?: number };

const TRANSACTION = { maxWait: 10_000, timeout: 120_000 };

const connect = (connectionString: string, { connections = 10, applicationName = 'callvia', statementTimeoutMs = 15_000 }: DbOptions) =>
  new PrismaClient({
    adapter: new PrismaPg({
      connectionString,
      max: connections,
      application_name: applicationName,
      statement_timeout: statementTimeoutMs,
      connectionTimeoutMillis: 5_000,
      idleTimeoutMillis: 60_000,
    }),
    transactionOptions: TRANSACTION,
  });

const bindClient = (tx: Tx, clientId: string) => tx.$queryRaw`SELECT set_config('app.client_id', ${clientId}, true)`;

/** Opens the pools. Call `ping` before serving: it refuses a role that could see past row-level security. */
export function openDb(options: DbOptions): Db {
  const app = connect(options.appUrl, options);
  const relay = options.relayUrl ? connect(options.relayUrl, options) : undefined;
  return {
    withClient: (clientId, work) =>
      app.$transaction(async (tx) => {
        await bindClient(tx, clientId);
        return work(tx);
      }),
    withUser: (userId, work) =>
      app.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT set_config('app.user_id', ${userId}, true)`;
        return work(tx);
      }),
    asRelay: (work) => {
      if (!relay) throw new Error('This process has no DATABASE_RELAY_URL: only the worker acts as the relay.');
      return relay.$transaction((tx) =>
        work({
          tx,
          // the same as SET LOCAL ROLE, in one round trip with the client
          actFor: async (clientId) => {
            await tx.$queryRaw`SELECT set_config('app.client_id', ${clientId}, true), set_config('role', 'callvia_app', true)`;
          },
          rest: async () => {
            await tx.$queryRaw`SELECT set_config('role', 'none', true)`;
          },
        }),
      );
    },
    ping: async () => {
      const [role] = await app.$queryRaw<{ name: string; free: boolean }[]>`
        SELECT current_user AS name, (rolsuper OR rolbypassrls) AS free FROM pg_roles WHERE rolname = current_user`;
      if (!role || role.free)
        throw new Error(`DATABASE_APP_URL logs in as ${role?.name ?? 'nobody'}, who can see past row-level security: use callvia_app.`);
    },
    close: async () => {
      await Promise.all([app.$disconnect(), relay?.$disconnect()]);
    },
  };
}
