import { Router } from 'express';

/** One thing this process needs. A check that throws, or takes over two seconds, says that it is not there. */
export type Check = () => Promise<{ ok: boolean; [fact: string]: unknown }>;
export type Health = { checks: Readonly<Record<string, Check>>; isDraining?: () => boolean };

const PATIENCE_MS = 2_000;

async function asked(check: Check): Promise<{ ok: boolean }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ ok: false; why: string }>((resolve) => {
    timer = setTimeout(() => resolve({ ok: false, why: 'no answer in time' }), PATIENCE_MS);
  });
  const gone = (error: unknown) => ({ ok: false as const, why: error instanceof Error ? error.name : 'failed' });
  try {
    return await Promise.race([check().catch(gone), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** `/health`: this process lives. `/health/ready`: everything it needs is there, else 503 with the part that is not. */
export function healthRoutes({ checks, isDraining = () => false }: Health): Router {
  const router = Router();
  router.get('/health', (_req, res) => void res.json({ status: 'ok' }));
  router.get('/health/ready', (_req, res, next) => {
    const run = async () => {
      const parts = Object.fromEntries(
        await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await asked(check)] as const)),
      );
      const isReady = !isDraining() && Object.values(parts).every(({ ok }) => ok);
      res.status(isReady ? 200 : 503).json({ status: isReady ? 'ready' : isDraining() ? 'draining' : 'not_ready', parts });
    };
    run().catch(next);
  });
  return router;
}
