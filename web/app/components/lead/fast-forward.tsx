import { Link, useFetcher } from '@remix-run/react';
import { Check, CircleAlert, CircleSlash, FastForward, Flag, FlaskConical, LoaderCircle, SkipForward, Square } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { LeadHeader } from '#stores/views-lead.ts';
import { formatFull } from '../../words/time.ts';
import { Button } from '../ui/button.tsx';
import { cn } from '../ui/classes.ts';
import { Alert, Card } from '../ui/surface.tsx';
import type { Station } from './life.ts';

/** What the page's action answers to a wish to move the clock. `steps` 0: nothing was ahead. */
export type Forwarded = { kind: 'ok' | 'refused'; text: string; steps?: number; isOver?: boolean };

const CLOCK_MS = 700;
/** A person sees each step before the next one begins. */
const BETWEEN_STEPS_MS = 400;
const MOST_STEPS = 80;

/** A rehearsed lead's clock: where it stands, and the way to its next step or to the end of its life, which passes step by step. */
export function FastForwardCard({ lead, stations, ledTo }: { lead: LeadHeader; stations: Station[]; ledTo: string | null }) {
  const { fetcher, isRunning, isToTheEnd, run, stop, answer } = useSteps(lead);
  const toEnd = (event: FormEvent) => {
    event.preventDefault();
    run('end');
  };
  const toNext = (event: FormEvent) => {
    event.preventDefault();
    run('next');
  };
  const said = isRunning ? '' : (ledTo ?? answer?.text ?? '');
  return (
    <Card aria-labelledby="fast-forward" edge="warn">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-5 pt-4">
        <div className="grid gap-0.5">
          <h2 id="fast-forward" className="flex items-center gap-2 text-base font-semibold">
            <FlaskConical aria-hidden className="size-4.5 text-warn-ink" /> Rehearsal clock
          </h2>
          <p className="text-sm text-muted">Only this rehearsed lead moves. Nobody is contacted, nothing is charged.</p>
        </div>
        <RunningClock now={lead.now} zone={lead.zone} />
      </div>
      <Strip stations={stations} />
      <div className="flex min-h-16 flex-wrap items-center gap-2 px-5 pb-4">
        {lead.phase === 'end' && !isRunning ? null : (
          <>
            <fetcher.Form method="post" onSubmit={toNext}>
              <Button type="submit" name="verb" value="forward-next" disabled={isRunning}>
                <SkipForward aria-hidden /> Next step
              </Button>
            </fetcher.Form>
            {isToTheEnd ? (
              <Button onClick={stop}>
                <Square aria-hidden /> Stop here
              </Button>
            ) : (
              <fetcher.Form method="post" onSubmit={toEnd}>
                <Button type="submit" name="verb" value="forward-end" look="primary" disabled={isRunning}>
                  <FastForward aria-hidden /> To the end
                </Button>
              </fetcher.Form>
            )}
          </>
        )}
        {isRunning ? (
          <p className="flex items-center gap-2 text-sm text-muted">
            <LoaderCircle aria-hidden className="size-4 animate-spin" /> Time passes
          </p>
        ) : null}
        <p role="status" className={cn('text-sm font-medium', said ? '' : 'sr-only')}>
          {lead.phase === 'end' && said ? <Flag aria-hidden className="mr-2 inline size-4 text-good-ink" /> : null}
          {said}
        </p>
        {lead.phase === 'end' && !isRunning ? (
          <Link to="/billing?books=rehearsal" className="text-sm font-medium text-primary-ink hover:underline">
            What it comes to on the invoice
          </Link>
        ) : null}
      </div>
      {answer?.kind === 'refused' && !isRunning ? (
        <Alert tone="bad" title={answer.text} icon={<CircleAlert aria-hidden />} className="mx-5 mb-5" />
      ) : null}
    </Card>
  );
}

