import { Readable } from 'node:stream';
import { type ActionFunctionArgs, createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node';
import { readLeadColumns } from '#domain/lead-columns.ts';
import { type ExportFormat, exportLeads } from '#stores/lead-export.ts';
import { leadFilterOf } from './lead-filter.server.ts';
import { enter } from './member.server.ts';

/** The leads of a filter as a file, streamed: with `columns` what the list shows, else everything. */
export async function exportFiltered(args: LoaderFunctionArgs, format: ExportFormat) {
  const { clientId, client } = await enter(args, 'leads.write');
  const params = new URL(args.request.url).searchParams;
  const filter = leadFilterOf(params, client.timezone);
  return file(exportLeads(args.context.db, clientId, { filter }, readLeadColumns(params.get('columns')), format), format);
}

/** The same for leads that were picked, or for all that the list's filter finds. */
export async function exportPicked(args: ActionFunctionArgs, format: ExportFormat) {
  const { clientId, client } = await enter(args, 'leads.write');
  const form = await args.request.formData();
  const ids = form
    .getAll('id')
    .map(String)
    .filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const filter = leadFilterOf(new URLSearchParams(String(form.get('filter') ?? '')), client.timezone);
  const columns = readLeadColumns(String(form.get('columns') ?? ''));
  return file(exportLeads(args.context.db, clientId, form.get('scope') === 'all' ? { filter } : { ids }, columns, format), format);
}

const TYPES: Record<ExportFormat, string> = { csv: 'text/csv; charset=utf-8', json: 'application/json' };

const file = (lines: AsyncGenerator<string>, format: ExportFormat) =>
  new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: {
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="leads-${new Date().toISOString().slice(0, 10)}.${format}"`,
    },
  });
