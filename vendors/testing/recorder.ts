import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as it came over the wire. */
export type Recorded = { method: string; path: string; headers: http.IncomingHttpHeaders; body: string };

/** What the server does with a request: an answer, or one of the ways a network fails. */
export type Reaction =
  | { status: number; json?: unknown; text?: string; headers?: Record<string, string> }
  | 'hang'
  | 'reset'
  | 'stall after headers'
  | 'trickle'
  | 'cut body';

export type Recorder = AsyncDisposable & {
  url: string;
  requests: Recorded[];
  /** How many connections were opened so far. */
  connections(): number;
  /** Reactions in order; the last one stays. */
  react(...reactions: Reaction[]): void;
};

/** A small server on loopback that keeps what it is sent and answers as told, so that the real SDKs can be watched. */
export async function startRecorder(...reactions: Reaction[]): Promise<Recorder> {
  const requests: Recorded[] = [];
  const sockets = new Set<Socket>();
  let planned = reactions;
  let opened = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const reaction = planned.length > 1 ? planned.shift() : planned[0];
      answer(response, reaction ?? { status: 500 });
    });
  });
  server.on('connection', (socket) => {
    opened++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => opened,
    react: (...next) => {
      planned = next;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: http.ServerResponse, reaction: Reaction): void {
  const type = { 'content-type': 'application/json' };
  if (reaction === 'hang') return;
  if (reaction === 'reset') return void response.socket?.resetAndDestroy();
  if (reaction === 'stall after headers') return void response.writeHead(200, { ...type, 'content-length': '50' }).write('{"call_id":');
  if (reaction === 'cut body') {
    response.writeHead(200, { ...type, 'content-length': '50' }).write('{"call_id":');
    return void setTimeout(() => response.socket?.destroy(), 20);
  }
  if (reaction === 'trickle') {
    response.writeHead(200, type);
    const drip = setInterval(() => response.write(' '), 50);
    return void response.on('close', () => clearInterval(drip));
  }
  const { status, json, text, headers } = reaction;
  response.writeHead(status, { ...type, ...headers }).end(text ?? (json === undefined ? '' : JSON.stringify(json)));
}

/** An address on loopback where nobody listens. */
export async function closedPort(): Promise<string> {
  const server = http.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
