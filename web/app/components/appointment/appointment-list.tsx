import type { AppointmentLine, AppointmentView } from '#stores/views-appointments.ts';
import type { Page } from '#stores/views-paging.ts';
import { formatCount } from '../../words/numbers.ts';
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
  return (
    <>
      {view === 'verify' ? (
        <VerificationQueue appointments={page.rows} {...rest} />
      ) : view === 'awaiting' ? (
        <AwaitedVerdicts appointments={page.rows} {...rest} />
      ) : (
        <AppointmentsTable appointments={page.rows} withCampaign={rest.withCampaign} />
      )}
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
