import { Form, Link } from '@remix-run/react';
import { Check, X } from 'lucide-react';
import type { AppointmentLine } from '#stores/views-appointments.ts';
import { formatNumberOf, nameOf } from '../../words/numbers.ts';
import { methodWords } from '../../words/steps.ts';
import { formatLength } from '../../words/time.ts';
import { AnswerBadge, AppointmentStatusBadge, RehearsalBadge } from '../status.tsx';
import { Countdown, Moment } from '../time.tsx';
import { Badge } from '../ui/badge.tsx';
import { SubmitButton } from '../ui/button.tsx';
import { Cell, Head, Row, SortHead, Table } from '../ui/table.tsx';

const who = (a: AppointmentLine) => (a.leadId ? nameOf({ ...a, phone: a.phone ?? '' }) || a.attendeeName : a.attendeeName || 'Somebody');

/** Appointments with their state. */
export function AppointmentsTable({ appointments, withCampaign }: { appointments: AppointmentLine[]; withCampaign: boolean }) {
  return (
    <Table caption="Appointments">
      <thead>
        <tr>
          <Head>Lead</Head>
          <SortHead column="start">Start</SortHead>
          <Head>Status</Head>
          <Head>Verdict</Head>
          {withCampaign ? <Head>Campaign</Head> : null}
        </tr>
      </thead>
      <tbody>
        {appointments.map((a) => (
          <Row key={a.id}>
            <Cell className="stack-title">
              {a.leadId ? (
                <Link to={`/leads/${a.leadId}#appointment-${a.id}`} className="row-link font-medium">
                  {who(a)}
                </Link>
              ) : (
                <Link to={`/appointments/${a.id}/link`} className="row-link font-medium">
                  {who(a)}: link to a lead
                </Link>
              )}
              <span className="block text-muted max-md:hidden">{a.title}</span>
            </Cell>
            <Cell label="Start">
              <Moment at={a.startAt} zone={a.zone} />
              {a.rescheduleCount > 0 ? (
                <span className="block text-xs text-muted">moved {formatNumberOf(a.rescheduleCount, 'time')}</span>
              ) : null}
            </Cell>
            <Cell label="Status">
              <span className="flex flex-wrap gap-1.5 max-md:justify-end">
                <AppointmentStatusBadge status={a.status} />
                {a.disputed ? <Badge tone="bad">Disputed</Badge> : null}
              </span>
            </Cell>
            <Cell label="Verdict">
              <Verdict appointment={a} />
            </Cell>
            {withCampaign ? (
              <Cell label="Campaign" className="stack-hide">
                <span className="flex flex-wrap items-center gap-1.5">
                  {a.campaignName ?? '–'} <RehearsalBadge mode={a.mode} />
                </span>
              </Cell>
            ) : null}
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

function Verdict({ appointment: a }: { appointment: AppointmentLine }) {
  if (a.status === 'cancelled') return <span className="text-muted">{a.cancelReason ?? 'cancelled'}</span>;
  if (a.method) return <span className="text-muted">{methodWords(a.method)}</span>;
  return (
    <span className="text-muted">
      decided <Moment at={a.verifyAt} zone={a.zone} />
    </span>
  );
}

/** What is known about a show before its verdict. */
export function Evidence({ appointment: a }: { appointment: Pick<AppointmentLine, 'leadConfirmed' | 'proofSeconds'> }) {
  return (
    <ul className="grid gap-1 text-sm whitespace-nowrap">
      <li className="flex items-center gap-2 max-md:[td_&]:justify-end">
        <span className="text-muted">Lead says</span> {a.leadConfirmed === null ? 'nothing yet' : <AnswerBadge answer={a.leadConfirmed} />}
      </li>
      <li className="flex items-center gap-2 max-md:[td_&]:justify-end">
        <span className="text-muted">Longest call</span>
        {a.proofSeconds === null ? 'none' : `${formatLength(a.proofSeconds)}${a.proofSeconds > 45 ? ', a proof' : ', too short'}`}
      </li>
    </ul>
  );
}

/** What has begun and is not decided: one press each, or several at once. */
export function VerificationQueue({
  appointments,
  mayConfirm,
  withCampaign,
}: {
  appointments: AppointmentLine[];
  mayConfirm: boolean;
  withCampaign: boolean;
}) {
  return (
    <Form method="post" preventScrollReset>
      <Table caption="To verify">
        <thead>
          <tr>
            {mayConfirm ? (
              <Head className="w-10">
                <span className="sr-only">Choose</span>
              </Head>
            ) : null}
            <Head>Lead</Head>
            <Head>Began</Head>
            <Head>Evidence</Head>
            <Head>Decides itself in</Head>
            {mayConfirm ? (
              <Head>
                <span className="sr-only">Your word</span>
              </Head>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {appointments.map((a) => (
            <Row key={a.id}>
              {mayConfirm ? (
                <Cell label="Choose">
                  <input type="checkbox" name="chosen" value={a.id} aria-label={`Choose ${who(a)}`} className="size-5 accent-primary" />
                </Cell>
              ) : null}
              <Cell className="stack-title">
                <Link to={`/leads/${a.leadId}#appointment-${a.id}`} className="font-medium hover:underline">
                  {who(a)}
                </Link>
                <span className="flex flex-wrap items-center gap-1.5 text-muted">
                  {withCampaign ? a.campaignName : a.title} <RehearsalBadge mode={a.mode} />
                </span>
              </Cell>
              <Cell label="Began">
                <Moment at={a.startAt} zone={a.zone} />
              </Cell>
              <Cell label="Evidence">
                <Evidence appointment={a} />
              </Cell>
              <Cell label="Decides itself in">
                <Countdown until={a.verifyAt} offsetMs={a.clockOffsetMs} />
              </Cell>
              {mayConfirm ? (
                <Cell>
                  <span className="flex gap-2 max-md:w-full max-md:pt-2 md:justify-end [&>button]:max-md:grow">
                    <SubmitButton size="small" name="yes" value={a.id} pendingText="Saving…" aria-label={`${who(a)} showed`}>
                      <Check aria-hidden /> Showed
                    </SubmitButton>
                    <SubmitButton size="small" name="no" value={a.id} pendingText="Saving…" aria-label={`${who(a)} did not show`}>
                      <X aria-hidden /> Did not show
                    </SubmitButton>
                  </span>
                </Cell>
              ) : null}
            </Row>
          ))}
        </tbody>
      </Table>
      {mayConfirm ? (
        <div className="flex flex-wrap items-center gap-2 border-t border-line px-5 py-3">
          <p className="mr-auto text-sm text-muted">For all chosen above:</p>
          <SubmitButton size="small" name="all" value="yes" pendingText="Saving…">
            All chosen showed
          </SubmitButton>
          <SubmitButton size="small" name="all" value="no" pendingText="Saving…">
            None of the chosen showed
          </SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}
