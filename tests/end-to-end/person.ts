import type { App } from '#tests/support/app.ts';

export type Answer<T> = { status: number; body: T };
export type Refusal = { error: { code: string; message: string; details?: unknown; requestId: string } };

/** Somebody who is signed in and uses the API, as a program of theirs would. */
export type Person = {
  /** The answer with its status, whatever that is. */
  ask: <T = unknown>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<Answer<T>>;
  /** What is there; rejects with the answer's own words where it is not 2xx. */
  get: <T>(path: string) => Promise<T>;
  post: <T = unknown>(path: string, body?: unknown) => Promise<T>;
  /** Sends a file as a form does, read while it is sent. */
  upload: <T = unknown>(path: string, fields: Record<string, string>, file: { name: string; content: Blob }) => Promise<Answer<T>>;
};

const PATIENCE_MS = 30_000;

/** Signs in with the demo's log-in. */
export async function signIn({ urls, demo }: App): Promise<Person> {
  const base = `${urls.api}/api/v1`;
  const { accessToken } = await read<{ accessToken: string }>(
    await fetch(`${base}/auth/login`, { method: 'POST', ...json({ email: demo?.email, password: demo?.password }) }),
  ).then(demand('POST /auth/login'));
  const authorization = `Bearer ${accessToken}`;
  const ask: Person['ask'] = async (method, path, body) => {
    const { headers, ...rest } = json(body);
    const signal = AbortSignal.timeout(PATIENCE_MS);
    return read(await fetch(`${base}${path}`, { method, headers: { ...headers, authorization }, signal, ...rest }));
  };
  return {
    ask,
    get: async (path) => demand(`GET ${path}`)(await ask('GET', path)) as never,
    post: async (path, body) => demand(`POST ${path}`)(await ask('POST', path, body)) as never,
    upload: async (path, fields, { name, content }) => {
      const form = new FormData();
      for (const [field, value] of Object.entries(fields)) form.set(field, value);
      form.set('file', content, name);
      return read(await fetch(`${base}${path}`, { method: 'POST', headers: { authorization }, body: form }));
    },
  };
}

function json(body: unknown): { headers: Record<string, string>; body?: string } {
  return body === undefined ? { headers: {} } : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function read<T>(response: Response): Promise<Answer<T>> {
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T };
}

const demand =
  (what: string) =>
  <T>({ status, body }: Answer<T>): T => {
    if (status < 200 || status > 299) throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
