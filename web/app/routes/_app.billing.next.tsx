import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Receipt } from 'lucide-react';
import type { Mode } from '#domain/lead.ts';
import { callsToInvoice } from '#stores/views-invoice-calls.ts';
import { nextInvoices } from '#stores/views-next-invoice.ts';
import { InvoiceCalls } from '../components/billing/invoice-calls.tsx';
import { NextInvoices } from '../components/billing/next-invoices.tsx';
import { RehearsalBadge } from '../components/status.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, CardHeader, EmptyState } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';

export const meta: MetaFunction = () => [{ title: 'Next invoice · Billing · Callvia' }];

/** What the next invoice of usage would hold as of now, and the calls that prove it. */
export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'invoices.read');
  const mode: Mode = new URL(args.request.url).searchParams.get('books') === 'rehearsal' ? 'rehearsal' : 'live';
  const page = await read(async (tx) => ({
    invoices: await nextInvoices(tx, clientId, mode),
    calls: await callsToInvoice(tx, clientId, mode),
  }));
  return { ...page, mode, zone: client.timezone };
}

export default function NextInvoicePage() {
  const { invoices, calls, mode, zone } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Next invoice"
        trail={[{ to: `/billing?books=${mode}`, text: 'Billing' }]}
        badge={<RehearsalBadge mode={mode} long />}
        text="What it would hold if it were made now."
      />
      <Card className="max-w-3xl">
        {invoices.length > 0 ? (
          <>
            <CardHeader title="Lines" />
            <div className="grid gap-5 px-5 pb-5">
              <NextInvoices invoices={invoices} zone={zone} />
            </div>
          </>
        ) : (
          <EmptyState
            icon={<Receipt aria-hidden />}
            title="No call waits to be invoiced"
            text="Calls that are on no invoice yet stand here with what they cost."
          />
        )}
      </Card>
      {calls.total > 0 ? <InvoiceCalls calls={calls} zone={zone} /> : null}
    </>
  );
}
