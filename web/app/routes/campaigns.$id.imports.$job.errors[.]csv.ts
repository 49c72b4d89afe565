import { Readable } from 'node:stream';
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node';
import { enter, idOf, notFound } from '../member.server.ts';

/** Every refused row with its reason, row by row, in a file that spreadsheets open safely. */
export async function loader(args: LoaderFunctionArgs) {
  const { clientId } = await enter(args, 'imports.read');
  const { imports } = args.context;
  const job = await imports.find(clientId, idOf(args.params['job']));
  if (job?.campaignId !== idOf(args.params['id'])) throw notFound();
  return new Response(createReadableStreamFromReadable(Readable.from(imports.rejectsCsv(clientId, job.id))), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="import-${job.id}-errors.csv"` },
  });
}
