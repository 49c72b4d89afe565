import type { AppLoadContext } from '@remix-run/node';
import { may } from '#auth/permissions.ts';
import { isTyped } from '#domain/typed-number.ts';
import type { Tx } from '#prisma/client.ts';
import { cloneCampaign, suggestedCopyName } from '#stores/campaign-clone.ts';
import { CampaignCopy } from '#stores/campaign-settings.ts';
import {
  activateCampaign,
  archiveCampaign,
  completeCampaign,
  type Missing,
  pauseCampaign,
  resumeCampaign,
} from '#stores/campaign-verbs.ts';
import { deleteCampaign } from '#stores/campaigns.ts';
import { audienceOf } from '#stores/views-campaigns.ts';
import { refusalErrors } from './campaign-form.server.ts';
import type { Member } from './context.ts';
import { formatCount, formatNumberOf } from './words/numbers.ts';

/** What a campaign lacks, in words. */
export const MISSING: Record<Missing, string> = {
  vendor_keys: 'This server has no keys of the live vendors, so only rehearsals can start.',
  agent: 'No voice agent is set up.',
  number: 'No phone number is set up to call from.',
  booking: 'No booking page or event type is set.',
  leads: 'There is no lead to call yet. Import some first.',
};

/** `at` is the page that shows the result, where it is another than the campaign's own. */
export type VerbAnswer = { kind: 'ok'; at?: string } | { kind: 'refused'; title: string; reasons: string[] };

type Ask = { verb: string; form: FormData; clientId: string; campaignId: string; member: Member; context: AppLoadContext };

/** What the question before a verb says of this campaign: a free name for its copy, and how many its start would call. */
export type AskFacts = { copyName: string; callable: number | null };
export const askFacts = async (
  tx: Tx,
  clientId: string,
  { id, name }: { id: string; name: string },
  verb: string | null,
): Promise<AskFacts> => ({
  copyName: verb === 'clone' ? await suggestedCopyName(tx, clientId, name) : '',
  callable: verb === 'start' ? (await audienceOf(tx, clientId, id)).callable : null,
});

/** Why a live campaign must not start on this answer: real people are called only in the number that was read, and typed where they are many. */
async function notTheNumber(tx: Tx, { form, clientId, campaignId }: Ask): Promise<string | null> {
  const campaign = await tx.campaign.findUnique({
    where: { clientId_id: { clientId, id: campaignId } },
    select: { mode: true, status: true },
  });
  if (campaign?.mode !== 'live' || campaign.status !== 'draft') return null;
  const { callable } = await audienceOf(tx, clientId, campaignId);
  if (String(form.get('expected') ?? '') !== String(callable))
    return `It would call ${formatNumberOf(callable, 'lead')} as things stand now. Look at the number and start it again.`;
  return isTyped(callable, String(form.get('typed') ?? ''))
    ? null
    : `Type ${formatCount(callable)}, the number of leads it calls, to start it.`;
}

/** One verb of a campaign's page; what the store refuses is said in words. */
export async function runVerb(tx: Tx, ask: Ask): Promise<VerbAnswer> {
  const { verb, form, clientId, campaignId, member, context } = ask;
  switch (verb) {
    case 'start': {
      const unread = await notTheNumber(tx, ask);
      if (unread) return { kind: 'refused', title: 'The campaign was not started', reasons: [unread] };
      const answer = await activateCampaign(tx, clientId, campaignId, context.platform);
      if (answer.kind !== 'incomplete') return said(answer);
      const vendors = answer.vendors.length > 0 ? [`Missing: ${answer.vendors.join(', ')}.`] : [];
      return { kind: 'refused', title: 'The campaign was not started', reasons: [...answer.missing.map((m) => MISSING[m]), ...vendors] };
    }
    case 'pause':
      return said(await pauseCampaign(tx, clientId, campaignId));
    case 'resume':
      return said(await resumeCampaign(tx, clientId, campaignId));
    case 'complete':
      return said(await completeCampaign(tx, clientId, campaignId));
    case 'archive':
      return said(await archiveCampaign(tx, clientId, campaignId));
    case 'clone': {
      const title = 'No copy was made';
      const given = CampaignCopy.safeParse({ name: String(form.get('name') ?? '').trim() || undefined });
      if (!given.success) return { kind: 'refused', title, reasons: ['A name is one line of at most 255 characters.'] };
      const saved = await cloneCampaign(tx, clientId, campaignId, { name: given.data.name, createdById: member.user.id });
      if (saved.kind === 'ok') return { kind: 'ok', at: `/campaigns/${saved.id}/settings` };
      return { kind: 'refused', title, reasons: Object.values(refusalErrors(saved)).filter((text) => text !== undefined) };
    }
    case 'delete': {
      if (!may(member.role, 'campaigns.delete')) throw new Response('Only an owner or admin can delete a campaign.', { status: 403 });
      const answer = await deleteCampaign(tx, clientId, campaignId);
      if (answer.kind === 'use_archive')
        return { kind: 'refused', title: 'The draft was not deleted', reasons: ['It has been used by now: archive it instead.'] };
      return answer.kind === 'ok' ? { kind: 'ok', at: '/campaigns' } : said(answer);
    }
    default:
      throw new Response('No such deed', { status: 400 });
  }
}

type Moved = Awaited<ReturnType<typeof pauseCampaign>>;

function said(answer: Moved): VerbAnswer {
  const title = 'Nothing was changed';
  switch (answer.kind) {
    case 'ok':
      return { kind: 'ok' };
    case 'missing':
      return { kind: 'refused', title, reasons: ['This campaign is no longer there.'] };
    case 'suspended':
      return { kind: 'refused', title, reasons: ['The account is suspended, so no campaign can run.'] };
    case 'invalid_transition':
      return { kind: 'refused', title, reasons: [`The campaign is ${answer.from} by now. Look at it again.`] };
    default:
      return answer satisfies never;
  }
}
