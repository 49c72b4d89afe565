import { createHash } from 'node:crypto';
import type { DBAdapter, DBTransactionAdapter, Where } from 'better-auth/adapters';

/** What the database keeps of a session token: its SHA-256 in hex. The token itself stays with the browser. */
export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('hex');

const isToken = (model: string, where: Where) => model === 'session' && where.field === 'token';
const hashed = (value: Where['value']): Where['value'] => {
  if (Array.isArray(value)) return value.map((each) => hashOfToken(String(each)));
  return hashOfToken(String(value));
};
type About = { model: string; where?: Where[] | undefined };
const asked = <T extends About>(question: T): T =>
  question.where
    ? { ...question, where: question.where.map((one) => (isToken(question.model, one) ? { ...one, value: hashed(one.value) } : one)) }
    : question;

/** The rows name the hash; whoever asked by one token gets a row that names that token again. */
const answered = <T>({ model, where }: About, row: T): T => {
  const token = where?.find((one) => isToken(model, one))?.value;
  return row && typeof token === 'string' ? { ...row, token } : row;
};

/** Wraps better-auth's adapter so that no session token ever reaches the database; everything else passes through. */
export function withHashedSessionTokens(adapter: DBAdapter): DBAdapter {
  return { ...wrapped(adapter), transaction: (work) => adapter.transaction((tx) => work(wrapped(tx))) };
}

function wrapped<A extends DBTransactionAdapter>(adapter: A): A {
  const own: Omit<DBTransactionAdapter, 'id' | 'createSchema' | 'options'> = {
    create: async (question) => {
      const token: unknown = question.model === 'session' ? question.data['token'] : undefined;
      if (typeof token !== 'string') return adapter.create(question);
      const row = await adapter.create({ ...question, data: { ...question.data, token: hashOfToken(token) } });
      return { ...row, token } as never; // the caller's row type is that of the data it gave
    },
    findOne: async (question) => answered(question, await adapter.findOne(asked(question))),
    findMany: (question) => adapter.findMany(asked(question)),
    count: (question) => adapter.count(asked(question)),
    update: async (question) => answered(question, await adapter.update(asked(question))),
    updateMany: (question) => adapter.updateMany(asked(question)),
    delete: (question) => adapter.delete(asked(question)),
    deleteMany: (question) => adapter.deleteMany(asked(question)),
    consumeOne: async (question) => answered(question, await adapter.consumeOne(asked(question))),
    incrementOne: async (question) => answered(question, await adapter.incrementOne(asked(question))),
  };
  return { ...adapter, ...own };
}
