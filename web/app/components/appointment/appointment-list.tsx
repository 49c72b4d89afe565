import { useLocation } from '@remix-run/react';
import type { AppointmentLine, AppointmentView } from '#stores/views-appointments.ts';
import type { Page } from '#stores/views-paging.ts';
import { formatCount } from '../../words/numbers.ts';
import { SteadyList } from '../steady-list.tsx';
import { Pager } from '../ui/table.tsx';
import { AppointmentsTable } from './appointments-table.tsx';
import { AwaitedVerdicts, VerificationQueue } from './verification.tsx';

/** A page of one of the lists: the queue where a word is wanted, else a table. */
export function AppointmentList({
  view,
  page,
  ...rest
}: {
  view: AppointmentView;
  page: Page<AppointmentLine>;
  mayConfirm: boolean;
  withCampaign: boolean;
}) {
  const { key } = useLocation();
  return (
    <>
      <SteadyList rows={page.rows} noun="appointment" round={key}>
        {(rows) =>
          view === 'verify' ? (
            <VerificationQueue appointments={rows} {...rest} />
          ) : view === 'awaiting' ? (
            <AwaitedVerdicts appointments={rows} {...rest} />
          ) : (
            <AppointmentsTable appointments={rows} withCampaign={rest.withCampaign} />
          )
        }
      </SteadyList>
      <Pager
        before={page.before}
        after={page.after}
        shown={page.rows.length}
        total={`${formatCount(page.total)}${page.isMore ? '+' : ''}`}
        noun="appointments"
      />
    </>
  );
}