/** Asks for one step after another, so that each is seen; the page is read afresh after each by itself. */
function useSteps(lead: LeadHeader) {
  const fetcher = useFetcher<Forwarded>({ key: `forward ${lead.id}` });
  const [wish, setWish] = useState<'next' | 'end' | null>(null);
  const taken = useRef(0);
  const submit = useRef(fetcher.submit);
  submit.current = fetcher.submit;
  const answer = fetcher.data;
  const newest = useRef(answer);
  newest.current = answer;
  const known = useRef(answer); // what was answered before the step that is under way
  const isIdle = fetcher.state === 'idle';
  const step = () => {
    taken.current += 1;
    known.current = newest.current;
    submit.current({ verb: 'forward-next' }, { method: 'post' });
  };
  const run = (to: 'next' | 'end') => {
    taken.current = 0;
    setWish(to);
    step();
  };
  const goesOn = wish === 'end' && answer?.kind === 'ok' && answer.steps !== 0 && lead.phase !== 'end' && taken.current < MOST_STEPS;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer is a new reason to look; `step` reads refs alone
  useEffect(() => {
    if (!isIdle || wish === null || answer === undefined || answer === known.current) return;
    if (!goesOn) return setWish(null);
    const timer = setTimeout(step, BETWEEN_STEPS_MS);
    return () => clearTimeout(timer);
  }, [isIdle, answer, goesOn, wish]);
  return { fetcher, isRunning: wish !== null || !isIdle, isToTheEnd: wish === 'end', run, stop: () => setWish('next'), answer };
}

/** The lead's clock. It runs to where the clock was moved, unless stillness was asked for. */
function RunningClock({ now, zone }: { now: string; zone: string }) {
  const [shown, setShown] = useState(now);
  const from = useRef(now);
  useEffect(() => {
    const [start, end] = [Date.parse(from.current), Date.parse(now)];
    const length = matchMedia('(prefers-reduced-motion: reduce)').matches || end - start < 5_000 ? 0 : CLOCK_MS;
    const began = performance.now();
    let frame = requestAnimationFrame(function draw(at) {
      const part = length === 0 ? 1 : Math.min(1, (at - began) / length);
      from.current = new Date(start + (end - start) * (1 - (1 - part) ** 3)).toISOString();
      setShown(from.current);
      if (part < 1) frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, [now]);
  return (
    <p className="sm:text-right">
      <span className="eyebrow block">The lead’s time</span>
      <time dateTime={now} className="text-lg font-semibold tracking-tight">
        {formatFull(shown, zone)}
      </time>
    </p>
  );
}

const LOOKS: Record<Station['state'], string> = {
  done: 'bg-good-soft text-good-ink',
  'not-done': 'bg-quiet-soft text-quiet-ink',
  next: 'bg-primary-soft text-primary-ink ring-2 ring-primary',
  ahead: 'border border-dashed border-line-strong text-muted',
};
const SAYS: Record<Station['state'], string> = { done: 'done', 'not-done': 'not done', next: 'next', ahead: 'ahead' };

/** The life in one line, which keeps its height while it grows and its newest part in view. */
function Strip({ stations }: { stations: Station[] }) {
  const list = useRef<HTMLOListElement>(null);
  const current = stations.findIndex(({ state }) => state === 'next');
  useEffect(() => {
    const box = list.current;
    const item = box?.children[current < 0 ? stations.length - 1 : current];
    if (box && item instanceof HTMLElement) box.scrollLeft = item.offsetLeft - box.clientWidth / 2;
  }, [current, stations.length]);
  return (
    <ol
      ref={list}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="This life so far, and what comes"
      className="relative m-3 flex h-14 items-center gap-2 overflow-x-auto p-2"
    >
      {stations.map(({ id, text, state }) => (
        <li
          key={id}
          className={cn(
            'flex h-8 animate-[appear_.3s_ease-out] shrink-0 items-center gap-1.5 rounded-full px-3 text-xs font-semibold',
            LOOKS[state],
          )}
        >
          {state === 'done' ? (
            <Check aria-hidden className="size-3.5" />
          ) : state === 'not-done' ? (
            <CircleSlash aria-hidden className="size-3.5" />
          ) : null}
          {text}
          <span className="sr-only">, {SAYS[state]}</span>
        </li>
      ))}
    </ol>
  );
}
