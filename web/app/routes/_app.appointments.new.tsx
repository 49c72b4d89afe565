import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { CalendarPlus, Users } from 'lucide-react';
import { leadPage } from '#stores/views-leads.ts';
import { FilterBar } from '../components/filters.tsx';
import { LeadChoice } from '../components/lead/lead-choice.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, CardHeader, EmptyState } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';
import { formatNumberOf, nameOf } from '../words/numbers.ts';

export const meta: MetaFunction = () => [{ title: 'New booking · Appointments · Callvia' }];

const SHOWN = 20;

/** The first half of a booking by hand: who. The time is chosen on the lead's own page for it. */
export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'appointments.write');
  const q = new URL(args.request.url).searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const order = q ? ({ column: 'name', direction: 'asc' } as const) : ({ column: 'created', direction: 'desc' } as const);
  const page = await read((tx) => leadPage(tx, clientId, { filter: q ? { q } : {}, order, cursor: null, size: SHOWN }));
  return { q, leads: page.rows };
}

export default function NewBooking() {
  const { q, leads } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="New booking"
        trail={[{ to: '/appointments', text: 'Appointments' }]}
        text="Choose the lead, then one of the free times."
      />
      <FilterBar search="Name, phone, e-mail or company" />
      <Card>
        <CardHeader
          title={q ? `Leads with “${q}”` : 'Newest leads'}
          text={leads.length === SHOWN ? `The first ${formatNumberOf(SHOWN, 'lead')}. Search to narrow them.` : undefined}
        />
        {leads.length > 0 ? (
          <LeadChoice
            leads={leads}
            choose={(lead) => (
              <ButtonLink to={`/leads/${lead.id}/book`} size="small" aria-label={`Book ${nameOf(lead)}`}>
                <CalendarPlus aria-hidden /> Book
              </ButtonLink>
            )}
          />
        ) : q ? (
          <EmptyState
            icon={<Users aria-hidden />}
            title="No lead matches"
            text="Search by another name, the phone number or the e-mail address."
          />
        ) : (
          <EmptyState icon={<Users aria-hidden />} title="No lead yet" text="Leads come with a campaign: import a list there.">
            <ButtonLink to="/campaigns">Campaigns</ButtonLink>
          </EmptyState>
        )}
      </Card>
    </>
  );
}
