import { Form, Link } from '@remix-run/react';
import { Check, Undo2, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AppointmentLine } from '#stores/views-appointments.ts';
import { formatCount } from '../../words/numbers.ts';
import { RehearsalBadge } from '../status.tsx';
import { Countdown, Moment } from '../time.tsx';
import { SubmitButton } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';
import { Cell, Head, Row, Table } from '../ui/table.tsx';
import { who } from './appointments-table.tsx';
import { Evidence } from './evidence.tsx';

type QueueProps = { appointments: AppointmentLine[]; mayConfirm: boolean; withCampaign: boolean };

/** What has begun and is not decided: one press each, or several at once. A plain form; a script only counts what is ticked. */
export function VerificationQueue({ appointments, mayConfirm, withCampaign }: QueueProps) {
  const form = useRef<HTMLFormElement>(null);
  const [chosen, setChosen] = useState(0);
  const boxes = () => [...(form.current?.querySelectorAll<HTMLInputElement>('input[name=chosen]') ?? [])];
  const count = () => setChosen(boxes().filter(({ checked }) => checked).length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted anew when rows come and go; their ticks stay with them
  useEffect(count, [appointments]);
  const tickAll = (checked: boolean) => {
    for (const box of boxes()) box.checked = checked;
    count();
  };
  return (
    <Form ref={form} method="post" preventScrollReset onChange={count}>
      <Table caption="To verify">
        <thead>
          <tr>
            {mayConfirm ? (
              <Head className="w-10">
                <input
                  type="checkbox"
                  aria-label="Choose all on this page"
                  className="size-6 accent-primary"
                  onChange={(event) => tickAll(event.currentTarget.checked)}
                />
              </Head>
            ) : null}
            <VerdictHeads mayConfirm={mayConfirm} />
          </tr>
        </thead>
        <tbody>
          {appointments.map((a) => (
            <Row key={a.id}>
              {mayConfirm ? (
                <Cell label="Choose">
                  <input type="checkbox" name="chosen" value={a.id} aria-label={`Choose ${who(a)}`} className="size-6 accent-primary" />
                </Cell>
              ) : null}
              <LeadCell appointment={a} withCampaign={withCampaign} />
              <Cell label="Began">
                <Moment at={a.startAt} zone={a.zone} />
              </Cell>
              <Cell label="Evidence">
                <Evidence appointment={a} />
              </Cell>
              <Cell label="Decides itself">
                <Countdown until={a.verifyAt} offsetMs={a.clockOffsetMs} inWords />
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
        <div
          className={cn(
            'z-20 flex flex-wrap items-center gap-2 border-t border-line bg-raised px-5 py-3 max-sm:[&>button]:w-full',
            chosen > 0 ? 'sticky bottom-0 shadow-float' : 'sm:sticky sm:bottom-0',
          )}
        >
          <p className="mr-auto text-sm" aria-live="polite">
            {chosen > 0 ? (
              <span className="font-medium">{formatCount(chosen)} chosen</span>
            ) : (
              <span className="text-muted">For all you tick above:</span>
            )}
          </p>
          <SubmitButton size="small" name="all" value="yes" pendingText="Saving…">
            <Check aria-hidden /> All chosen showed
          </SubmitButton>
          <SubmitButton size="small" name="all" value="no" pendingText="Saving…">
            <X aria-hidden /> None of the chosen showed
          </SubmitButton>
        </div>
      ) : null}
    </Form>
  );
}

/** Where the client said that nobody came, until the verdict: the word can be taken back, one by one. */
export function AwaitedVerdicts({ appointments, mayConfirm, withCampaign }: QueueProps) {
  return (
    <Form method="post" preventScrollReset>
      <Table caption="Verdict to come">
        <thead>
          <tr>
            <VerdictHeads mayConfirm={mayConfirm} />
          </tr>
        </thead>
        <tbody>
          {appointments.map((a) => (
            <Row key={a.id}>
              <LeadCell appointment={a} withCampaign={withCampaign} />
              <Cell label="Began">
                <Moment at={a.startAt} zone={a.zone} />
              </Cell>
              <Cell label="Evidence">
                <Evidence appointment={a} />
              </Cell>
              <Cell label="Decides itself">
                <Countdown until={a.verifyAt} offsetMs={a.clockOffsetMs} inWords />
              </Cell>
              {mayConfirm ? (
                <Cell className="md:text-right">
                  <SubmitButton
                    size="small"
                    name="withdraw"
                    value={a.id}
                    pendingText="Saving…"
                    aria-label={`Take back what was said about ${who(a)}`}
                  >
                    <Undo2 aria-hidden /> Take back
                  </SubmitButton>
                </Cell>
              ) : null}
            </Row>
          ))}
        </tbody>
      </Table>
    </Form>
  );
}

/** The heads that both tables of undecided appointments share. */
function VerdictHeads({ mayConfirm }: { mayConfirm: boolean }) {
  return (
    <>
      <Head>Lead</Head>
      <Head>Began</Head>
      <Head>Evidence</Head>
      <Head>Decides itself</Head>
      {mayConfirm ? (
        <Head>
          <span className="sr-only">Your word</span>
        </Head>
      ) : null}
    </>
  );
}

function LeadCell({ appointment: a, withCampaign }: { appointment: AppointmentLine; withCampaign: boolean }) {
  return (
    <Cell className="stack-title">
      <Link to={`/leads/${a.leadId}#appointment-${a.id}`} className="font-medium hover:underline">
        {who(a)}
      </Link>
      <span className="flex flex-wrap items-center gap-1.5 text-muted">
        {withCampaign ? a.campaignName : a.title} <RehearsalBadge mode={a.mode} />
      </span>
    </Cell>
  );
}
