import { Ban, CalendarCheck, MessageSquare, PhoneCall } from 'lucide-react';
import type { LeadHeader } from '#stores/views-lead.ts';
import { ButtonLink } from '../ui/button.tsx';

/** What a person may do to a lead by hand. Each asks first, at an address of its own. */
export function VerbLinks({ lead, mayWrite, mayBar, mayBook }: { lead: LeadHeader; mayWrite: boolean; mayBar: boolean; mayBook: boolean }) {
  const ask = (verb: string) => `/leads/${lead.id}?do=${verb}`;
  const isWorkedOn = lead.phase !== 'end';
  return (
    <>
      {mayWrite && isWorkedOn && !lead.isBarred ? (
        <>
          <ButtonLink to={ask('call')} preventScrollReset>
            <PhoneCall aria-hidden /> Call now
          </ButtonLink>
          <ButtonLink to={ask('link')} preventScrollReset>
            <MessageSquare aria-hidden /> Send booking link
          </ButtonLink>
        </>
      ) : null}
      {mayBook ? (
        <ButtonLink to={`/leads/${lead.id}/book`}>
          <CalendarCheck aria-hidden /> Book
        </ButtonLink>
      ) : null}
      {mayBar && !lead.isBarred ? (
        <ButtonLink to={ask('dnc')} preventScrollReset>
          <Ban aria-hidden /> Do not call
        </ButtonLink>
      ) : null}
    </>
  );
}
