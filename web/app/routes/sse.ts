import type { LoaderFunctionArgs } from '@remix-run/node';
import { memberOf } from '../member.server.ts';

const BEAT_MS = 20_000;

/** Facts of the open client as they happen. A page only learns that something moved and reads it afresh. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  if (!context.user) return new Response(null, { status: 401 });
  const { client } = await memberOf({ request, context });
  const encoder = new TextEncoder();
  let leave = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      write('retry: 2000\n\nevent: ready\ndata: {}\n\n');
      const unlisten = context.live.listen(client.id, (events) => {
        const last = events.at(-1);
        const facts = events.map(({ type, aggregateType, aggregateId }) => ({ type, aggregateType, aggregateId }));
        write(`id: ${last?.id}\nevent: facts\ndata: ${JSON.stringify(facts.slice(-50))}\n\n`);
      });
      const beat = setInterval(() => write(': still here\n\n'), BEAT_MS);
      leave = () => {
        clearInterval(beat);
        unlisten();
      };
      request.signal.addEventListener('abort', () => {
        leave();
        try {
          controller.close();
        } catch (error) {
          if (!(error instanceof TypeError)) throw error; // already closed by its reader
        }
      });
    },
    cancel: () => leave(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
  });
}
