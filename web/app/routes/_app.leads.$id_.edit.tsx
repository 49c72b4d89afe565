import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { CircleAlert } from 'lucide-react';
import { findLead, updateLead } from '#stores/leads.ts';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { TextArea, TextField } from '../components/ui/form.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card } from '../components/ui/surface.tsx';
import { type LeadErrors, type LeadValues, readLeadChange, savedErrors } from '../lead-form.server.ts';
import { enter, idOf, notFound } from '../member.server.ts';
import { nameOf } from '../words/numbers.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [{ title: `Edit ${page?.name ?? 'lead'} · Leads · Callvia` }];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'leads.write');
  const id = idOf(args.params['id']);
  const lead = await read((tx) => findLead(tx, clientId, id));
  if (!lead) throw notFound();
  const { firstName, lastName, phone, email, company, timezone, tags, notes } = lead;
  const values: LeadValues = {
    ...{ phone, tags: tags.join(', ') },
    ...{ firstName: firstName ?? '', lastName: lastName ?? '', email: email ?? '' },
    ...{ company: company ?? '', timezone: timezone ?? '', notes: notes ?? '' },
  };
  return { id, name: nameOf(lead), values, isCalled: lead.counts.calls > 0 };
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId } = await enter(args, 'leads.write');
  const id = idOf(args.params['id']);
  const form = readLeadChange(await args.request.formData());
  if (form.kind === 'invalid') return data({ errors: form.errors, values: form.values }, { status: 422 });
  const saved = await read((tx) => updateLead(tx, clientId, id, form.change));
  if (saved.kind === 'missing') throw notFound();
  if (saved.kind !== 'ok') return data({ errors: savedErrors(saved), values: form.values }, { status: 409 });
  return redirect(`/leads/${id}`);
}

export default function EditLead() {
  const { id, name, values, isCalled } = useLoaderData<typeof loader>();
  const answer = useKeptAnswer<typeof action>();
  const shown = answer?.values ?? values;
  const errors: LeadErrors = answer?.errors ?? {};
  const field = (key: keyof LeadValues) => ({ name: key, defaultValue: shown[key], error: errors[key] });
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
          {answer ? (
            <Alert tone="bad" title="Nothing was saved" icon={<CircleAlert aria-hidden />}>
              {Object.values(errors).join(' ')}
            </Alert>
          ) : null}
          <div className="grid gap-5 sm:grid-cols-2">
            <TextField label="First name" {...field('firstName')} autoComplete="off" />
            <TextField label="Last name" {...field('lastName')} autoComplete="off" />
            <TextField
              label="Phone"
              {...field('phone')}
              type="tel"
              autoComplete="off"
              disabled={isCalled}
              hint={isCalled ? 'This lead was called, so the number stays.' : 'May change until the first call.'}
            />
            <TextField label="E-mail" {...field('email')} type="email" autoComplete="off" />
            <TextField label="Company" {...field('company')} autoComplete="off" />
            <TextField
              label="Time zone"
              {...field('timezone')}
              autoComplete="off"
              placeholder="America/New_York"
              hint="Where the lead is. Empty: taken from the number’s area code."
            />
          </div>
          <TextField label="Tags" {...field('tags')} autoComplete="off" hint="With commas between." />
          <TextArea label="Notes" {...field('notes')} rows={5} />
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
