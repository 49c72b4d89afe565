import type { ComponentProps } from 'react';
import { cn } from './classes.ts';

const TONES = {
  quiet: 'badge bg-quiet-soft text-quiet-ink',
  info: 'badge bg-info-soft text-info-ink',
  primary: 'badge bg-primary-soft text-primary-ink',
  good: 'badge bg-good-soft text-good-ink',
  warn: 'badge bg-warn-soft text-warn-ink',
  bad: 'badge bg-bad-soft text-bad-ink',
} as const;
export type Tone = keyof typeof TONES;

/** A state in a word: icon, word and colour, never colour alone. */
export function Badge({ tone = 'quiet', className, ...rest }: ComponentProps<'span'> & { tone?: Tone }) {
  return <span className={className ? cn(TONES[tone], className) : TONES[tone]} {...rest} />;
}
