import { type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, Link, useLoaderData, useSearchParams } from '@remix-run/react';
import { CircleAlert, Pencil, Play } from 'lucide-react';
import type { ReactNode } from 'react';
import { DIAL_MINUTES_LEFT, nextOpen } from '#domain/calling-window.ts';
import { estimateCampaign, ratesOf } from '#domain/estimate.ts';
import { toInstant } from '#domain/time.ts';
import { type Missing, missingToStart } from '#stores/campaign-verbs.ts';
import { audienceOf, campaignChoices, campaignOverview } from '#stores/views-campaigns.ts';
import { estimateFacts, refusedRows } from '#stores/views-review.ts';
import { readableTexts } from '../campaign-texts.server.ts';
import { MISSING } from '../campaign-verbs.server.ts';
import { ConsequenceDialog } from '../components/campaign/consequences.tsx';
import { EstimateCard, NotCalled, refusedAt } from '../components/campaign/estimate.tsx';
import { CadenceWords } from '../components/campaign/settings-fields.tsx';
import { Steps } from '../components/campaign/steps.tsx';
import { TextsList } from '../components/campaign/texts.tsx';
import { useSaid } from '../components/said.tsx';
import { RehearsalBadge } from '../components/status.tsx';
import { Moment } from '../components/time.tsx';
import { ButtonLink, SubmitButton } from '../components/ui/button.tsx';
import { PageHeader } from '../components/ui/navigation.tsx';
import { Alert, Card, CardHeader, Fact, Stat } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';
import { assumptions } from '../words/estimate.ts';
import { hoursWords } from '../words/hours.ts';
import { formatCount, formatNumberOf, formatPhone } from '../words/numbers.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `Review and start · ${page?.campaign.name ?? 'Campaign'} · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'campaigns.write');
  const id = idOf(args.params['id']);
  const { platform, urls } = args.context;
  return read(async (tx) => {
    const campaign = await campaignOverview(tx, clientId, id);
    if (!campaign) throw notFound();
    if (campaign.status !== 'draft') throw redirect(`/campaigns/${id}`);
    const { agents, numbers } = await campaignChoices(tx, clientId);
    const at = toInstant(Date.now());
    const { callingHours: hours, timezone, enforceHours, cadence, mode, maxAttempts: attempts } = campaign;
    const { groups, withoutZone, measured, terms } = await estimateFacts(tx, clientId, campaign);
    const [rates, lines] = [ratesOf(measured), Math.min(terms.lines, campaign.maxConcurrentCalls)];
    const { retry } = cadence;
    const { centsPerMinute } = terms;
    const pace = mode === 'rehearsal' ? campaign.pace : null;
    return {
      campaign,
      estimate: estimateCampaign({
        ...{ at, groups, attempts, retry, lines, pace, rates, centsPerMinute },
        hours: enforceHours ? hours : null,
      }),
      assumed: assumptions({ rates, attempts, lines, mode, zones: groups.length }),
      terms: { ...terms, mode, zone: timezone },
      withoutZone: enforceHours ? withoutZone : 0,
      refused: await refusedRows(tx, clientId, id),
      audience: await audienceOf(tx, clientId, id),
      missing: (await missingToStart(tx, clientId, id, platform)).map((what) => ({ text: MISSING[what], to: MENDED_AT[what] })),
      agent: agents.find((agent) => agent.id === campaign.agentId)?.name ?? null,
      number: numbers.find((number) => number.id === campaign.fromNumberId)?.e164 ?? null,
      hours: hoursWords(hours),
      firstCallAt: enforceHours ? nextOpen({ zones: [timezone], hours, at, minutesLeft: DIAL_MINUTES_LEFT }) : at,
      isOpen: !enforceHours || nextOpen({ zones: [timezone], hours, at, minutesLeft: DIAL_MINUTES_LEFT }) === at,
      texts: await readableTexts(tx, { clientId, campaignId: id, cadence, web: urls.web }),
    };
  });
}

/** Where what is missing can be mended; the keys of a server are not the app's to give. */
const MENDED_AT: Record<Missing, { path: string; text: string } | null> = {
  vendor_keys: null,
  agent: { path: '/settings?next=review', text: 'Choose one' },
  number: { path: '/settings?next=review', text: 'Choose one' },
  booking: { path: '/settings?next=review', text: 'Set one' },
  leads: { path: '/import', text: 'Import leads' },
};

const SAID = { text: 'The text is saved.', standard: 'The standard text is used again.' };

