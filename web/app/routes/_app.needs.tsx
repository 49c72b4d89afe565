import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { CircleCheck } from 'lucide-react';
import { MODES, type Mode } from '#domain/lead.ts';
import { troubledDeeds } from '#stores/views-needs.ts';
import { waitingRows } from '#stores/views-needs-lists.ts';
import { useDeedRound } from '../components/deed-round.ts';
import { DeedsTable, WaitingTable } from '../components/overview/needs-tables.tsx';
import { SteadyList } from '../components/steady-list.tsx';
import { Choices, PageHeader } from '../components/ui/navigation.tsx';
import { Card, EmptyState } from '../components/ui/surface.tsx';
import { enter } from '../member.server.ts';
import { handleReply, REPLY_VERBS } from '../reply-deeds.server.ts';
import { NEED_LISTS, type NeedList } from '../words/needs.ts';
import { formatNumberOf } from '../words/numbers.ts';

export const meta: MetaFunction<typeof loader> = ({ data: page }) => [
  { title: `${page ? LISTS[page.which].tab : 'What waits'} · Overview · Callvia` },
];

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, client, may } = await enter(args, 'calls.read');
  const params = new URL(args.request.url).searchParams;
  const which = NEED_LISTS.find((one) => one === params.get('which')) ?? 'unclear';
  const mode = MODES.find((one) => one === params.get('mode'));
  const zone = client.timezone;
  const page = { which, mode: mode ?? null, zone, mayWrite: may('leads.write'), deeds: null, waiting: null };
  if (which === 'unclear' || which === 'refused')
    return { ...page, deeds: { which, deeds: await read((tx) => troubledDeeds(tx, clientId, which, mode)) } };
  return { ...page, waiting: { which, rows: await read((tx) => waitingRows(tx, clientId, which, mode)) } };
}

export async function action(args: ActionFunctionArgs) {
  const { clientId, user, read } = await enter(args, 'leads.write');
  const form = await args.request.formData();
  if (!REPLY_VERBS.some((verb) => verb === form.get('verb'))) throw new Response('', { status: 400 });
  return handleReply(form, { read, clientId, userId: user.id });
}

type List = { tab: string; text: string; none: [title: string, text: string] };
const LISTS: Record<NeedList, List> = {
  late: {
    tab: 'Overdue steps',
    text: 'Leads whose next step should have happened a quarter of an hour ago. They are told again by themselves; one that stays here is worth a look.',
    none: ['Nothing is overdue', 'A lead whose next step does not happen in time would stand here.'],
  },
  replies: {
    tab: 'Replies',
    text: 'What leads wrote that the rules cannot answer. After a missed appointment, offers of a new time rest for a day after each, so that a person can.',
    none: [
      'No reply waits',
      'A text that needs a person would stand here until somebody marks it as handled or the lead has a new appointment.',
    ],
  },
  unclear: {
    tab: 'Unclear',
    text: 'A vendor was asked and its answer was lost. Each is looked up there until it is known, and never done a second time.',
    none: ['Everything is clear', 'Calls, messages, bookings and invoices that a vendor did not answer for would stand here.'],
  },
  refused: {
    tab: 'Refused',
    text: 'A vendor said no within the last day. Nothing was done; where another try helps, it is planned already.',
    none: ['Nothing was refused', 'Calls, messages, bookings and invoices that a vendor refused would stand here for a day.'],
  },
  imports: {
    tab: 'Stopped imports',
    text: 'Imports of the last week that stopped before their end. What was read before stays.',
    none: ['No import stopped', 'An import that could not be finished would stand here for a week.'],
  },
  untold: {
    tab: 'Waiting for the worker',
    text: 'Changes that the worker has not taken over for two minutes. They are kept, and taken over in order as soon as it runs.',
    none: ['The worker keeps up', 'Changes that the worker does not take over within two minutes would stand here.'],
  },
};

const OF = [
  [null, 'Live and rehearsals'],
  ['live', 'Live'],
  ['rehearsal', 'Rehearsals'],
] as const;
const addressOf = (which: NeedList, mode: Mode | null) => `?which=${which}${mode ? `&mode=${mode}` : ''}`;

export default function Waiting() {
  const { which, mode, zone, mayWrite, deeds, waiting } = useLoaderData<typeof loader>();
  const round = useDeedRound();
  const { text, none } = LISTS[which];
  const n = deeds?.deeds.length ?? waiting?.rows.length ?? 0;
  return (
    <>
      <PageHeader title="What waits" trail={[{ to: '/', text: 'Overview' }]} text={text} />
      <div className="flex flex-wrap gap-3">
        <Choices
          label="What waits"
          choices={NEED_LISTS.map((one) => ({ to: addressOf(one, mode), text: LISTS[one].tab, isCurrent: one === which }))}
        />
        <Choices
          label="Live or rehearsal"
          choices={OF.map(([of, name]) => ({ to: addressOf(which, of), text: name, isCurrent: of === mode }))}
        />
      </div>
      <Card>
        {n === 0 ? (
          <EmptyState icon={<CircleCheck aria-hidden />} title={none[0]} text={none[1]} />
        ) : (
          <>
            {deeds ? (
              <SteadyList rows={deeds.deeds} noun="row" round={round}>
                {(rows) => <DeedsTable deeds={rows} which={deeds.which} zone={zone} />}
              </SteadyList>
            ) : null}
            {waiting ? (
              <SteadyList rows={waiting.rows} noun="row" round={round}>
                {(rows) => <WaitingTable rows={rows} which={waiting.which} zone={zone} mayWrite={mayWrite} />}
              </SteadyList>
            ) : null}
            <p className="border-t border-line px-5 py-3 text-sm text-muted">
              {n < 1000 ? formatNumberOf(n, 'row') : 'The first 1,000 rows'}
            </p>
          </>
        )}
      </Card>
    </>
  );
}
