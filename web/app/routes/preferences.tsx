import { type ActionFunctionArgs, redirect } from '@remix-run/node';
import { LEAD_LIST_COLUMNS, writeLeadColumns } from '#domain/lead-columns.ts';
import { memberOf, safeNext } from '../member.server.ts';
import { CAMPAIGNS_AS, THEMES } from '../preferences.ts';

const YEAR = 'Path=/; Max-Age=31536000; SameSite=Lax';

/** Keeps the theme, whether single keys work, how campaigns and leads are listed, that the first steps were put away, or the client whose books are open, in a cookie. */
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
  const columns = columnsOf(form);
  if (columns !== undefined) headers.append('set-cookie', columns === null ? 'columns=; Path=/; Max-Age=0' : `columns=${columns}; ${YEAR}`);
  const wanted = form.get('client');
  if (typeof wanted === 'string') {
    const { clients } = await memberOf({ request, context });
    if (clients.some(({ id }) => id === wanted)) headers.append('set-cookie', `client=${wanted}; ${YEAR}; HttpOnly`);
  }
  return redirect(typeof wanted === 'string' ? '/' : withColumns(safeNext(form.get('next')), columns), { headers });
}

/** The columns that were chosen; null to go back to the standard, undefined when it is not about them. */
function columnsOf(form: FormData): string | null | undefined {
  switch (form.get('columns')) {
    case 'chosen':
      return writeLeadColumns(LEAD_LIST_COLUMNS.filter((column) => form.getAll('column').includes(column)));
    case 'standard':
      return null;
    default:
      return undefined;
  }
}

/** The page one came from, whose address says the same. */
function withColumns(next: string, columns: string | null | undefined): string {
  if (columns === undefined) return next;
  const url = new URL(next, 'http://here.invalid');
  url.searchParams.delete('columns');
  if (columns !== null) url.searchParams.set('columns', columns);
  return `${url.pathname}${url.search}`;
}

export const loader = () => redirect('/');
