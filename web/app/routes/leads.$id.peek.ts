import type { LoaderFunctionArgs } from '@remix-run/node';
import { leadPeek } from '../lead-peek.server.ts';
import { enter, idOf } from '../member.server.ts';

/** One lead for the preview beside a list; null where there is none, which the preview says itself. */
export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId } = await enter(args, 'leads.read');
  const id = idOf(args.params['id']);
  return { id, peek: await read((tx) => leadPeek(tx, clientId, id)) };
}
