import { Readable } from 'node:stream';
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node';
import { isImportGroup } from '#domain/import-groups.ts';
import { enter, idOf, notFound } from '../member.server.ts';

/** Every refused row with its reason, row by row, in a file that spreadsheets open safely; of one group when it is named. */
export async function loader(args: LoaderFunctionArgs) {
  const { clientId } = await enter(args, 'imports.read');
  const { imports } = args.context;
  const job = await imports.find(clientId, idOf(args.params['job']));
  if (job?.campaignId !== idOf(args.params['id'])) throw notFound();
  const asked = new URL(args.request.url).searchParams.get('group');
  const group = isImportGroup(asked) ? asked : undefined;
  const name = ['import', job.id, ...(group ? [group] : []), 'errors'].join('-');
  return new Response(createReadableStreamFromReadable(Readable.from(imports.rejectsCsv(clientId, job.id, group))), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}.csv"` },
  });
}
