import { hash, verify } from '@node-rs/argon2';

const ARGON2ID = 2; // the package's own name for it is a const enum, which modules compiled one by one cannot read
/** About 9 ms and 19 MB each. */
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const AT_ONCE = 4;

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

let running = 0;
const waiting: (() => void)[] = [];

/** Memory-hard work is kept to a few at a time, so that a burst of sign-ins cannot take the process's memory. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** argon2id in its encoded form, salt included. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, COST));

/** Whether the password belongs to the hash; a malformed hash belongs to none. Compared exactly as typed. */
export const passwordMatches = (passwordHash: string, password: string): Promise<boolean> =>
  inTurn(() => verify(passwordHash, password).catch((error: unknown) => (error instanceof Error ? false : Promise.reject(error))));
