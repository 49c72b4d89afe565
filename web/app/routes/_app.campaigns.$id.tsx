import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { useLoaderData, useLocation, useSearchParams, useSubmit } from '@remix-run/react';
import { CircleAlert, Pause, Play, Plus, Upload } from 'lucide-react';
import { type CampaignDeed, campaignDeeds } from '#domain/campaign-deeds.ts';
import { campaignOverview } from '#stores/views-campaigns.ts';
import { askFacts, runVerb } from '../campaign-verbs.server.ts';
import { DeedsMenu } from '../components/campaign/deeds-menu.tsx';
import { NextAction } from '../components/campaign/next-action.tsx';
import { PartOutlet } from '../components/campaign/part-outlet.tsx';
import { useKeptAnswer } from '../components/kept-answer.ts';
import { later } from '../components/later.tsx';
import { useSaid } from '../components/said.tsx';
import { CampaignStatusBadge, RehearsalBadge } from '../components/status.tsx';
import { ButtonLink } from '../components/ui/button.tsx';
import { PageHeader, Tabs } from '../components/ui/navigation.tsx';
import { Alert } from '../components/ui/surface.tsx';
import { enter, idOf, notFound, safeNext } from '../member.server.ts';
import { DEED_SAID, DEED_WORDS } from '../words/campaign-deeds.ts';
import { formatCount } from '../words/numbers.ts';

/** Fetched when something is asked. */
const ConsequenceDialog = later(async () => (await import('../components/campaign/consequences.tsx')).ConsequenceDialog);

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page?.campaign.name ?? 'Campaign'} · Campaigns · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'campaigns.read');
  const id = idOf(args.params['id']);
  const verb = new URL(args.request.url).searchParams.get('do');
  const page = await read(async (tx) => {
    const campaign = await campaignOverview(tx, clientId, id);
    return campaign && { campaign, facts: await askFacts(tx, clientId, campaign, verb) };
  });
  if (!page) throw notFound();
  return {
    ...page,
    mayWrite: may('campaigns.write'),
    mayDelete: may('campaigns.delete'),
    mayImport: may('imports.write'),
    mayAdd: may('leads.write'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { read, clientId, ...member } = await enter(args, 'campaigns.write');
  const campaignId = idOf(args.params['id']);
  const form = await args.request.formData();
  const verb = String(form.get('verb') ?? '');
  const answer = await read((tx) => runVerb(tx, { verb, form, clientId, campaignId, member, context: args.context }));
  if (answer.kind === 'refused') return data(answer, { status: 409 });
  const asked = form.has('next') ? safeNext(form.get('next')) : `/campaigns/${campaignId}`;
  const at = new URL(answer.at ?? asked, 'http://here.invalid');
  at.searchParams.set('said', verb);
  return redirect(`${at.pathname}${at.search}`);
}

const SAID = {
  ...DEED_SAID,
  saved: 'The settings are saved.',
  undone: 'The import was taken back.',
  text: 'The text is saved. It is used from the next message on.',
  standard: 'The standard text is used again.',
};

/** These have a button of their own beside the menu. */
const ON_THE_PAGE: readonly CampaignDeed[] = ['start', 'pause', 'resume'];

export default function CampaignPage() {
  const { campaign, facts, mayWrite, mayDelete, mayImport, mayAdd } = useLoaderData<typeof loader>();
  const answer = useKeptAnswer<typeof action>();
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const base = `/campaigns/${campaign.id}`;
  const submit = useSubmit();
  const doing = (verb: CampaignDeed) => () => submit({ verb }, { method: 'post', action: base });
  useSaid(SAID, { pause: doing('resume'), resume: doing('pause') });
  const isOpen = campaign.status !== 'completed' && campaign.status !== 'archived';
  const offers = campaignDeeds(campaign, mayDelete).filter(({ deed, refusal }) => refusal !== null || !ON_THE_PAGE.includes(deed));
  const ask = (verb: string) => `${pathname}?${new URLSearchParams({ do: verb })}`;
  return (
    <>
      <PageHeader
        title={campaign.name}
        trail={[{ to: '/campaigns', text: 'Campaigns' }]}
        badge={
          <>
            <CampaignStatusBadge status={campaign.status} />
            <RehearsalBadge mode={campaign.mode} long />
          </>
        }
        text={
          <>
            {campaign.description ? <>{campaign.description} · </> : null}
            <NextAction card={campaign} />
          </>
        }
      >
        {mayAdd && isOpen && pathname === `${base}/leads` ? (
          <ButtonLink to={`/leads/new?campaign=${campaign.id}`}>
            <Plus aria-hidden /> Add lead
          </ButtonLink>
        ) : null}
        {mayImport && isOpen ? (
          <ButtonLink to={`${base}/import`} look={campaign.stats.totalLeads === 0 && pathname === base ? 'primary' : 'secondary'}>
            <Upload aria-hidden /> Import leads
          </ButtonLink>
        ) : null}
        {mayWrite && campaign.status === 'draft' && campaign.stats.totalLeads > 0 ? (
          <ButtonLink to={ask('start')} look="primary" preventScrollReset>
            <Play aria-hidden /> Start
          </ButtonLink>
        ) : null}
        {mayWrite && campaign.status === 'active' ? (
          <ButtonLink to={ask('pause')} preventScrollReset>
            <Pause aria-hidden /> Pause
          </ButtonLink>
        ) : null}
        {mayWrite && campaign.status === 'paused' ? (
          <ButtonLink to={ask('resume')} look="primary" preventScrollReset>
            <Play aria-hidden /> Resume
          </ButtonLink>
        ) : null}
        {mayWrite ? <DeedsMenu offers={offers} ask={ask} name={campaign.name} /> : null}
        {mayWrite ? (
          <noscript>
            <span className="flex flex-wrap gap-2">
              {offers.map(({ deed, refusal }) =>
                refusal ? null : (
                  <ButtonLink key={deed} to={ask(deed)} size="small">
                    {DEED_WORDS[deed]}
                  </ButtonLink>
                ),
              )}
            </span>
          </noscript>
        ) : null}
      </PageHeader>
      {answer?.kind === 'refused' ? (
        <Alert tone="bad" title={answer.title} icon={<CircleAlert aria-hidden />}>
          <ul className="list-disc pl-5">
            {answer.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
      <Tabs
        label="Parts of this campaign"
        tabs={[
          { to: base, text: 'Overview', end: true },
          { to: `${base}/leads`, text: 'Leads', count: formatCount(campaign.stats.totalLeads) },
          { to: `${base}/appointments`, text: 'Appointments', count: formatCount(campaign.stats.appointments) },
          { to: `${base}/calls`, text: 'Calls', count: formatCount(campaign.stats.callsPlaced) },
          { to: `${base}/messages`, text: 'Messages' },
          { to: `${base}/imports`, text: 'Imports' },
          { to: `${base}/settings`, text: 'Settings' },
        ]}
      />
      <PartOutlet base={base} />
      {mayWrite && params.has('do') && !answer ? (
        <ConsequenceDialog verb={params.get('do') ?? ''} campaign={campaign} facts={facts} action={base} back={pathname} />
      ) : null}
    </>
  );
}
