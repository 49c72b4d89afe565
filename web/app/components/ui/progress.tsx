import { cn } from './classes.ts';

export type Part = { value: number; tone: 'good' | 'bad' | 'primary' | 'info' | 'warn' | 'quiet'; label: string };
const TONES = { good: 'bg-good', bad: 'bg-bad', primary: 'bg-primary', info: 'bg-info', warn: 'bg-warn', quiet: 'bg-line-strong' } as const;

/** How far along. Drawn as SVG widths, so that no inline style is needed; the parts are read out in words. */
export function Progress({ total, parts, label, isTall = false }: { total: number; parts: Part[]; label: string; isTall?: boolean }) {
  const done = parts.reduce((sum, { value }) => sum + value, 0);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(total, 1)}
      aria-valuenow={Math.min(done, Math.max(total, 1))}
      aria-valuetext={parts.map((p) => `${p.value} ${p.label}`).join(', ') || `${done} of ${total}`}
      className={cn('flex overflow-hidden rounded-full bg-quiet-soft', isTall ? 'h-3' : 'h-2')}
    >
      {parts.map(({ value, tone, label: name }) =>
        value > 0 && total > 0 ? (
          <span key={name} className={TONES[tone]} style={{ width: `${(100 * value) / Math.max(total, done)}%` }} />
        ) : null,
      )}
    </div>
  );
}
