import { Readable } from 'node:stream';
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node';
import { csvLine } from '#domain/csv-cells.ts';
import { bulkSkipped, findBulk } from '#stores/bulk.ts';
import { enter, idOf, notFound } from '../member.server.ts';
import { RESULT_WORDS } from '../words/bulk.ts';

const PAGE = 2_000;

/** Every lead a bulk action left as it was, with the reason. */
export async function loader(args: LoaderFunctionArgs) {
  const { clientId, read } = await enter(args, 'leads.write');
  const id = idOf(args.params['job']);
  if (!(await read((tx) => findBulk(tx, clientId, id)))) throw notFound();
  async function* lines() {
    yield `\uFEFF${csvLine(['id', 'name', 'phone', 'reason'])}`;
    for (let after: string | null = null; ; ) {
      const leads = await read((tx) => bulkSkipped(tx, clientId, id, after, PAGE));
      yield leads
        .map((lead) => csvLine([lead.id, lead.name, lead.phone ?? '', lead.result === 'done' ? '' : RESULT_WORDS[lead.result]]))
        .join('');
      after = leads.at(-1)?.id ?? null;
      if (leads.length < PAGE) return;
    }
  }
  return new Response(createReadableStreamFromReadable(Readable.from(lines())), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="bulk-${id}-left.csv"` },
  });
}
