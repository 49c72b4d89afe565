import { z } from 'zod';
import { magicWill } from './numbers.ts';

/** The demo's client: logs in like a person and confirms shows that only the client can know of. */
export type ClientLogin = { email: string; password: string };

const LOOK_EVERY_MS = 2_000;
/** Leads that come and say nothing: the client is the only proof. */
const SILENT_GUESTS = new Set(['books-client', 'third-time']);

const session = z.object({ accessToken: z.string() });
const page = z.object({ data: z.array(z.object({ id: z.string(), mode: z.string(), attendeePhone: z.string().nullable() })) });

/**
 * Plays the client of rehearsals through the public API: appointments that began with a guest who came but says nothing are marked as shown.
 * Returns the function that ends it. An api that is away or a refused log-in is tried again.
 */
export function playClient(apiUrl: string, login: ClientLogin): () => void {
  let token: string | null = null;
  let isStopped = false;

  const ask = async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`${apiUrl}/api/v1${path}`, {
      method,
      headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(10_000),
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.status === 401) token = null;
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer.json();
  };

  const look = async (): Promise<void> => {
    token ??= session.parse(await ask('POST', '/auth/login', login)).accessToken;
    const { data } = page.parse(await ask('GET', '/appointments?mode=rehearsal&verification=due&pageSize=100&sort=startAt'));
    for (const { id, attendeePhone } of data) {
      if (attendeePhone && SILENT_GUESTS.has(magicWill(attendeePhone) ?? ''))
        await ask('POST', `/appointments/${id}/verify`, { attended: true });
    }
  };

  const round = async (): Promise<void> => {
    try {
      await look();
    } catch (error) {
      if (!isStopped)
        process.stderr.write(`the client of the demo could not look: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    if (!isStopped) setTimeout(() => void round(), LOOK_EVERY_MS).unref();
  };
  void round();
  return () => {
    isStopped = true;
  };
}
