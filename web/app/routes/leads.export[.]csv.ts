import { Readable } from 'node:stream';
import { type ActionFunctionArgs, createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node';
import { exportLeads } from '#stores/lead-export.ts';
import { leadFilterOf } from '../lead-filter.server.ts';
import { enter } from '../member.server.ts';

/** The leads of a filter as a file, streamed. */
export async function loader(args: LoaderFunctionArgs) {
  const { clientId, client } = await enter(args, 'leads.write');
  const filter = leadFilterOf(new URL(args.request.url).searchParams, client.timezone);
  return file(exportLeads(args.context.db, clientId, { filter }));
}

/** The same for leads that were picked, or for all that the list's filter finds. */
export async function action(args: ActionFunctionArgs) {
  const { clientId, client } = await enter(args, 'leads.write');
  const form = await args.request.formData();
  const ids = form
    .getAll('id')
    .map(String)
    .filter((id) => /^[0-9a-f-]{36}$/.test(id));
  const filter = leadFilterOf(new URLSearchParams(String(form.get('filter') ?? '')), client.timezone);
  return file(exportLeads(args.context.db, clientId, form.get('scope') === 'all' ? { filter } : { ids }));
}

const file = (lines: AsyncGenerator<string>) =>
  new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="leads-${new Date().toISOString().slice(0, 10)}.csv"`,
    },
  });
