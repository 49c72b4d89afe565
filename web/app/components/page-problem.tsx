import { isRouteErrorResponse, useRouteError } from '@remix-run/react';
import { CircleAlert, SearchX } from 'lucide-react';
import { ButtonAnchor } from './ui/button.tsx';

const WORDS: Record<number, { title: string; text: string }> = {
  403: { title: 'Your role does not allow this', text: 'An owner or admin of this client can grant it.' },
  404: {
    title: 'Nothing is at this address',
    text: 'It may have been removed, or it belongs to another client. Go back, or search among your leads.',
  },
};

/** What is said instead of a page that cannot be shown; never a raw exception. */
export function PageProblem() {
  const error = useRouteError();
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const known = isRouteErrorResponse(error) && typeof error.data === 'string' && error.data && status < 500 ? error.data : undefined;
  const { title, text } = WORDS[status] ?? {
    title: 'This page could not be made',
    text: 'Nothing you did was lost, and calls and messages go on. Try again; the server has written down what happened.',
  };
  return (
    <div className="grid justify-items-center gap-3 py-16 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-sunken text-muted">
        {status === 404 ? <SearchX aria-hidden className="size-6" /> : <CircleAlert aria-hidden className="size-6" />}
      </span>
      <p className="text-sm font-semibold text-muted">{status}</p>
      <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
      <p className="max-w-md text-muted">{known ?? text}</p>
      <div className="mt-2 flex flex-wrap justify-center gap-2">
        {status >= 500 ? (
          <ButtonAnchor href="" look="primary">
            Try again
          </ButtonAnchor>
        ) : null}
        <ButtonAnchor href="/">Overview</ButtonAnchor>
        <ButtonAnchor href="/leads">Search leads</ButtonAnchor>
      </div>
    </div>
  );
}
