import type { LoaderFunctionArgs } from '@remix-run/node';
import { type FoundCampaign, type FoundLead, found, leadsById } from '#stores/views-search.ts';
import { enter } from '../member.server.ts';

export type Found = { leads: FoundLead[]; campaigns: FoundCampaign[] };

const RECENT = 6;

/** What the command menu finds: by the words in `q`, or the leads in `recent` that this person opened last. */
export async function loader(args: LoaderFunctionArgs) {
  if (!args.context.user) return new Response(null, { status: 401 });
  const { read, clientId } = await enter(args, 'leads.read');
  const params = new URL(args.request.url).searchParams;
  const q = params.get('q')?.trim().slice(0, 100);
  const recent = (params.get('recent') ?? '').split(',').filter((id) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id));
  const answer: Found = q
    ? await read((tx) => found(tx, clientId, q))
    : { leads: await read((tx) => leadsById(tx, clientId, recent.slice(0, RECENT))), campaigns: [] };
  return Response.json(answer);
}
