import { isRouteErrorResponse, useRevalidator, useRouteError, useRouteLoaderData } from '@remix-run/react';
import { CircleAlert, Lock, SearchX, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { lastFailedRequest } from '../failed-request.ts';
import type { loader as rootLoader } from '../root.tsx';
import { later } from './later.tsx';
import { ButtonAnchor } from './ui/button.tsx';
import { CopyText } from './ui/copy-text.tsx';

/** Only here may something still have to be fetched: a server that says 404 is there. */
const Elsewhere = later(async () => (await import('./elsewhere.tsx')).Elsewhere);

type Problem = { code: string; title: string; text: string; icon: React.ReactNode };

const WORDS: Record<number, Omit<Problem, 'code'>> = {
  403: {
    title: 'Your role does not allow this',
    text: 'An owner or admin of this client can grant it.',
    icon: <Lock aria-hidden className="size-6" />,
  },
  404: {
    title: 'Nothing is at this address',
    text: 'It may have been removed, or it belongs to another client.',
    icon: <SearchX aria-hidden className="size-6" />,
  },
};
const FAILED = {
  title: 'This page could not be made',
  text: 'Nothing you did before was lost, and calls and messages go on. Try again; if it fails once more, send us the request id.',
  icon: <CircleAlert aria-hidden className="size-6" />,
};
const UNREACHABLE = {
  title: 'The server does not answer',
  text: 'The page could not be fetched. It comes back by itself as soon as the server answers. Calls and messages go on.',
  icon: <WifiOff aria-hidden className="size-6" />,
};

/** Errors of our loaders arrive without their words; what the browser itself could not fetch is a TypeError. */
function problemOf(error: unknown): Problem {
  if (error instanceof TypeError) return { code: '', ...UNREACHABLE };
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const known = WORDS[status];
  if (!known) return { code: String(status), ...FAILED };
  const said = isRouteErrorResponse(error) && typeof error.data === 'string' && error.data ? error.data : known.text;
  return { code: String(status), ...known, text: said };
}

const ASK_EVERY_MS = 2_000;

/** Reads the page afresh once the server answers again. */
function useComeback(isAway: boolean): void {
  useEffect(() => {
    if (!isAway) return;
    const timer = setInterval(() => {
      fetch('/health').then(
        ({ ok }) => ok && window.location.reload(),
        () => undefined, // still away
      );
    }, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isAway]);
}

/** What is said instead of a page that cannot be shown: what happened, what was not lost, and the next step. Never a raw exception. */
export function PageProblem() {
  const { code, title, text, icon } = problemOf(useRouteError());
  useComeback(code === '');
  return (
    <div className="mx-auto grid w-full max-w-lg justify-items-center gap-3 py-12 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-muted">{icon}</span>
      {code ? <p className="text-sm font-semibold text-muted">{code}</p> : null}
      <h1 tabIndex={-1} className="text-2xl font-semibold tracking-tight text-balance">
        {title}
      </h1>
      <p className="max-w-md text-muted">{text}</p>
      {code === '404' ? <Elsewhere /> : null}
      {code === '403' || code === '404' ? null : <Again hasId={code !== ''} />}
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        <ButtonAnchor href="/">Overview</ButtonAnchor>
        <ButtonAnchor href="/campaigns">Campaigns</ButtonAnchor>
      </div>
    </div>
  );
}

/** Once more, and the id under which the server wrote down what happened. */
function Again({ hasId }: { hasId: boolean }) {
  const made = useRouteLoaderData<typeof rootLoader>('root')?.requestId ?? null;
  const [id, setId] = useState(made);
  const { revalidate, state } = useRevalidator();
  useEffect(() => setId(lastFailedRequest() ?? made), [made]);
  return (
    <>
      {hasId && id ? (
        <p className="flex flex-wrap items-center justify-center gap-2 text-sm text-muted">
          Request <code className="rounded bg-sunken px-2 py-1 font-mono text-xs text-ink">{id}</code>
          <CopyText text={id} label="Copy the request id" />
        </p>
      ) : null}
      <ButtonAnchor
        href=""
        look="primary"
        onClick={(event) => {
          event.preventDefault();
          revalidate();
        }}
      >
        {state === 'loading' ? 'Trying…' : 'Try again'}
      </ButtonAnchor>
    </>
  );
}
