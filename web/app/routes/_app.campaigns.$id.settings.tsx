import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { CircleAlert } from 'lucide-react';
import { CADENCE_PRESETS } from '#domain/cadence.ts';
import { updateCampaign } from '#stores/campaigns.ts';
import { campaignOverview } from '#stores/views-campaigns.ts';
import { readCampaignChange, refusalErrors } from '../campaign-form.server.ts';
import { type CampaignValues, DAYS, SettingsFields } from '../components/campaign/settings-fields.tsx';
import { SubmitButton } from '../components/ui/button.tsx';
import { Alert, Card, CardHeader, Fact } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { formatSpan } from '../words/time.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'campaigns.read');
  const id = idOf(args.params['id']);
  const campaign = await read((tx) => campaignOverview(tx, clientId, id));
  if (!campaign) throw notFound();
  const days = Object.keys(DAYS).filter((day) => (campaign.callingHours[day as keyof typeof DAYS] ?? []).length > 0);
  const window = campaign.callingHours[days[0] as keyof typeof DAYS]?.[0] ?? ['09:00', '20:00'];
  const { name, description, mode, cadencePreset, enforceHours, timezone, maxAttempts, maxConcurrentCalls, bookingUrl, status, cadence } =
    campaign;
  const values: CampaignValues = {
    ...{ name, mode, cadencePreset, enforceHours, timezone, maxAttempts, maxConcurrentCalls, days },
    description: description ?? '',
    bookingUrl: bookingUrl ?? '',
    from: window[0],
    to: window[1],
  };
  return { values, cadence, status, mayWrite: may('campaigns.write') && status !== 'completed' && status !== 'archived' };
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId } = await enter(args, 'campaigns.write');
  const id = idOf(args.params['id']);
  const form = await args.request.formData();
  const campaign = await read((tx) => campaignOverview(tx, clientId, id));
  if (!campaign) throw notFound();
  form.set('mode', campaign.mode);
  const parsed = readCampaignChange(form);
  if (parsed.kind === 'invalid') return data({ errors: parsed.errors }, { status: 422 });
  const answer = await read((tx) => updateCampaign(tx, clientId, id, parsed.change));
  if (answer.kind !== 'ok') return data({ errors: refusalErrors(answer) }, { status: 409 });
  return redirect(`/campaigns/${id}/settings?said=saved`);
}

export default function CampaignSettings() {
  const { values, cadence, status, mayWrite } = useLoaderData<typeof loader>();
  const errors = useActionData<typeof action>()?.errors ?? {};
  const messages = Object.values(errors);
  return (
    <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[3fr_2fr]">
      <Card>
        <CardHeader title="Settings" text={status === 'active' ? 'Changes hold from each lead’s next step on.' : undefined} />
        <Form method="post" className="px-5 pb-5">
          <fieldset disabled={!mayWrite} className="grid gap-6">
            {messages.length > 0 ? (
              <Alert tone="bad" title="Nothing was saved" icon={<CircleAlert aria-hidden />}>
                {messages.join(' ')}
              </Alert>
            ) : null}
            <SettingsFields values={values} errors={errors} isRehearsal={values.mode === 'rehearsal'} />
            {mayWrite ? (
              <div className="flex justify-end border-t border-line pt-5">
                <SubmitButton look="primary" pendingText="Saving…">
                  Save
                </SubmitButton>
              </div>
            ) : (
              <p className="text-sm text-muted">These settings can no longer change, or your role does not include it.</p>
            )}
          </fieldset>
        </Form>
      </Card>
      <Card>
        <CardHeader
          title="Timing"
          text={
            values.cadencePreset in CADENCE_PRESETS && values.cadencePreset === 'seconds'
              ? 'Days become seconds: chosen at the start.'
              : 'True time.'
          }
        />
        <dl className="grid grid-cols-2 gap-4 px-5 pb-5">
          <Fact label="Retry after no answer">{cadence.retry.map(formatSpan).join(', then ')}</Fact>
          <Fact label="Call back">{formatSpan(cadence.callback)} later, unless asked otherwise</Fact>
          <Fact label="Booking link again">{formatSpan(cadence.invite.again)} later</Fact>
          <Fact label="Back to calling">{formatSpan(cadence.invite.giveUp)} without a booking</Fact>
          <Fact label="Reminders">
            {[cadence.reminders['24h'], cadence.reminders['2h'], cadence.reminders['15m']].map(formatSpan).join(', ')} before
          </Fact>
          <Fact label="Asks the lead">{formatSpan(cadence.ask)} after the end</Fact>
          <Fact label="Verdict">{formatSpan(cadence.verify)} after the start</Fact>
          <Fact label="After a no-show">
            {cadence.rebook.map((s) => (s === 0 ? 'at once' : formatSpan(s))).join(', ')}; given up {formatSpan(cadence.rebookGiveUp)} later
          </Fact>
        </dl>
      </Card>
    </div>
  );
}
