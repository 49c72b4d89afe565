import { Form, Link } from '@remix-run/react';
import { Circle, CircleCheck, X } from 'lucide-react';
import type { StepState } from '#domain/first-steps.ts';
import { stepOf } from '../../words/first-steps.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';
import { Card, CardHeader } from '../ui/surface.tsx';

/** What is left to do before the first campaign runs, until it is done or put away. */
export function FirstSteps({ steps, campaignId }: { steps: readonly StepState[]; campaignId: string | null }) {
  const needed = steps.filter(({ isOptional }) => !isOptional);
  const done = needed.filter(({ isDone }) => isDone).length;
  return (
    <Card aria-labelledby="first-steps" className="relative">
      <CardHeader title={<span id="first-steps">First steps</span>} text={`${done} of ${needed.length} done. Each can be done alone.`} />
      <Form method="post" action="/preferences" className="absolute top-2 right-2">
        <input type="hidden" name="next" value="/" />
        <Button type="submit" name="steps" value="off" look="ghost" size="icon" aria-label="Put the first steps away" title="Put away">
          <X aria-hidden />
        </Button>
      </Form>
      <ol className="grid gap-0.5 px-3 pb-4 md:grid-cols-2 xl:grid-cols-3">
        {steps.map(({ step, isDone }) => {
          const { text, hint, to } = stepOf(step, campaignId);
          const Icon = isDone ? CircleCheck : Circle;
          return (
            <li key={step}>
              <Link to={to} className="flex min-h-10 items-start gap-3 rounded-control px-2 py-2 text-sm hover:bg-sunken max-sm:min-h-11">
                <Icon aria-hidden className={cn('mt-0.5 size-4.5 shrink-0', isDone ? 'text-good-ink' : 'text-muted')} />
                <span className="grid">
                  <span className={cn('font-medium', isDone && 'text-muted')}>
                    {text}
                    {isDone ? <span className="sr-only"> (done)</span> : null}
                  </span>
                  {isDone ? null : <span className="text-muted">{hint}</span>}
                </span>
              </Link>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
