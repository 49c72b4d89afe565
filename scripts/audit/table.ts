import type { Report } from './report.ts';

const COLUMNS = [
  ['client', 'clientName'],
  ['mode', 'mode'],
  ['leads', 'leads'],
  ['running', 'running'],
  ['calls', 'calls'],
  ['messages', 'messages'],
  ['appointments', 'appointments'],
  ['shown', 'shown'],
  ['milestones', 'milestones'],
  ['invoices', 'invoices'],
  ['usage inv.', 'usageInvoices'],
  ['open workflows', 'openWorkflows'],
  ['histories', 'histories'],
] as const;

/** The report as people read it. */
export function table(report: Report): string {
  const rows = [COLUMNS.map(([title]) => title as string), ...report.scopes.map((scope) => COLUMNS.map(([, key]) => String(scope[key])))];
  const widths = COLUMNS.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const lines = rows.map(
    (row) => `  ${row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  ')}`,
  );
  const broken = report.violations.map(
    ({ invariant, rule, count, ids }) => `  ${invariant.padEnd(5)} ${rule}: ${count}\n        ${ids.join('\n        ')}`,
  );
  return [
    ...lines,
    '',
    `  duplicates ${report.duplicates}   lost ${report.lost}   invoiced $${(report.invoicedCents / 100).toFixed(2)}`,
    '',
    ...(report.ok ? ['  All invariants hold.'] : ['  Violated:', ...broken]),
    '',
  ].join('\n');
}
