import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import { CircleCheck } from 'lucide-react';
import { troubledDeeds } from '#stores/views-needs.ts';
import { RehearsalBadge } from '../components/status.tsx';
import { Relative } from '../components/time.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { Cell, Head, Row, Table } from '../components/ui/table.tsx';
import { enter } from '../member.server.ts';
import { formatNumberOf, nameOf } from '../words/numbers.ts';
import { sentence } from '../words/steps.ts';

export const meta: MetaFunction = () => [{ title: 'Unclear and refused · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client } = await enter(args, 'calls.read');
  const which = new URL(args.request.url).searchParams.get('which') === 'refused' ? 'refused' : 'unclear';
  return { which, zone: client.timezone, deeds: await read((tx) => troubledDeeds(tx, clientId, which)) } as const;
}

const TEXTS = {
  unclear: 'A vendor was asked and its answer was lost. Each is looked up there until it is known, and never done a second time.',
  refused: 'A vendor said no within the last day. Nothing was done; where another try helps, it is planned already.',
};
const VENDORS: Record<string, string> = { retell: 'Retell', calcom: 'Cal.com', stripe: 'Stripe', twilio: 'Twilio', sendgrid: 'SendGrid' };

export default function Troubled() {
  const { which, zone, deeds } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Unclear and refused" trail={[{ to: '/', text: 'Overview' }]} text={TEXTS[which]} />
      <Choices
        label="Which deeds"
        choices={[
          { to: '?which=unclear', text: 'Unclear', isCurrent: which === 'unclear' },
          { to: '?which=refused', text: 'Refused', isCurrent: which === 'refused' },
        ]}
      />
      <Card>
        {deeds.length > 0 ? (
          <Table caption="Deeds">
            <thead>
              <tr>
                <Head>Deed</Head>
                <Head>Lead</Head>
                <Head>Since</Head>
                <Head>{which === 'unclear' ? 'Looked up' : 'Reason'}</Head>
              </tr>
            </thead>
            <tbody>
              {deeds.map((deed) => (
                <Row key={deed.id}>
                  <Cell className="stack-title">
                    <span className="font-medium">{sentence(deed.kind)}</span>
                    <span className="flex flex-wrap items-center gap-1.5 text-muted">
                      by {VENDORS[deed.vendor] ?? sentence(deed.vendor)} <RehearsalBadge mode={deed.mode} />
                    </span>
                  </Cell>
                  <Cell label="Lead">
                    {deed.leadId ? (
                      <Link to={`/leads/${deed.leadId}`} className="row-link">
                        {nameOf(deed)}
                      </Link>
                    ) : (
                      <span className="text-muted">–</span>
                    )}
                  </Cell>
                  <Cell label="Since">
                    <Relative at={deed.at} zone={zone} />
                  </Cell>
                  <Cell label={which === 'unclear' ? 'Looked up' : 'Reason'}>
                    {which === 'unclear' ? formatNumberOf(deed.lookups, 'time') : deed.errorCode ? sentence(deed.errorCode) : '–'}
                  </Cell>
                </Row>
              ))}
            </tbody>
          </Table>
        ) : (
          <EmptyState
            icon={<CircleCheck aria-hidden />}
            title={which === 'unclear' ? 'Everything is clear' : 'Nothing was refused'}
            text="Calls, messages, bookings and invoices that a vendor did not answer for, or refused, would stand here."
          />
        )}
      </Card>
    </>
  );
}
