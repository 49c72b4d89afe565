import type { LoaderFunctionArgs } from '@remix-run/node';
import { newestFact } from '#stores/views-session.ts';
import type { LiveNews } from '../../live-feed.ts';
import { memberOf } from '../member.server.ts';

const BEAT_MS = 20_000;
const isFactId = (value: string | null): value is string => value !== null && /^\d{1,18}$/.test(value);

/**
 * Facts of the open client as they happen, after the one in `Last-Event-ID` or `after`. A page only learns that something moved and reads it
 * afresh. To whom streams do not get through, `as=json` answers the same once: the newest fact, and whether there is any after `after`.
 */
export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!context.user) return new Response(null, { status: 401 });
  const { client } = await memberOf({ request, context });
  const params = new URL(request.url).searchParams;
  const after = [request.headers.get('last-event-id'), params.get('after')].find(isFactId) ?? null;
  if (params.get('as') === 'json') {
    const newest = await newestFact(context.db, client.id);
    const why = await context.live.standstillOf(client.id);
    return Response.json({ newest, isNew: after === null || newest !== after, why });
  }
  return new Response(streamOf({ request, context }, client.id, after), {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
  });
}

function streamOf({ request, context }: Pick<LoaderFunctionArgs, 'request' | 'context'>, clientId: string, after: string | null) {
  const encoder = new TextEncoder();
  let leave = () => {};
  return new ReadableStream<Uint8Array>({
    async start(controller) {
      let isOpen = true;
      const write = (text: string) => isOpen && controller.enqueue(encoder.encode(text));
      const tell = (news: LiveNews) => {
        if (news.kind === 'standstill') return write(`event: standstill\ndata: ${JSON.stringify(news.why)}\n\n`);
        const facts = news.events.map(({ type, aggregateType, aggregateId }) => ({ type, aggregateType, aggregateId }));
        const id = news.events.at(-1)?.id;
        return id && write(`id: ${id}\nevent: facts\ndata: ${JSON.stringify(facts.slice(-50))}\n\n`);
      };
      const heard = context.live.listen(clientId, tell);
      const beat = setInterval(() => write(': still here\n\n'), BEAT_MS);
      leave = () => {
        isOpen = false;
        clearInterval(beat);
        heard.leave();
      };
      request.signal.addEventListener('abort', () => {
        leave();
        try {
          controller.close();
        } catch (error) {
          if (!(error instanceof TypeError)) throw error; // already closed by its reader
        }
      });
      write('retry: 2000\n\nevent: ready\ndata: {}\n\n');
      tell({ kind: 'standstill', why: heard.why });
      if (after !== null) tell({ kind: 'facts', events: await context.live.missed(clientId, after) });
    },
    cancel: () => leave(),
  });
}
