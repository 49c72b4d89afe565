import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Users } from 'lucide-react';
import { LeadsList } from '../components/lead/leads-list.tsx';
import { shouldRevalidateList } from '../components/lead/peek.ts';
import { ButtonLink } from '../components/ui/button.tsx';
import { EmptyState } from '../components/ui/surface.tsx';
import { columnsOf, leadsListOf } from '../lead-filter.server.ts';
import { peekOfPage } from '../lead-peek.server.ts';
import { enter, idOf } from '../member.server.ts';
import { peopleOf } from '../people.server.ts';

export const shouldRevalidate = shouldRevalidateList;

export async function loader(args: LoaderFunctionArgs) {
  const member = await enter(args, 'leads.read');
  const params = new URL(args.request.url).searchParams;
  params.set('campaign', idOf(args.params['id']));
  const people = peopleOf(args.context, member.clientId);
  const list = await member.read(async (tx) => ({
    ...(await leadsListOf(tx, member, params, ['campaign'])),
    peek: await peekOfPage(tx, member.clientId, args.request),
  }));
  return { ...list, people: await people, columns: columnsOf(args.request, params) };
}

export default function CampaignLeads() {
  const data = useLoaderData<typeof loader>();
  return (
    <div className="grid grid-cols-1 gap-3">
      <LeadsList
        {...data}
        empty={
          <EmptyState icon={<Users aria-hidden />} title="No leads here yet" text="Import a list, and this campaign calls each of them.">
            <ButtonLink to="../import">Import leads</ButtonLink>
          </EmptyState>
        }
      />
    </div>
  );
}
