import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Users } from 'lucide-react';
import { campaignNames } from '#stores/views-campaigns.ts';
import { LeadsList } from '../components/lead/leads-list.tsx';
import { shouldRevalidateList } from '../components/lead/peek.ts';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { EmptyState } from '../components/ui/surface.tsx';
import { columnsOf, leadsListOf } from '../lead-filter.server.ts';
import { peekOfPage } from '../lead-peek.server.ts';
import { enter } from '../member.server.ts';
import { peopleOf } from '../people.server.ts';

export const meta: MetaFunction = () => [{ title: 'Leads · Callvia' }];

export const shouldRevalidate = shouldRevalidateList;

export async function loader(args: LoaderFunctionArgs) {
  const member = await enter(args, 'leads.read');
  const params = new URL(args.request.url).searchParams;
  const people = peopleOf(args.context, member.clientId);
  const list = await member.read(async (tx) => ({
    ...(await leadsListOf(tx, member, params)),
    campaigns: await campaignNames(tx, member.clientId),
    peek: await peekOfPage(tx, member.clientId, args.request),
  }));
  return { ...list, people: await people, columns: columnsOf(args.request, params) };
}

export default function Leads() {
  const data = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Leads" text="Everybody your campaigns call, with what happens to each next.">
        {data.may.write ? <ButtonLink to="/leads/bulk">Bulk actions</ButtonLink> : null}
      </PageHeader>
      <LeadsList
        {...data}
        empty={
          <EmptyState icon={<Users aria-hidden />} title="No leads yet" text="Leads belong to a campaign: open one and import a list.">
            <ButtonLink to="/campaigns">Campaigns</ButtonLink>
          </EmptyState>
        }
      />
    </>
  );
}
