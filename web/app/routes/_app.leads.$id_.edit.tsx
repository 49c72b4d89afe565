import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import type { Tx } from '#prisma/client.ts';
import { findLead, type LeadDetail, updateLead } from '#stores/leads.ts';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { ConsentFields, LeadFields } from '../components/lead/lead-fields.tsx';
import { Problems } from '../components/problems.tsx';
import { ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card } from '../components/ui/surface.tsx';
import { blankLead, customText, type LeadValues, readLeadChange, savedErrors } from '../lead-form.server.ts';
import { enter, idOf, notFound } from '../member.server.ts';
import { nameOf } from '../words/numbers.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `Edit ${page?.name ?? 'lead'} · Leads · Callvia` }];

async function leadOf(tx: Tx, clientId: string, id: string): Promise<LeadDetail> {
  const lead = await findLead(tx, clientId, id);
  if (!lead) throw notFound();
  return lead;
}

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'leads.write');
  const id = idOf(args.params['id']);
  const lead = await read((tx) => leadOf(tx, clientId, id));
  const { firstName, lastName, phone, email, company, timezone, tags, notes } = lead;
  const custom = Object.entries(lead.customFields).map(([name, value]) => ({ name, value: customText(value) }));
  const values: LeadValues = {
    ...blankLead(''),
    ...{ phone, tags: tags.join(', '), custom },
    ...{ firstName: firstName ?? '', lastName: lastName ?? '', email: email ?? '' },
    ...{ company: company ?? '', timezone: timezone ?? '', notes: notes ?? '' },
  };
  const isCalled = lead.counts.calls > 0;
  return { id, name: nameOf(lead), values, isCalled, lacksConsent: lead.consentAt === null, hasEnded: lead.phase === 'end' };
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId, client, user } = await enter(args, 'leads.write');
  const id = idOf(args.params['id']);
  const sent = await args.request.formData();
  const { form, saved } = await read(async (tx) => {
    const { customFields } = await leadOf(tx, clientId, id);
    const change = readLeadChange(sent, customFields, { zone: client.timezone, by: user.name });
    return { form: change, saved: change.kind === 'ok' ? await updateLead(tx, clientId, id, change.lead) : null };
  });
  if (form.kind === 'invalid') return data({ errors: form.errors, values: form.values }, { status: 422 });
  if (saved?.kind === 'ok') return redirect(`/leads/${id}?said=saved`);
  if (!saved || saved.kind === 'missing') throw notFound();
  return data({ errors: savedErrors(saved), values: form.values }, { status: 409 });
}

export default function EditLead() {
  const { id, name, values, isCalled, lacksConsent, hasEnded } = useLoaderData<typeof loader>();
  const answer = useKeptAnswer<typeof action>();
  const given = { values: answer?.values ?? values, errors: answer?.errors ?? {} };
  return (
    <>
      <PageHeader
        title={`Edit ${name}`}
        trail={[
          { to: '/leads', text: 'Leads' },
          { to: `/leads/${id}`, text: name },
        ]}
      />
      <Card className="max-w-3xl p-5 sm:p-7">
        <Form method="post" className="grid gap-5" noValidate>
          <Problems title="Nothing was saved" errors={given.errors} />
          <LeadFields
            {...given}
            isPhoneFixed={isCalled}
            phoneHint={isCalled ? 'This lead was called, so the number stays.' : 'May change until the first call.'}
            known={values.custom.map(({ name: known }) => known)}
            consent={lacksConsent ? <ConsentFields {...given} hint={hasEnded ? ENDED : LACKING} /> : null}
          />
          <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-5">
            <ButtonLink to={`/leads/${id}`}>Cancel</ButtonLink>
            <SubmitButton look="primary" pendingText="Saving…">
              Save
            </SubmitButton>
          </div>
        </Form>
      </Card>
    </>
  );
}

const LACKING = 'None is on record, so a live campaign does not call. Once saved it stays as it was given.';
const ENDED = 'None is on record. Stated now it is kept, but this lead has ended: add the number to another campaign to have it called.';
