import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { markNewsSeen, unseenNews } from '#stores/news.ts';
import { enter, safeNext } from '../member.server.ts';
import { newsReader } from '../news.server.ts';

/** How much news the member has not seen in the open client: asked by the bell once a page is there. */
export async function loader(args: LoaderFunctionArgs) {
  if (!args.context.user) return new Response(null, { status: 401 });
  const member = await enter(args, 'campaigns.read');
  return Response.json({ count: await member.read((tx) => unseenNews(tx, newsReader(member))) });
}

/** Marks the news as seen up to the moment in `until`; a form without a script names the page to return to. */
export async function action(args: ActionFunctionArgs) {
  const member = await enter(args, 'campaigns.read');
  const form = await args.request.formData();
  const until = String(form.get('until') ?? '');
  if (Number.isNaN(Date.parse(until))) throw new Response('No such moment', { status: 400 });
  const reader = newsReader(member);
  await member.read((tx) => markNewsSeen(tx, reader, until));
  if (form.has('next')) return redirect(safeNext(form.get('next')));
  return Response.json({ count: await member.read((tx) => unseenNews(tx, reader)) });
}
