import { useId } from 'react';
import { Disclosure } from '../ui/disclosure.tsx';

export type Bar = { label: string; short: string; values: number[] };
const TONES = ['fill-primary', 'fill-good', 'fill-bad'] as const;
const [WIDTH, HEIGHT, FOOT, TOP] = [560, 190, 26, 18];

/** Bars drawn on the server: one group a label, one colour a series, and the same numbers as a table. */
export function Bars({
  title,
  bars,
  series,
  format,
  hasTable = true,
}: {
  title: string;
  bars: Bar[];
  series: readonly string[];
  format: (n: number) => string;
  /** Off where a table of the same numbers stands beside it. */
  hasTable?: boolean;
}) {
  const id = useId();
  if (bars.every(({ values }) => values.every((value) => value === 0)))
    return <p className="px-5 pb-5 text-sm text-muted">Nothing in this time.</p>;
  const most = Math.max(1, ...bars.flatMap(({ values }) => values));
  const step = WIDTH / Math.max(1, bars.length);
  const width = Math.min(26, (step * 0.7) / series.length);
  const every = Math.ceil(bars.length / 10);
  const y = (value: number) => HEIGHT - FOOT - ((HEIGHT - FOOT - TOP) * value) / most;
  return (
    <figure className="grid gap-3 px-5 pb-5">
      {series.length > 1 ? (
        <ul className="flex gap-4 text-xs font-medium text-muted">
          {series.map((name, i) => (
            <li key={name} className="flex items-center gap-1.5">
              <svg aria-hidden viewBox="0 0 10 10" className="size-2.5">
                <rect width="10" height="10" rx="2" className={TONES[i]} />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id} className="w-full">
        <title id={id}>{title}</title>
        <text x="0" y={TOP - 5} className="fill-muted text-[13px]">
          {format(most)}
        </text>
        <line x1="0" x2={WIDTH} y1={TOP} y2={TOP} className="stroke-line" strokeDasharray="3 4" />
        <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT} y2={HEIGHT - FOOT} className="stroke-line-strong" />
        {bars.map(({ label, short, values }, i) => {
          const left = i * step + (step - width * values.length) / 2;
          return (
            <g key={label}>
              {values.map((value, s) => (
                <rect
                  key={series[s]}
                  x={left + s * width}
                  y={y(value)}
                  width={Math.max(1, width - 2)}
                  height={HEIGHT - FOOT - y(value)}
                  rx="2"
                  className={TONES[s]}
                />
              ))}
              {(bars.length - 1 - i) % every === 0 ? (
                <text x={i * step + step / 2} y={HEIGHT - 8} textAnchor="middle" className="fill-muted text-[13px]">
                  {short}
                </text>
              ) : null}
            </g>
          );
        })}
      </svg>
      {hasTable ? <BarsTable bars={bars} series={series} format={format} /> : null}
    </figure>
  );
}

function BarsTable({ bars, series, format }: { bars: Bar[]; series: readonly string[]; format: (n: number) => string }) {
  return (
    <Disclosure summary="As a table">
      <table className="w-full text-left text-sm">
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className="py-1 font-semibold">
              When
            </th>
            {series.map((name) => (
              <th key={name} scope="col" className="py-1 text-right font-semibold">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars.map(({ label, values }) => (
            <tr key={label} className="border-b border-line last:border-b-0">
              <th scope="row" className="py-1 font-normal">
                {label}
              </th>
              {values.map((value, s) => (
                <td key={series[s]} className="py-1 text-right">
                  {format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Disclosure>
  );
}
