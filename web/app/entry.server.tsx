import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ActionFunctionArgs, AppLoadContext, EntryContext, LoaderFunctionArgs } from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import type { ReactElement } from 'react';
import { renderToPipeableStream } from 'react-dom/server';
import { NonceContext } from './components/nonce.ts';

export const streamTimeout = 5_000;

/** Sends the page in one piece: no loader keeps a page open, and a stream of small pieces costs a write and a flush of the compression for each. */
export default async function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const page = await written(
    <NonceContext.Provider value={loadContext.nonce}>
      <RemixServer context={context} url={request.url} nonce={loadContext.nonce} />
    </NonceContext.Provider>,
    loadContext,
  );
  headers.set('content-type', 'text/html; charset=utf-8');
  return new Response(new Uint8Array(page), { headers, status });
}

/** The bytes of a whole page; fails when any part of it could not be made. */
function written(page: ReactElement, { nonce, log }: AppLoadContext): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const stream = renderToPipeableStream(page, {
      nonce,
      progressiveChunkSize: Number.POSITIVE_INFINITY,
      onAllReady: () => {
        clearTimeout(late);
        resolve(buffer(stream.pipe(new PassThrough())));
      },
      onShellError: reject,
      onError: (error) => log.error({ err: error }, 'a page failed while it was being written'),
    });
    const late = setTimeout(() => stream.abort(), streamTimeout + 1_000);
  });
}

/** A loader or action threw something that was not an answer. */
export function handleError(error: unknown, { request, context }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted) return;
  context.log.error({ err: error, path: new URL(request.url).pathname, requestId: context.requestId }, 'a page could not be made');
}
