import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { enter } from '../member.server.ts';

/**
 * The way to the payments vendor's own page. A link and not a form: our pages let no form lead elsewhere, and opening it changes nothing by
 * itself.
 */
export async function loader(args: LoaderFunctionArgs) {
  const { clientId } = await enter(args, 'billing.manage');
  const mode = new URL(args.request.url).searchParams.get('books') === 'rehearsal' ? 'rehearsal' : 'live';
  const portal = await args.context.paying.portal({ clientId, mode });
  return redirect(portal.kind === 'ok' ? portal.url : `/billing?books=${mode}&portal=away`);
}
