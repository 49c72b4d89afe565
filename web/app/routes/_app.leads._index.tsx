import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Plus, Users } from 'lucide-react';
import { campaignNames } from '#stores/views-campaigns.ts';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { LeadsList } from '../components/lead/leads-list.tsx';
import { shouldRevalidateList } from '../components/lead/peek.ts';
import { ViewTabs } from '../components/lead/view-tabs.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { EmptyState } from '../components/ui/surface.tsx';
import { columnsOf, leadsListOf } from '../lead-filter.server.ts';
import { peekOfPage } from '../lead-peek.server.ts';
import { enter } from '../member.server.ts';
import { peopleOf } from '../people.server.ts';
import { actOnView, viewsOf } from '../saved-views.server.ts';

export const meta: MetaFunction = () => [{ title: 'Leads · Callvia' }];
export const shouldRevalidate = shouldRevalidateList;

export async function loader(args: LoaderFunctionArgs) {
  const member = await enter(args, 'leads.read');
  const params = new URL(args.request.url).searchParams;
  const people = peopleOf(args.context, member.clientId);
  const list = await member.read(async (tx) => ({
    ...(await leadsListOf(tx, member, params)),
    campaigns: await campaignNames(tx, member.clientId),
    views: await viewsOf(tx, member, params),
    peek: await peekOfPage(tx, member.clientId, args.request),
  }));
  return { ...list, people: await people, columns: columnsOf(args.request, params) };
}

/** Saves, changes or deletes a view of the list. */
export async function action(args: ActionFunctionArgs) {
  const member = await enter(args, 'leads.read');
  return actOnView(member, await args.request.formData());
}

export default function Leads() {
  const { views, ...list } = useLoaderData<typeof loader>();
  const refused = useKeptAnswer<typeof action>();
  return (
    <>
      <PageHeader title="Leads" text="Everybody your campaigns call, with what happens to each next.">
        {list.may.write ? (
          <>
            <ButtonLink to="/leads/bulk">Bulk actions</ButtonLink>
            <ButtonLink to="/leads/new" look="primary">
              <Plus aria-hidden /> Add lead
            </ButtonLink>
          </>
        ) : null}
      </PageHeader>
      <ViewTabs views={views} refused={refused} />
      <LeadsList
        {...list}
        empty={
          <EmptyState
            icon={<Users aria-hidden />}
            title="No leads yet"
            text="Leads belong to a campaign: open one and import a list, or add them one by one."
          >
            <ButtonLink to="/campaigns">Campaigns</ButtonLink>
          </EmptyState>
        }
      />
    </>
  );
}
