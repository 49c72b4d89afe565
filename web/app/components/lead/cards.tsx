import { Form, Link } from '@remix-run/react';
import { Check, CircleSlash, Flag, Gavel, Mail, MessageSquare, Phone, X } from 'lucide-react';
import type { AppointmentStatus } from '#domain/lead.ts';
import type { LeadHeader, PlannedStep } from '#stores/views-lead.ts';
import { hoursWords } from '../../words/entries.ts';
import { formatPhone } from '../../words/numbers.ts';
import { CHANNELS, methodWords, sentence, skipWords, stepWords } from '../../words/steps.ts';
import { Evidence } from '../appointment/evidence.tsx';
import { AppointmentStatusBadge } from '../status.tsx';
import { Countdown, Moment, Relative } from '../time.tsx';
import { Button, SubmitButton } from '../ui/button.tsx';
import { CopyText } from '../ui/copy-text.tsx';
import { Card, CardHeader, Fact } from '../ui/surface.tsx';
import { TimelineItem } from './timeline-item.tsx';

const ENDS: Record<string, string> = {
  shown: 'Showed up. Nothing more to do.',
  dnc: 'Asked not to be contacted. Nothing more is done.',
  unresponsive: 'Given up. Nothing more is done.',
  invalid: 'The number does not reach this lead.',
  no_show: 'Did not show up, and was not won back.',
};

/** What happens next, exactly when, and why. */
export function NextStepCard({ lead }: { lead: LeadHeader }) {
  const isPaused = lead.phase === 'reach' && lead.campaignStatus === 'paused';
  return (
    <Card>
      <CardHeader title="Next step" />
      <div className="grid gap-1 px-5 pb-5 text-sm">
        {lead.nextKind && !isPaused ? (
          <>
            <p className="text-xl font-semibold tracking-tight">{stepWords(lead.nextKind)}</p>
            {lead.nextAt ? (
              <p className="flex flex-wrap gap-x-2 font-medium">
                <Moment at={lead.nextAt} zone={lead.zone} seconds />
                <span className="font-normal text-muted">
                  <Countdown until={lead.nextAt} inWords />
                </span>
              </p>
            ) : null}
            {lead.nextReason ? <p className="text-muted">Because: {lead.nextReason}</p> : null}
          </>
        ) : (
          <>
            <p className="text-base font-semibold">{isPaused ? 'Waits: the campaign is paused' : (ENDS[lead.status] ?? waiting(lead))}</p>
            {isPaused && lead.nextAt ? (
              <p className="text-muted">
                Its call is planned for <Moment at={lead.nextAt} zone={lead.zone} seconds />
              </p>
            ) : null}
            {lead.nextReason && lead.status !== 'shown' ? <p className="text-muted">{lead.nextReason}</p> : null}
          </>
        )}
      </div>
    </Card>
  );
}

const waiting = (lead: LeadHeader) => (lead.campaignStatus === 'draft' ? 'Waits for the campaign to start' : 'Nothing is planned');

const ICONS: Record<string, typeof Phone> = { call: Phone, email: Mail, sms: MessageSquare };

/** What is planned, the farthest on top, down to now. */
export function Plan({ steps, lead, maySkip }: { steps: PlannedStep[]; lead: LeadHeader; maySkip: boolean }) {
  if (steps.length === 0) return null;
  return (
    <Card>
      <CardHeader title="What comes" text="As planned at this moment; every new fact plans again." />
      <div className="px-5 pb-5">
        <ol>
          {steps
            .map((step) => (
              <TimelineItem
                key={`${step.kind}-${step.at}-${step.skipReason ?? ''}`}
                icon={
                  step.skipReason
                    ? CircleSlash
                    : step.decides
                      ? step.kind === 'verdict'
                        ? Gavel
                        : Flag
                      : (ICONS[step.channels[0] ?? ''] ?? MessageSquare)
                }
                tone="quiet"
                isPlanned
                title={
                  step.skipReason
                    ? `Will not be sent: ${stepWords(step.kind).toLowerCase()}, because ${skipWords(step.skipReason)}`
                    : stepWords(step.kind)
                }
                at={step.at}
                zone={lead.zone}
              >
                <p className="text-muted">{stepText(step)}</p>
                {step.moved ? (
                  <p className="text-muted">
                    Not <Moment at={step.moved.at} zone={lead.zone} />:{' '}
                    {step.moved.hours ? hoursWords(step.moved.hours) : 'outside calling hours'}
                  </p>
                ) : null}
                {maySkip ? <SkipStep step={step} /> : null}
              </TimelineItem>
            ))
            .reverse()}
        </ol>
        <p className="mt-4 flex items-center gap-3 text-xs font-semibold text-primary-ink before:h-px before:grow before:bg-primary after:h-px after:grow after:bg-primary">
          Now
        </p>
      </div>
    </Card>
  );
}

