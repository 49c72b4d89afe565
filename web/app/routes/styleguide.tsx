import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useSearchParams } from '@remix-run/react';
import { CircleAlert, CircleCheck, Ellipsis, Info, Plus, TriangleAlert, Users } from 'lucide-react';
import { APPOINTMENT_STATUSES, CALL_STATUSES, CAMPAIGN_STATUSES, LEAD_STATUSES } from '#domain/lead.ts';
import { Announcer } from '../components/announcer.tsx';
import { Bars } from '../components/charts/bars.tsx';
import { useKeys } from '../components/keys.tsx';
import { later } from '../components/later.tsx';
import { Line, Part } from '../components/sample.tsx';
import {
  AppointmentStatusBadge,
  CallStatusBadge,
  CampaignStatusBadge,
  ImportStatusBadge,
  InvoiceStatusBadge,
  LeadStatusBadge,
  MessageStatusBadge,
  RehearsalBadge,
} from '../components/status.tsx';
import { Countdown, Moment, Relative } from '../components/time.tsx';
import { Toasts } from '../components/toasts.tsx';
import { Badge } from '../components/ui/badge.tsx';
import { Button, ButtonLink } from '../components/ui/button.tsx';
import { Dialog } from '../components/ui/dialog.tsx';
import { Disclosure } from '../components/ui/disclosure.tsx';
import { Checkbox, ChoiceCards, SelectField, TextArea, TextField } from '../components/ui/form.tsx';
import { Menu } from '../components/ui/menu.tsx';
import { Breadcrumbs, Choices } from '../components/ui/navigation.tsx';
import { Progress } from '../components/ui/progress.tsx';
import { Alert, EmptyState, Fact, Stat } from '../components/ui/surface.tsx';
import { Cell, Head, Row, SortHead, Table } from '../components/ui/table.tsx';
import { Tooltip } from '../components/ui/tooltip.tsx';
import { memberOf } from '../member.server.ts';
import { formatCount } from '../words/numbers.ts';

/** Fetched apart: the frame's parts would make this the heaviest page there is. */
const FrameSamples = later(async () => (await import('../components/sample-frame.tsx')).FrameSamples);

export const meta: MetaFunction = () => [{ title: 'Style guide · Callvia' }];

export async function loader(args: LoaderFunctionArgs) {
  await memberOf(args);
  return null;
}

const LOOKS = ['primary', 'secondary', 'ghost', 'danger'] as const;
const TONES = ['quiet', 'info', 'primary', 'good', 'warn', 'bad'] as const;
const ZONE = 'America/New_York';
const SOME_DAY = '2026-11-24T19:30:00.000Z';

