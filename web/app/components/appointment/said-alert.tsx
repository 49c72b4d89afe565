import { Form } from '@remix-run/react';
import { CircleAlert, CircleCheck } from 'lucide-react';
import type { Said } from '../../confirmations.server.ts';
import { SubmitButton } from '../ui/button.tsx';
import { Alert } from '../ui/surface.tsx';

const TONES = { ok: 'good', partly: 'warn', refused: 'bad' } as const;

/** What a word moved, and the way back as far as the rules have one. */
export function SaidAlert({ said }: { said: Said | undefined }) {
  if (!said) return null;
  return (
    <Alert tone={TONES[said.kind]} title={said.text} icon={said.kind === 'ok' ? <CircleCheck aria-hidden /> : <CircleAlert aria-hidden />}>
      {said.next ? (
        <Form method="post" preventScrollReset className="flex flex-wrap items-center gap-x-3 gap-y-2">
          {said.ids.map((id) => (
            <input key={id} type="hidden" name="chosen" value={id} />
          ))}
          <SubmitButton size="small" name="all" value={said.next.intent} pendingText="Saving…">
            {said.next.text}
          </SubmitButton>
          <span>{said.next.hint}</span>
        </Form>
      ) : null}
    </Alert>
  );
}
