import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { Megaphone } from 'lucide-react';
import { createLead } from '#stores/leads.ts';
import { campaignNames } from '#stores/views-campaigns.ts';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { ConsentFields, LeadFields } from '../components/lead/lead-fields.tsx';
import { Problems } from '../components/problems.tsx';
import { ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { SelectField } from '../components/ui/form.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { blankLead, readNewLead, savedErrors } from '../lead-form.server.ts';
import { enter } from '../member.server.ts';

export const meta: MetaFunction = () => [{ title: 'Add a lead · Leads · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'leads.write');
  const campaigns = await read((tx) => campaignNames(tx, clientId, ['completed', 'archived']));
  const asked = campaigns.find(({ id }) => id === new URL(args.request.url).searchParams.get('campaign'));
  const only = campaigns.length === 1 ? campaigns[0] : undefined;
  return { campaigns, asked: asked ?? null, values: blankLead((asked ?? only)?.id ?? '') };
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId, client, user } = await enter(args, 'leads.write');
  const form = readNewLead(await args.request.formData(), { zone: client.timezone, by: user.name });
  if (form.kind === 'invalid') return data({ errors: form.errors, values: form.values, there: null }, { status: 422 });
  const saved = await read((tx) => createLead(tx, clientId, { ...form.lead, source: 'manual' }));
  if (saved.kind === 'ok') return redirect(`/leads/${saved.id}?said=added`);
  const there =
    saved.kind === 'duplicate' ? `/leads?${new URLSearchParams({ q: form.values.phone, campaign: form.values.campaignId })}` : null;
  return data({ errors: savedErrors(saved), values: form.values, there }, { status: saved.kind === 'invalid_phone' ? 422 : 409 });
}

export default function NewLead() {
  const page = useLoaderData<typeof loader>();
  const answer = useKeptAnswer<typeof action>();
  const { values, errors } = answer ?? { values: page.values, errors: {} };
  const back = page.asked ? `/campaigns/${page.asked.id}/leads` : '/leads';
  return (
    <>
      <PageHeader
        title="Add a lead"
        trail={
          page.asked
            ? [
                { to: '/campaigns', text: 'Campaigns' },
                { to: back, text: page.asked.name },
              ]
            : [{ to: back, text: 'Leads' }]
        }
        text="By the rules of an import. A running campaign calls it within its hours."
      />
      <Card className="max-w-3xl p-5 sm:p-7">
        {page.campaigns.length > 0 ? (
          <Form method="post" className="grid gap-5" noValidate>
            <Problems title="The lead was not added" errors={errors}>
              {answer?.there ? (
                <Link to={answer.there} className="font-medium underline">
                  See the lead with this number
                </Link>
              ) : null}
            </Problems>
            <SelectField label="Campaign" name="campaignId" defaultValue={values.campaignId} error={errors.campaignId}>
              {page.values.campaignId ? null : <option value="">Choose a campaign</option>}
              {page.campaigns.map(({ id, name, mode }) => (
                <option key={id} value={id}>
                  {name}
                  {mode === 'rehearsal' ? ' (rehearsal)' : ''}
                </option>
              ))}
            </SelectField>
            <LeadFields
              values={values}
              errors={errors}
              phoneHint="The only thing that is needed. May change until the first call."
              known={[]}
              consent={
                <ConsentFields
                  values={values}
                  errors={errors}
                  hint="Without it a live campaign does not call: the lead ends there. A rehearsal contacts nobody and needs none."
                />
              }
            />
            <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-5">
              <ButtonLink to={back}>Cancel</ButtonLink>
              <SubmitButton look="primary" pendingText="Adding…">
                Add lead
              </SubmitButton>
            </div>
          </Form>
        ) : (
          <EmptyState
            icon={<Megaphone aria-hidden />}
            title="No campaign takes leads"
            text="A lead belongs to a campaign. Begin one, or copy one that is over."
          >
            <ButtonLink to="/campaigns/new" look="primary">
              New campaign
            </ButtonLink>
          </EmptyState>
        )}
      </Card>
    </>
  );
}