export default function StyleGuide() {
  const [params] = useSearchParams();
  const keys = useKeys({ hasKeys: true, mayCreate: true, mayBill: true });
  return (
    <main className="mx-auto grid max-w-5xl gap-6 p-6 sm:p-10">
      <header className="grid gap-1">
        <Breadcrumbs trail={[{ to: '/', text: 'Callvia' }]} />
        <h1 className="text-2xl font-semibold tracking-tight">Style guide</h1>
        <p className="text-muted">Every primitive in every state. Colours and sizes come from tokens.css.</p>
      </header>
      <Announcer />
      <FrameSamples />
      <Part title="Buttons">
        {LOOKS.map((look) => (
          <div key={look} className="flex flex-wrap items-center gap-3">
            <Button look={look}>Save</Button>
            <Button look={look} size="small">
              Small
            </Button>
            <Button look={look} size="large">
              Large
            </Button>
            <Button look={look} disabled>
              Disabled
            </Button>
            <Button look={look} pending pendingText="Saving…">
              Save
            </Button>
            <Button look={look} size="icon" aria-label="Add">
              <Plus aria-hidden />
            </Button>
            <ButtonLink look={look} to="/styleguide">
              A link
            </ButtonLink>
          </div>
        ))}
      </Part>
      <Part title="Fields">
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField label="Name" name="a" hint="As colleagues know it." defaultValue="Spring recall" />
          <TextField label="E-mail" name="b" type="email" error="This is not an e-mail address." defaultValue="ada@" />
          <TextField label="Disabled" name="c" disabled defaultValue="Cannot change" />
          <SelectField label="Zone" name="d" defaultValue="b">
            <option value="a">America/New_York</option>
            <option value="b">America/Chicago</option>
          </SelectField>
          <TextArea label="Description" name="e" defaultValue="Two lines" />
          <div className="grid content-start gap-3">
            <Checkbox name="f" label="Keep the hours" hint="Otherwise at any time." defaultChecked />
            <Checkbox name="g" label="Not ticked" />
            <Checkbox name="h" label="Disabled" disabled />
          </div>
        </div>
        <ChoiceCards
          legend="One of three"
          name="i"
          value="x"
          choices={[
            { value: 'x', title: 'Chosen', text: 'With what it means.' },
            { value: 'y', title: 'Another', text: 'With what that means.' },
            { value: 'z', title: 'Not available', text: 'With the reason.', disabled: true },
          ]}
        />
      </Part>
      <Part title="Badges">
        <Line>
          {TONES.map((tone) => (
            <Badge key={tone} tone={tone}>
              {tone}
            </Badge>
          ))}
          <RehearsalBadge mode="rehearsal" />
          <RehearsalBadge mode="rehearsal" long />
        </Line>
        <Line>
          {LEAD_STATUSES.map((s) => (
            <LeadStatusBadge key={s} status={s} />
          ))}
        </Line>
        <Line>
          {CAMPAIGN_STATUSES.map((s) => (
            <CampaignStatusBadge key={s} status={s} />
          ))}
        </Line>
        <Line>
          {APPOINTMENT_STATUSES.map((s) => (
            <AppointmentStatusBadge key={s} status={s} />
          ))}
        </Line>
        <Line>
          {CALL_STATUSES.map((s) => (
            <CallStatusBadge key={s} status={s} />
          ))}
        </Line>
        <Line>
          {[
            'scheduled',
            'queued',
            'sent',
            'delivered',
            'opened',
            'clicked',
            'undelivered',
            'bounced',
            'failed',
            'received',
            'skipped',
            'unknown',
          ].map((s) => (
            <MessageStatusBadge key={s} status={s} />
          ))}
        </Line>
        <Line>
          {['draft', 'open', 'paid', 'void', 'uncollectible', 'pending'].map((s) => (
            <InvoiceStatusBadge key={s} status={s} />
          ))}
          {['pending', 'running', 'completed', 'failed'].flatMap((status) =>
            [false, true].map((dryRun) => <ImportStatusBadge key={`${status} ${dryRun}`} job={{ status, dryRun }} />),
          )}
        </Line>
      </Part>
      <Part title="Messages on the page">
        <Alert tone="info" title="Something to know" icon={<Info aria-hidden />} />
        <Alert tone="good" title="Done" icon={<CircleCheck aria-hidden />}>
          What was done.
        </Alert>
        <Alert tone="warn" title="Rehearsal: contacts nobody" icon={<TriangleAlert aria-hidden />}>
          What that means here.
        </Alert>
        <Alert tone="bad" title="Nothing was changed" icon={<TriangleAlert aria-hidden />}>
          What happened, and the next step.
        </Alert>
        <EmptyState icon={<Users aria-hidden />} title="No lead here" text="What belongs here and why it is empty.">
          <Button>One thing to do</Button>
        </EmptyState>
      </Part>
      <Part title="Figures, progress, charts">
        <dl className="grid grid-cols-3">
          <Stat label="Leads" value={formatCount(12_340)} note="1,284 done" />
          <Stat label="Booked" value="–" note="no whole yet" />
          <Fact label="A fact">with its value</Fact>
        </dl>
        <Progress
          label="Parts"
          total={100}
          parts={[
            { value: 30, tone: 'good', label: 'showed' },
            { value: 20, tone: 'quiet', label: 'ended' },
          ]}
        />
        <Progress label="Empty" total={0} parts={[]} />
        <Bars
          title="An example of bars"
          series={['Placed', 'Answered']}
          bars={[12, 30, 8, 22, 17, 4, 26].map((n, i) => ({ label: `Day ${i + 1}`, short: String(i + 1), values: [n, Math.round(n / 3)] }))}
          format={formatCount}
        />
      </Part>
      <Part title="Time">
        <Line>
          <Moment at={SOME_DAY} zone={ZONE} />
          <Moment at={SOME_DAY} zone="Asia/Tokyo" seconds />
          <Relative at={SOME_DAY} zone={ZONE} />
          <Countdown until={SOME_DAY} />
        </Line>
      </Part>
      <Part title="Choices, menus, more on request">
        <Choices
          label="Example"
          choices={[
            { to: '/styleguide', text: 'Current', isCurrent: true, count: '3' },
            { to: '/styleguide', text: 'Another', isCurrent: false },
          ]}
        />
        <Line>
          <Menu
            align="start"
            trigger={
              <Button>
                <Ellipsis aria-hidden /> Menu
              </Button>
            }
          >
            {({ MenuItem, MenuLabel, MenuSeparator }) => (
              <>
                <MenuLabel>Deeds</MenuLabel>
                <MenuItem>First</MenuItem>
                <MenuItem disabled>Not now</MenuItem>
                <MenuSeparator />
                <MenuItem>Last</MenuItem>
              </>
            )}
          </Menu>
          <Tooltip text="A few words about it">
            <Button>With a tooltip</Button>
          </Tooltip>
          <ButtonLink to="?dialog=open" preventScrollReset>
            Open a dialog
          </ButtonLink>
        </Line>
        <Disclosure summary="More on request">Here it is.</Disclosure>
      </Part>
      <Part title="Table">
        <Table caption="Example">
          <thead>
            <tr>
              <SortHead column="name">Lead</SortHead>
              <Head>Status</Head>
              <Head className="text-right">Attempts</Head>
            </tr>
          </thead>
          <tbody>
            {LEAD_STATUSES.slice(0, 3).map((status, i) => (
              <Row key={status}>
                <Cell className="stack-title">
                  <Link to="/styleguide" className="row-link font-medium">
                    Lead {i + 1}
                  </Link>
                </Cell>
                <Cell label="Status">
                  <LeadStatusBadge status={status} />
                </Cell>
                <Cell label="Attempts" className="md:text-right">
                  {i} of 3
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Part>
      {params.has('dialog') ? (
        <Dialog title="Call 1,284 leads now?" back="/styleguide">
          <p>What it does, to whom, and what it costs.</p>
          <div className="flex justify-end gap-2 pt-2">
            <ButtonLink to="/styleguide" preventScrollReset>
              Cancel
            </ButtonLink>
            <Button look="danger">
              <CircleAlert aria-hidden /> Call 1,284 leads
            </Button>
          </div>
        </Dialog>
      ) : null}
      <Toasts />
      {keys.shown}
    </main>
  );
}