/** `Text and e-mail: first reminder before the appointment`. */
function stepText({ kind, channels, reason }: PlannedStep): string {
  const by = kind === 'dial' ? '' : channels.map((channel) => CHANNELS[channel] ?? sentence(channel)).join(' and ');
  const text = [by, reason ?? ''].filter(Boolean).join(': ');
  return text.charAt(0).toUpperCase() + text.slice(1).replace('E-mail', 'e-mail');
}

/** Leaves a planned message out, or takes it back in: either way the other is one press away. */
function SkipStep({ step }: { step: PlannedStep }) {
  const isOut = step.skipReason === 'by_hand';
  if (!isOut && (step.skipReason !== null || step.decides || step.kind === 'dial')) return null;
  const words = isOut ? 'Put it back' : 'Skip this step';
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="step" value={step.kind} />
      <input type="hidden" name="at" value={step.at} />
      <Button
        type="submit"
        size="small"
        look="ghost"
        name="verb"
        value={isOut ? 'restore' : 'skip'}
        aria-label={`${words}: ${stepWords(step.kind)}`}
        className="-ml-3"
      >
        {words}
      </Button>
    </Form>
  );
}

type Appointment = {
  id: string;
  title: string;
  startAt: string;
  zone: string;
  status: string;
  verifyAt: string;
  clientConfirmed: boolean | null;
  leadConfirmed: boolean | null;
  method: string | null;
  proofSeconds: number | null;
};

/** The open appointment, or the last: its time, the evidence, and a word about it once it has begun. */
export function AppointmentCard({ appointment, lead, mayConfirm }: { appointment: Appointment; lead: LeadHeader; mayConfirm: boolean }) {
  const isOpen = appointment.status === 'scheduled' || appointment.status === 'awaiting';
  const hasBegun = Date.parse(appointment.startAt) <= Date.parse(lead.now);
  return (
    <Card>
      <CardHeader title="Appointment">
        <AppointmentStatusBadge status={appointment.status as AppointmentStatus} />
      </CardHeader>
      <div className="grid gap-3 px-5 pb-5 text-sm">
        <p>
          <span className="block text-xl font-semibold tracking-tight">
            <Moment at={appointment.startAt} zone={appointment.zone} />
          </span>
          <span className="text-muted">{appointment.title}</span>
        </p>
        {isOpen && hasBegun ? (
          <>
            <Evidence appointment={appointment} />
            <p className="text-muted">
              Decides itself: <Countdown until={appointment.verifyAt} inWords />
            </p>
            {mayConfirm ? (
              <Form method="post" className="grid grid-cols-2 gap-2" preventScrollReset>
                <SubmitButton size="small" name="yes" value={appointment.id} pendingText="Saving…">
                  <Check aria-hidden /> Showed
                </SubmitButton>
                <SubmitButton size="small" name="no" value={appointment.id} pendingText="Saving…">
                  <X aria-hidden /> Did not show
                </SubmitButton>
              </Form>
            ) : null}
          </>
        ) : null}
        {appointment.method ? <p className="text-muted">Verdict: {methodWords(appointment.method)}</p> : null}
        <Link
          to={`/appointments/${appointment.id}`}
          className="inline-flex min-h-6 w-fit items-center text-primary-ink underline max-sm:min-h-11"
        >
          {isOpen && !hasBegun ? 'Move or cancel it' : 'All about this appointment'}
        </Link>
      </div>
    </Card>
  );
}

/** What is known of the lead. */
export function FactsCard({ lead }: { lead: LeadHeader }) {
  return (
    <Card className="max-lg:order-last">
      <CardHeader title="About" />
      <dl className="grid gap-3 px-5 pb-5">
        <Fact label="Phone">
          <span className="-my-1.5 flex items-center gap-1">
            {formatPhone(lead.phone)} <CopyText text={lead.phone} label="Copy the number" />
          </span>
        </Fact>
        <Fact label="E-mail">
          {lead.email ?? '–'}
          {lead.emailStopped ? ' (unsubscribed)' : ''}
        </Fact>
        {lead.company ? <Fact label="Company">{lead.company}</Fact> : null}
        <Fact label="Campaign">
          {lead.campaignId ? (
            <Link to={`/campaigns/${lead.campaignId}`} className="text-primary-ink hover:underline">
              {lead.campaignName}
            </Link>
          ) : (
            '–'
          )}
        </Fact>
        <Fact label="Attempts used">
          {lead.attempts} of {lead.maxAttempts}
        </Fact>
        <Fact label="Consent">
          {lead.consentAt ? (
            <>
              {lead.consentSource ?? 'on record'}, <Relative at={lead.consentAt} zone={lead.zone} />
            </>
          ) : (
            'None on record: a live campaign will not call'
          )}
        </Fact>
        {lead.smsStopped ? <Fact label="Texts">Stopped by the lead</Fact> : null}
        <Fact label="Added">
          <Relative at={lead.createdAt} zone={lead.zone} />, by {lead.source}
        </Fact>
        {Object.entries(lead.customFields).map(([name, value]) => (
          <Fact key={name} label={name}>
            {String(value)}
          </Fact>
        ))}
      </dl>
    </Card>
  );
}
