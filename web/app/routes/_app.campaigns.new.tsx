import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useLoaderData } from '@remix-run/react';
import { type ReactNode, useState } from 'react';
import { DEFAULT_HOURS } from '#domain/calling-window.ts';
import { createCampaign } from '#stores/campaigns.ts';
import { campaignChoices } from '#stores/views-campaigns.ts';
import { readNewCampaign, refusalErrors, valuesIn } from '../campaign-form.server.ts';
import {
  type CampaignValues,
  HoursFields,
  KindFields,
  NameFields,
  PaceFields,
  VoiceFields,
} from '../components/campaign/settings-fields.tsx';
import { Steps } from '../components/campaign/steps.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { Problems } from '../components/problems.tsx';
import { ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Card } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';

export const meta: MetaFunction = () => [{ title: 'New campaign · Campaigns · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { client, clientId, read } = await enter(args, 'campaigns.write');
  const { hasLiveVendors } = args.context;
  const isLive = hasLiveVendors && new URL(args.request.url).searchParams.get('mode') !== 'rehearsal';
  const values: CampaignValues = {
    name: '',
    description: '',
    mode: isLive ? 'live' : 'rehearsal',
    cadencePreset: 'seconds',
    enforceHours: false,
    timezone: client.timezone,
    hours: DEFAULT_HOURS,
    maxAttempts: 3,
    maxConcurrentCalls: 10,
    agentId: '',
    fromNumberId: '',
    calcomEventTypeId: '',
    bookingUrl: '',
  };
  return { values, hasLiveVendors, choices: await read((tx) => campaignChoices(tx, clientId)) };
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId, user } = await enter(args, 'campaigns.write');
  const values = valuesIn(await args.request.formData());
  const parsed = readNewCampaign(values);
  if (parsed.kind === 'invalid') return data({ errors: parsed.errors, values }, { status: 422 });
  const answer = await read((tx) => createCampaign(tx, clientId, parsed.campaign, user.id));
  if (answer.kind !== 'ok') return data({ errors: refusalErrors(answer), values }, { status: answer.kind === 'name_taken' ? 409 : 422 });
  return redirect(`/campaigns/${answer.id}/import`);
}

export default function NewCampaign() {
  const page = useLoaderData<typeof loader>();
  const answer = useKeptAnswer<typeof action>();
  const values = answer?.values ?? page.values;
  const errors = answer?.errors ?? {};
  const [mode, setMode] = useState(values.mode);
  return (
    <>
      <PageHeader
        title="New campaign"
        trail={[{ to: '/campaigns', text: 'Campaigns' }]}
        text="Only a name is needed: what is filled in suits most campaigns and can be changed later. Nothing is called before you start it."
      />
      <Steps current={1} links={[null, null, null]} />
      <Form method="post" className="group/kind grid max-w-4xl gap-5">
        <Problems title="The campaign was not created" errors={errors} />
        <Section title="What it is">
          <NameFields values={values} errors={errors} />
          <KindFields values={values} hasLiveVendors={page.hasLiveVendors} choose={setMode} />
        </Section>
        <Section title="Voice, number and booking" text="Leave these to use the account’s own.">
          <VoiceFields values={values} errors={errors} choices={page.choices} mode={undefined} />
        </Section>
        <Section title="When it calls">
          <HoursFields values={values} errors={errors} isRehearsal={undefined} />
        </Section>
        <Section title="How often, and what follows">
          <PaceFields values={values} errors={errors} mode={mode} />
        </Section>
        <div className="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-canvas px-1 py-3">
          <ButtonLink to="/campaigns">Cancel</ButtonLink>
          <SubmitButton look="primary" pendingText="Creating…">
            Create and import leads
          </SubmitButton>
        </div>
      </Form>
    </>
  );
}

function Section({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  return (
    <Card className="grid gap-5 p-5 sm:p-6">
      <header>
        <h2 className="text-base font-semibold">{title}</h2>
        {text ? <p className="text-sm text-muted">{text}</p> : null}
      </header>
      {children}
    </Card>
  );
}
