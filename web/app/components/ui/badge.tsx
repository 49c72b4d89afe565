import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './classes.ts';

const badge = cva(
  'inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold whitespace-nowrap [&_svg]:size-3.5 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        quiet: 'bg-quiet-soft text-quiet-ink',
        info: 'bg-info-soft text-info-ink',
        primary: 'bg-primary-soft text-primary-ink',
        good: 'bg-good-soft text-good-ink',
        warn: 'bg-warn-soft text-warn-ink',
        bad: 'bg-bad-soft text-bad-ink',
      },
    },
    defaultVariants: { tone: 'quiet' },
  },
);
export type Tone = NonNullable<VariantProps<typeof badge>['tone']>;

/** A state in a word: icon, word and colour, never colour alone. */
export function Badge({ tone, className, ...rest }: ComponentProps<'span'> & { tone?: Tone }) {
  return <span className={cn(badge({ tone }), className)} {...rest} />;
}
