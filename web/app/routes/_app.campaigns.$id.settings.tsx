import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useLoaderData, useSearchParams } from '@remix-run/react';
import { effectsOfChange } from '#stores/campaign-change.ts';
import { updateCampaign } from '#stores/campaigns.ts';
import { type CampaignOverview, campaignChoices, campaignOverview } from '#stores/views-campaigns.ts';
import { readCampaignChange, refusalErrors, valuesIn } from '../campaign-form.server.ts';
import { ChangePreview } from '../components/campaign/change-preview.tsx';
import {
  CadenceWords,
  type CampaignValues,
  HoursFields,
  NameFields,
  PaceFields,
  VoiceFields,
} from '../components/campaign/settings-fields.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { Problems } from '../components/problems.tsx';
import { SubmitButton } from '../components/ui/button.tsx';
import { Card, CardHeader } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { changeWords } from '../words/changes.ts';
import { formatPhone } from '../words/numbers.ts';

function valuesOf(campaign: CampaignOverview): CampaignValues {
  const { name, mode, cadencePreset, enforceHours, timezone, maxAttempts, maxConcurrentCalls, callingHours } = campaign;
  return {
    ...{ name, mode, cadencePreset, enforceHours, timezone, maxAttempts, maxConcurrentCalls },
    hours: callingHours,
    description: campaign.description ?? '',
    agentId: campaign.agentId ?? '',
    fromNumberId: campaign.fromNumberId ?? '',
    calcomEventTypeId: campaign.calcomEventTypeId?.toString() ?? '',
    bookingUrl: campaign.bookingUrl ?? '',
  };
}

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'campaigns.read');
  const id = idOf(args.params['id']);
  return read(async (tx) => {
    const campaign = await campaignOverview(tx, clientId, id);
    if (!campaign) throw notFound();
    const { status, cadence, cadencePreset } = campaign;
    const mayWrite = may('campaigns.write') && status !== 'completed' && status !== 'archived';
    return { values: valuesOf(campaign), choices: await campaignChoices(tx, clientId), cadence, cadencePreset, status, mayWrite };
  });
}

/** A draft is saved at once. What is under way is first told what the change will move; applying sends the same form once more. */
export async function action(args: ActionFunctionArgs) {
  const { read, clientId } = await enter(args, 'campaigns.write');
  const id = idOf(args.params['id']);
  const form = await args.request.formData();
  return read(async (tx) => {
    const campaign = await campaignOverview(tx, clientId, id);
    if (!campaign) throw notFound();
    form.set('mode', campaign.mode);
    const values = valuesIn(form);
    const parsed = readCampaignChange(values);
    if (parsed.kind === 'invalid') return data({ kind: 'refused' as const, errors: parsed.errors, values }, { status: 422 });
    const isUnderWay = campaign.status === 'active' || campaign.status === 'paused';
    if (isUnderWay && form.get('do') !== 'apply') {
      const effects = await effectsOfChange(tx, clientId, id, parsed.change);
      if (!effects) throw notFound();
      const { agents, numbers } = await campaignChoices(tx, clientId);
      const words = changeWords(effects, {
        agent: (agentId) => agents.find((agent) => agent.id === agentId)?.name ?? 'another agent',
        number: (numberId) => formatPhone(numbers.find((number) => number.id === numberId)?.e164 ?? 'another number'),
      });
      const fields = [...form].filter((field): field is [string, string] => typeof field[1] === 'string' && field[0] !== 'do');
      return data({ kind: 'preview' as const, ...words, fields, values, isChange: effects.changes.length > 0, errors: {} });
    }
    const answer = await updateCampaign(tx, clientId, id, parsed.change);
    if (answer.kind !== 'ok') return data({ kind: 'refused' as const, errors: refusalErrors(answer), values }, { status: 409 });
    return redirect(form.get('next') === 'review' ? `/campaigns/${id}/review` : `/campaigns/${id}/settings?said=saved`);
  });
}

export default function CampaignSettings() {
  const { values: saved, choices, cadence, cadencePreset, status, mayWrite } = useLoaderData<typeof loader>();
  const answer = useKeptAnswer<typeof action>();
  const [params] = useSearchParams();
  const values = answer?.values ?? saved;
  const errors = answer?.errors ?? {};
  const isUnderWay = status === 'active' || status === 'paused';
  const isRehearsal = values.mode === 'rehearsal';
  return (
    <div className="grid grid-cols-1 gap-5">
      {answer?.kind === 'preview' ? <ChangePreview preview={answer} /> : null}
      {/* Applied values are those of the campaign again: the form begins anew with them. */}
      <Form key={JSON.stringify(saved)} method="post" className="grid max-w-4xl grid-cols-1 gap-5">
        {params.get('next') === 'review' ? <input type="hidden" name="next" value="review" /> : null}
        <fieldset disabled={!mayWrite} className="grid min-w-0 grid-cols-1 gap-5">
          <Problems title="Nothing was saved" errors={errors} />
          <Card>
            <CardHeader title="What it is" />
            <div className="grid gap-5 px-5 pb-5">
              <NameFields values={values} errors={errors} />
              <VoiceFields values={values} errors={errors} choices={choices} mode={values.mode} />
            </div>
          </Card>
          <Card>
            <CardHeader title="When it calls" />
            <div className="px-5 pb-5">
              <HoursFields values={values} errors={errors} isRehearsal={isRehearsal} />
            </div>
          </Card>
          <Card>
            <CardHeader
              title="How often, and what follows"
              text={cadencePreset === 'seconds' ? 'Days become seconds, as chosen at the start.' : 'In true time.'}
            />
            <div className="grid gap-5 px-5 pb-5">
              {mayWrite ? (
                <PaceFields values={values} errors={errors} cadence={cadence} />
              ) : (
                <CadenceWords cadence={cadence} attempts={values.maxAttempts} />
              )}
            </div>
          </Card>
        </fieldset>
        {mayWrite ? (
          <div className="flex flex-wrap items-center justify-end gap-3">
            {isUnderWay ? <p className="text-sm text-muted">You see what the change moves before it is applied.</p> : null}
            <SubmitButton look="primary" name="do" value="ask" pendingText={isUnderWay ? 'Counting…' : 'Saving…'}>
              {isUnderWay ? 'See what this changes' : 'Save'}
            </SubmitButton>
          </div>
        ) : (
          <p className="text-sm text-muted">These settings can no longer change, or your role does not include it.</p>
        )}
      </Form>
    </div>
  );
}
