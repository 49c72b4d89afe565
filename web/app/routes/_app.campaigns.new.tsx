import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { CircleAlert } from 'lucide-react';
import { createCampaign } from '#stores/campaigns.ts';
import { readNewCampaign, refusalErrors } from '../campaign-form.server.ts';
import { type CampaignValues, KindFields, SettingsFields } from '../components/campaign/settings-fields.tsx';
import { ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';

export const meta: MetaFunction = () => [{ title: 'New campaign · Campaigns · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  const { client } = await enter(args, 'campaigns.write');
  const { hasLiveVendors } = args.context;
  const isLive = hasLiveVendors && new URL(args.request.url).searchParams.get('mode') !== 'rehearsal';
  const values: CampaignValues = {
    name: '',
    description: '',
    mode: isLive ? 'live' : 'rehearsal',
    cadencePreset: 'seconds',
    enforceHours: false,
    timezone: client.timezone,
    from: '09:00',
    to: '20:00',
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
    maxAttempts: 3,
    maxConcurrentCalls: 10,
    bookingUrl: '',
  };
  return { values, hasLiveVendors };
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId, user } = await enter(args, 'campaigns.write');
  const parsed = readNewCampaign(await args.request.formData());
  if (parsed.kind === 'invalid') return data({ errors: parsed.errors }, { status: 422 });
  const answer = await read((tx) => createCampaign(tx, clientId, parsed.campaign, user.id));
  if (answer.kind !== 'ok') return data({ errors: refusalErrors(answer) }, { status: answer.kind === 'name_taken' ? 409 : 422 });
  return redirect(`/campaigns/${answer.id}/import`);
}

export default function NewCampaign() {
  const { values, hasLiveVendors } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors ?? {};
  const messages = Object.values(errors);
  return (
    <>
      <PageHeader
        title="New campaign"
        trail={[{ to: '/campaigns', text: 'Campaigns' }]}
        text="It starts as a draft: nothing is called before you import leads and start it."
      />
      <Card className="max-w-3xl p-5 sm:p-7">
        <Form method="post" className="grid gap-6">
          {messages.length > 0 ? (
            <Alert tone="bad" title="The campaign was not created" icon={<CircleAlert aria-hidden />}>
              {messages.join(' ')}
            </Alert>
          ) : null}
          <KindFields values={values} hasLiveVendors={hasLiveVendors} />
          <SettingsFields values={values} errors={errors} isRehearsal={undefined} />
          <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-5">
            <ButtonLink to="/campaigns">Cancel</ButtonLink>
            <SubmitButton look="primary" pendingText="Creating…">
              Create and import leads
            </SubmitButton>
          </div>
        </Form>
      </Card>
    </>
  );
}
