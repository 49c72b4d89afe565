import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, Link, useLoaderData } from '@remix-run/react';
import { ArrowLeft, CircleAlert, Undo2 } from 'lucide-react';
import type { Channel } from '#domain/snapshot.ts';
import { LIFE_TEXTS } from '#domain/text-rules.ts';
import type { TemplateKey } from '#domain/texts.ts';
import { campaignTexts, resetText, sampleFor, saveText } from '#stores/template-editing.ts';
import { campaignOverview } from '#stores/views-campaigns.ts';
import { whenWords } from '../campaign-texts.server.ts';
import { TextEditor } from '../components/campaign/text-editor.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { Alert, Card, CardHeader } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { CHANNELS, stepWords } from '../words/steps.ts';

/** `reminder_2h.sms` in an address, or 404. */
function textOf(name: string | undefined): { key: TemplateKey; channel: Channel } {
  const [key, channel] = (name ?? '').split('.');
  const known = LIFE_TEXTS.find((each) => each === key);
  if (!known || (channel !== 'sms' && channel !== 'email')) throw notFound();
  return { key: known, channel };
}

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'campaigns.write');
  const campaignId = idOf(args.params['id']);
  const { key, channel } = textOf(args.params['text']);
  const toReview = new URL(args.request.url).searchParams.get('next') === 'review';
  return read(async (tx) => {
    const campaign = await campaignOverview(tx, clientId, campaignId);
    const text = (await campaignTexts(tx, clientId, campaignId)).find((each) => each.key === key && each.channel === channel);
    if (!campaign || !text) throw notFound();
    const sample = await sampleFor(tx, clientId, { campaignId, key, web: args.context.urls.web });
    return { campaignId, text, sample, when: whenWords(key, campaign.cadence), toReview };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId } = await enter(args, 'campaigns.write');
  const campaignId = idOf(args.params['id']);
  const which = { campaignId, ...textOf(args.params['text']) };
  const form = await args.request.formData();
  const [subject, body, deed] = ['subject', 'body', 'do'].map((name) => String(form.get(name) ?? '')) as [string, string, string];
  const back = `/campaigns/${campaignId}/${form.get('next') === 'review' ? 'review' : 'messages/texts'}`;
  if (deed === 'preview') return data({ subject, body, problems: null, closed: null });
  const answer = await read((tx) =>
    deed === 'reset'
      ? resetText(tx, clientId, which)
      : saveText(tx, clientId, which, which.channel === 'email' ? { subject, body } : { body }),
  );
  switch (answer.kind) {
    case 'ok':
      return redirect(`${back}?said=${deed === 'reset' ? 'standard' : 'text'}`);
    case 'missing':
      throw notFound();
    case 'closed':
      return data({ subject, body, problems: null, closed: answer.status }, { status: 409 });
    case 'invalid':
      return data({ subject, body, problems: answer.problems, closed: null }, { status: 422 });
    default:
      return answer satisfies never;
  }
}

export default function CampaignText() {
  const { campaignId, text, sample, when, toReview } = useLoaderData<typeof loader>();
  const answer = useKeptAnswer<typeof action>();
  const { key, channel, source } = text;
  const { subject, body } = answer ?? text;
  const back = `/campaigns/${campaignId}/${toReview ? 'review' : 'messages/texts'}`;
  return (
    <div className="grid grid-cols-1 gap-3">
      <Link
        to={back}
        className="inline-flex min-h-8 w-fit items-center gap-1.5 rounded-sm text-sm font-medium text-primary-ink hover:underline max-sm:min-h-11"
      >
        <ArrowLeft aria-hidden className="size-4" /> {toReview ? 'Back to the review' : 'All texts'}
      </Link>
      {answer?.problems ? (
        <Alert tone="bad" title="The text was not saved" icon={<CircleAlert aria-hidden />}>
          See what is missing below the field.
        </Alert>
      ) : null}
      {answer?.closed ? (
        <Alert tone="bad" title={`The campaign is ${answer.closed}: its texts can no longer change.`} icon={<CircleAlert aria-hidden />} />
      ) : null}
      <Card>
        <CardHeader
          title={`${stepWords(key)}, ${(CHANNELS[channel] ?? channel).toLowerCase()}`}
          text={`Goes out ${when}. ${SOURCES[source]}`}
        />
        <Form method="post" className="grid gap-5 px-5 pb-5">
          {toReview ? <input type="hidden" name="next" value="review" /> : null}
          <TextEditor
            key={`${key}.${channel}`}
            textKey={key}
            channel={channel}
            subject={subject}
            body={body}
            sample={sample}
            refused={answer?.problems ?? null}
          />
          {/* Saving comes first: it is what Enter does. */}
          <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-5">
            <ButtonLink to={back}>Cancel</ButtonLink>
            <SubmitButton look="primary" name="do" value="save" pendingText="Saving…">
              Save the text
            </SubmitButton>
            <SubmitButton name="do" value="preview" className="js-hidden">
              Preview
            </SubmitButton>
          </div>
        </Form>
        {source === 'campaign' ? (
          <Form method="post" className="border-t border-line px-5 py-4">
            {toReview ? <input type="hidden" name="next" value="review" /> : null}
            <SubmitButton size="small" name="do" value="reset" pendingText="Going back…">
              <Undo2 aria-hidden /> Use the standard text again
            </SubmitButton>
          </Form>
        ) : null}
      </Card>
    </div>
  );
}

const SOURCES = {
  campaign: 'This campaign has a text of its own.',
  client: 'The account’s text; a change holds for this campaign alone.',
  standard: 'The standard text; a change holds for this campaign alone.',
} as const;
