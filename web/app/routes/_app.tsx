import type { LoaderFunctionArgs } from '@remix-run/node';
import { Outlet, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import { frameFacts } from '#stores/views-session.ts';
import { Frame } from '../components/frame.tsx';
import { PageProblem } from '../components/page-problem.tsx';
import { enter } from '../member.server.ts';
import type { loader as rootLoader } from '../root.tsx';

export async function loader(args: LoaderFunctionArgs) {
  const { user, client, role, clients, read, may } = await enter(args, 'campaigns.read');
  const { id: clientId } = client;
  const [{ known, waiting }, why] = await Promise.all([read((tx) => frameFacts(tx, clientId)), args.context.live.standstillOf(clientId)]);
  return {
    user: { name: user.name, email: user.email, isStaff: user.isStaff },
    role,
    client: { id: client.id, name: client.name },
    clients: clients.map(({ id, name }) => ({ id, name })),
    notice: args.context.hasLiveVendors ? null : 'No vendor keys on this server: rehearsals only, nobody is contacted.',
    waiting,
    mayCreate: may('campaigns.write'),
    mayBill: may('billing.read'),
    known,
    standstill: why,
  };
}

export default function App() {
  const props = useLoaderData<typeof loader>();
  const root = useRouteLoaderData<typeof rootLoader>('root');
  return (
    <Frame {...props} theme={root?.theme ?? 'system'} hasKeys={root?.hasKeys ?? true}>
      <Outlet />
    </Frame>
  );
}

/** A page that failed keeps its frame where the frame itself could be made. */
export function ErrorBoundary() {
  const props = useRouteLoaderData<typeof loader>('routes/_app');
  const root = useRouteLoaderData<typeof rootLoader>('root');
  if (!props)
    return (
      <main className="mx-auto max-w-xl p-6">
        <PageProblem />
      </main>
    );
  return (
    <Frame {...props} theme={root?.theme ?? 'system'} hasKeys={root?.hasKeys ?? true}>
      <PageProblem />
    </Frame>
  );
}