export default function Review() {
  const { campaign, audience, estimate, assumed, terms, withoutZone, refused, missing, agent, number, hours, firstCallAt, isOpen, texts } =
    useLoaderData<typeof loader>();
  useSaid(SAID);
  const isAsked = useSearchParams()[0].get('do') === 'start';
  const base = `/campaigns/${campaign.id}`;
  const isLive = campaign.mode === 'live';
  const leads = formatNumberOf(audience.callable, 'lead');
  return (
    <>
      <PageHeader
        title={`Review “${campaign.name}”`}
        trail={[
          { to: '/campaigns', text: 'Campaigns' },
          { to: base, text: campaign.name },
        ]}
        badge={<RehearsalBadge mode={campaign.mode} long />}
      />
      <Steps current={3} links={[`${base}/settings?next=review`, `${base}/import`, null]} />
      {missing.length > 0 ? (
        <Alert tone="warn" title="Before it can start" icon={<CircleAlert aria-hidden />}>
          <ul className="list-disc pl-5">
            {missing.map(({ text, to }) => (
              <li key={text}>
                {text}{' '}
                {to ? (
                  <Link to={`${base}${to.path}`} className="font-medium underline">
                    {to.text}
                  </Link>
                ) : null}
              </li>
            ))}
          </ul>
        </Alert>
      ) : null}
      <div className="grid grid-cols-1 items-start gap-5 xl:grid-cols-[3fr_2fr]">
        <div className="grid grid-cols-1 gap-5">
          <Card>
            <Title text="Whom it calls" to={`${base}/import`} verb="Import more" />
            <dl className="grid grid-cols-2 border-t border-line sm:grid-cols-3 sm:divide-x sm:divide-line">
              <Stat label="Will be dialled" value={formatCount(audience.callable)} />
              <Stat
                label="On the do-not-call list"
                value={formatCount(audience.suppressed)}
                note="never dialled"
                to={audience.suppressed > 0 ? `${base}/leads?status=dnc` : undefined}
              />
              {audience.unconsented > 0 ? (
                <Stat
                  label="Without consent"
                  value={formatCount(audience.unconsented)}
                  note="kept, and not dialled"
                  to={refusedAt(base, refused, 'unconsented')}
                />
              ) : null}
            </dl>
            <NotCalled base={base} refused={refused} withoutZone={withoutZone} />
          </Card>
          {audience.callable > 0 ? <EstimateCard estimate={estimate} words={assumed} terms={terms} /> : null}
          <Card>
            <Title text="How it works" to={`${base}/settings?next=review`} verb="Change" />
            <div className="grid gap-4 px-5 pb-5">
              <dl className="grid gap-4 sm:grid-cols-2">
                <Fact label="Voice agent">{agent ?? 'The account’s own'}</Fact>
                <Fact label="Calls and texts come from">{number ? formatPhone(number) : 'The account’s own number'}</Fact>
                <Fact label="Calling hours, where the lead lives">
                  {campaign.enforceHours ? hours : 'Any time: a rehearsal contacts nobody'}
                </Fact>
                <Fact label="Booking">
                  {campaign.bookingUrl ??
                    (campaign.calcomEventTypeId
                      ? `Event type ${campaign.calcomEventTypeId}`
                      : isLive
                        ? 'The account’s own calendar'
                        : 'The sandbox’s calendar')}
                </Fact>
                <Fact label="Attempts">{campaign.maxAttempts}</Fact>
                <Fact label="Calls at the same time">{formatCount(campaign.maxConcurrentCalls)} at most</Fact>
              </dl>
              <CadenceWords cadence={campaign.cadence} attempts={campaign.maxAttempts} />
            </div>
          </Card>
        </div>
        <div className="grid grid-cols-1 gap-5">
          <Card>
            <CardHeader title="What leads will read" text="Open one to see it as a lead would." />
            <TextsList texts={texts} base={base} next="review" mayWrite />
          </Card>
        </div>
      </div>
      <Card edge="primary" className="z-10 flex flex-wrap items-center justify-between gap-4 p-5 sm:sticky sm:bottom-3">
        <p className="max-w-2xl text-sm">
          {isLive
            ? `It begins to call real people, ${leads} in all, each within the calling hours where they live. Calls cost money by the minute.`
            : `It runs against the sandbox: ${leads} are played by it, nobody is contacted, and its invoices stay in the rehearsal books.`}{' '}
          First calls: {isOpen || firstCallAt === null ? 'at once' : <Moment at={firstCallAt} zone={campaign.timezone} />}.
        </p>
        <div className="flex flex-wrap gap-2">
          <ButtonLink to={base}>Keep as a draft</ButtonLink>
          {isLive && missing.length === 0 ? (
            <ButtonLink to="?do=start" look="primary" preventScrollReset>
              <Play aria-hidden /> Call {leads} now…
            </ButtonLink>
          ) : (
            <Form method="post" action={base}>
              <SubmitButton look="primary" name="verb" value="start" pendingText="Starting…" disabled={missing.length > 0}>
                <Play aria-hidden /> {isLive ? `Call ${leads} now` : `Rehearse with ${leads}`}
              </SubmitButton>
            </Form>
          )}
        </div>
      </Card>
      {isAsked && isLive && missing.length === 0 ? (
        <ConsequenceDialog
          {...{ campaign, action: base, verb: 'start', back: `${base}/review` }}
          facts={{ copyName: '', callable: audience.callable }}
        />
      ) : null}
    </>
  );
}

function Title({ text, to, verb }: { text: ReactNode; to: string; verb: string }) {
  return (
    <CardHeader title={text}>
      <Link
        to={to}
        className="inline-flex min-h-6 items-center gap-1.5 rounded-sm text-sm font-medium text-primary-ink hover:underline max-sm:min-h-11"
      >
        <Pencil aria-hidden className="size-3.5" /> {verb}
      </Link>
    </CardHeader>
  );
}
