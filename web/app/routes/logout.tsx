import { type ActionFunctionArgs, redirect } from '@remix-run/node';

export async function action({ request, context }: ActionFunctionArgs) {
  return redirect('/login', { headers: { 'set-cookie': await context.auth.signOut({ headers: request.headers }) } });
}

/** Whoever comes here by address is sent on: logging out is a deed, not a page. */
export const loader = () => redirect('/');
