import { Link } from '@remix-run/react';
import type { AppointmentLine } from '#stores/views-appointments.ts';
import { formatNumberOf, nameOf } from '../../words/numbers.ts';
import { methodWords } from '../../words/steps.ts';
import { AppointmentStatusBadge, RehearsalBadge } from '../status.tsx';
import { Moment } from '../time.tsx';
import { Badge } from '../ui/badge.tsx';
import { Cell, Head, Row, SortHead, Table } from '../ui/table.tsx';

/** What to call whom an appointment is with. */
export const who = (a: AppointmentLine) =>
  a.leadId ? nameOf({ ...a, phone: a.phone ?? '' }) || a.attendeeName : a.attendeeName || 'Somebody';

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
  if (a.ignoredBecause) return <span className="text-muted">ignored: {a.ignoredBecause}</span>;
  if (a.method)
    return (
      <Link
        to={`/appointments/${a.id}`}
        className="relative z-10 inline-flex min-h-6 items-center text-primary-ink hover:underline max-sm:min-h-11"
      >
        {methodWords(a.method)}
      </Link>
    );
  return (
    <Link
      to={`/appointments/${a.id}`}
      className="relative z-10 inline-flex min-h-6 items-center text-muted hover:underline max-sm:min-h-11"
    >
      <span>
        decided <Moment at={a.verifyAt} zone={a.zone} />
      </span>
    </Link>
  );
}
