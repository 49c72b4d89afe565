import { Prisma } from '../client.ts';

/**
 * Whether what waits in a queue is due by now. Instants are kept in whole milliseconds, half of them rounded up: what was written just now would
 * otherwise not be due yet.
 */
export const IS_DUE = Prisma.raw(`next_try_at <= now() + interval '1 millisecond'`);
