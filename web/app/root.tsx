import type { LinksFunction, LoaderFunctionArgs } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from '@remix-run/react';
import { type ReactNode, useContext, useEffect } from 'react';
import { fallAsleep } from './components/awake.ts';
import { NonceContext } from './components/nonce.ts';
import { PageProblem } from './components/page-problem.tsx';
import favicon from './images/favicon.svg?url';
import { readPreferences } from './preferences.ts';
import styles from './styles/app.css?url';

export const links: LinksFunction = () => [
  { rel: 'stylesheet', href: styles },
  { rel: 'icon', href: favicon, type: 'image/svg+xml' },
];

export const meta = () => [{ title: 'Callvia' }];

export function loader({ request, context }: LoaderFunctionArgs) {
  return { ...readPreferences(request.headers.get('cookie')), now: new Date().toISOString(), requestId: context.requestId };
}

/** The document. The theme comes from a cookie, so that the first paint already has it. */
export function Layout({ children }: { children: ReactNode }) {
  const nonce = useContext(NonceContext);
  const preferences = useRouteLoaderData<typeof loader>('root');
  useEffect(() => fallAsleep()(), []);
  return (
    <html lang="en" data-theme={preferences?.theme ?? 'system'}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body className="min-h-dvh bg-canvas text-ink antialiased">
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function Root() {
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!document.cookie.includes(`zone=${encodeURIComponent(zone)}`)) {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser we support
      document.cookie = `zone=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
    }
  }, []);
  return <Outlet />;
}

export function ErrorBoundary() {
  return (
    <main className="mx-auto grid min-h-dvh max-w-xl place-content-center p-6">
      <PageProblem />
    </main>
  );
}
