import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { memberOf, safeNext } from '../member.server.ts';
import { CAMPAIGNS_AS, THEMES } from '../preferences.ts';

const YEAR = 'Path=/; Max-Age=31536000; SameSite=Lax';

/** Keeps the theme, whether single keys work, how campaigns are listed, that the first steps were put away, or the client whose books are open, in a cookie. */
export async function action({ request, context }: ActionFunctionArgs) {
  const form = await request.formData();
  const headers = new Headers();
  const theme = THEMES.find((t) => t === form.get('theme'));
  if (theme) headers.append('set-cookie', `theme=${theme}; ${YEAR}`);
  const keys = form.get('keys');
  if (keys === 'on' || keys === 'off') headers.append('set-cookie', `keys=${keys}; ${YEAR}`);
  const campaignsAs = CAMPAIGNS_AS.find((as) => as === form.get('campaigns'));
  if (campaignsAs) headers.append('set-cookie', `campaigns=${campaignsAs}; ${YEAR}`);
  if (form.get('steps') === 'off') headers.append('set-cookie', `steps=off; ${YEAR}`);
  const wanted = form.get('client');
  if (typeof wanted === 'string') {
    const { clients } = await memberOf({ request, context });
    if (clients.some(({ id }) => id === wanted)) headers.append('set-cookie', `client=${wanted}; ${YEAR}; HttpOnly`);
  }
  return redirect(typeof wanted === 'string' ? '/' : safeNext(form.get('next')), { headers });
}

export const loader = () => redirect('/');
