import { useFetcher, useSearchParams } from '@remix-run/react';
import { CircleAlert, Mail, MessageSquare, Send } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { LONGEST_BODY } from '#domain/message-limits.ts';
import type { LeadHeader } from '#stores/views-lead.ts';
import type { WriteBox as Box, WriteAnswer } from '../../lead-write.server.ts';
import { formatPhone } from '../../words/numbers.ts';
import type { RefusedMessage } from '../../words/written.ts';
import { later } from '../later.tsx';
import { say } from '../toasts.tsx';
import { Button } from '../ui/button.tsx';
import { TextArea, TextField } from '../ui/form.tsx';
import { Choices } from '../ui/navigation.tsx';
import { Alert, Card, CardHeader } from '../ui/surface.tsx';

const NOTHING = { subject: '', body: '' };
const ONE_PART = 'One SMS part holds 160 characters, the ending included.';
const SmsParts = later(async () => (await import('./sms-parts.tsx')).SmsParts, ONE_PART);

type Props = {
  lead: LeadHeader;
  box: Box;
  /** What was refused when no script sent it. */
  refused: RefusedMessage | null;
};

/** A message by hand, with what its channel asks for, or why it cannot be sent now. Its fields keep what was typed before the script was there. */
export function WriteBox({ lead, box: { key: firstKey, channel, why }, refused }: Props) {
  const [params] = useSearchParams();
  const address = `/leads/${lead.id}?write=${channel}`;
  const { Form, state, data } = useFetcher<WriteAnswer>();
  const [key, setKey] = useState(firstKey);
  const [start, setStart] = useState({ round: 0, ...(refused?.typed ?? NOTHING) });
  const [body, setBody] = useState(start.body);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => setBody(form.current?.querySelector<HTMLTextAreaElement>('[name=body]')?.value ?? ''), []);
  useEffect(() => {
    if (!data) return;
    if (data.nextKey) setKey(data.nextKey);
    if (data.kind === 'refused') return form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
    say(data.text);
    setStart(({ round }) => ({ round: round + 1, ...NOTHING }));
    setBody('');
  }, [data]);
  const answer = data ?? refused;
  const no = answer?.kind === 'refused' && state === 'idle' ? answer : null;
  const at = (path: 'subject' | 'body') =>
    no?.problems
      .filter((problem) => problem.path === path)
      .map(({ message }) => message)
      .join(' ') || undefined;
  const closed = why[channel];
  const to = (one: Box['channel']) =>
    `?${new URLSearchParams([...[...params].filter(([name]) => name !== 'write' && name !== 'do'), ['write', one]])}`;
  return (
    <Card aria-labelledby="write">
      <CardHeader
        title={<span id="write">Write to {lead.firstName ?? 'the lead'}</span>}
        text={channel === 'sms' ? formatPhone(lead.phone) : (lead.email ?? 'No e-mail address')}
      >
        <Choices
          label="How to write"
          choices={[
            { to: to('sms'), text: 'Text', isCurrent: channel === 'sms', icon: MessageSquare },
            { to: to('email'), text: 'E-mail', isCurrent: channel === 'email', icon: Mail },
          ]}
        />
      </CardHeader>
      <div className="grid gap-4 px-5 pb-5">
        {closed ? (
          <Alert tone="warn" title="Not possible now" icon={<CircleAlert aria-hidden />}>
            {closed}
          </Alert>
        ) : null}
        {no && no.problems.length === 0 ? <Alert tone="bad" title={no.text} icon={<CircleAlert aria-hidden />} /> : null}
        {closed && body === '' ? null : (
          <Form key={start.round} ref={form} method="post" action={address} preventScrollReset className="grid gap-4">
            <input type="hidden" name="key" value={key} />
            <input type="hidden" name="channel" value={channel} />
            {channel === 'email' ? (
              <TextField
                label="Subject"
                name="subject"
                maxLength={200}
                autoComplete="off"
                defaultValue={start.subject}
                error={at('subject')}
              />
            ) : null}
            <TextArea
              label="Message"
              name="body"
              rows={channel === 'email' ? 8 : 3}
              maxLength={LONGEST_BODY[channel]}
              defaultValue={start.body}
              onChange={(event) => setBody(event.target.value)}
              error={at('body')}
              hint={ENDINGS[channel]}
            />
            <div className="flex flex-wrap items-center justify-between gap-3">
              <p className="text-sm text-muted">
                {channel === 'email' ? 'Sent at any hour.' : body.trim() === '' ? ONE_PART : <SmsParts body={body} />}
              </p>
              <Button
                type="submit"
                look="primary"
                name="verb"
                value="write"
                disabled={closed !== null}
                pending={state !== 'idle'}
                pendingText="Sending…"
              >
                <Send aria-hidden /> {channel === 'sms' ? 'Send the text' : 'Send the e-mail'}
              </Button>
            </div>
          </Form>
        )}
      </div>
    </Card>
  );
}

const ENDINGS = {
  sms: 'A reference and “Reply STOP to opt out.” are added at the end.',
  email: 'Your name and postal address, a reference and a link to unsubscribe are added at the end.',
};
