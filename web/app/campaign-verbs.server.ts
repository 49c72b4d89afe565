import type { AppLoadContext } from '@remix-run/node';
import type { Tx } from '#prisma/client.ts';
import {
  activateCampaign,
  archiveCampaign,
  completeCampaign,
  type Missing,
  pauseCampaign,
  resumeCampaign,
} from '#stores/campaign-verbs.ts';

/** What a campaign lacks, in words. */
export const MISSING: Record<Missing, string> = {
  vendor_keys: 'This server has no keys of the live vendors, so only rehearsals can start.',
  agent: 'No voice agent is set up.',
  number: 'No phone number is set up to call from.',
  booking: 'No booking page or event type is set.',
  leads: 'There is no lead to call yet. Import some first.',
};

export type VerbAnswer = { kind: 'ok'; text: string } | { kind: 'refused'; title: string; reasons: string[] };

/** One verb of a campaign's page; what the store refuses is said in words. */
export async function runVerb(
  tx: Tx,
  ask: { verb: string; clientId: string; campaignId: string; context: AppLoadContext },
): Promise<VerbAnswer> {
  const { verb, clientId, campaignId, context } = ask;
  switch (verb) {
    case 'start': {
      const answer = await activateCampaign(tx, clientId, campaignId, context.platform);
      if (answer.kind === 'ok') return { kind: 'ok', text: 'The campaign is running.' };
      if (answer.kind !== 'incomplete') return refused(answer);
      const vendors = answer.vendors.length > 0 ? [`Missing: ${answer.vendors.join(', ')}.`] : [];
      return { kind: 'refused', title: 'The campaign was not started', reasons: [...answer.missing.map((m) => MISSING[m]), ...vendors] };
    }
    case 'pause':
      return said(await pauseCampaign(tx, clientId, campaignId), 'Paused: no new calls are placed.');
    case 'resume':
      return said(await resumeCampaign(tx, clientId, campaignId), 'The campaign goes on where its leads stopped.');
    case 'complete':
      return said(await completeCampaign(tx, clientId, campaignId), 'The campaign is done. Open appointments still run to their verdict.');
    case 'archive':
      return said(await archiveCampaign(tx, clientId, campaignId), 'The campaign is archived.');
    default:
      throw new Response('No such deed', { status: 400 });
  }
}

type Moved = Awaited<ReturnType<typeof pauseCampaign>>;
const said = (answer: Moved, text: string): VerbAnswer => (answer.kind === 'ok' ? { kind: 'ok', text } : refused(answer));

function refused(answer: Exclude<Moved, { kind: 'ok' }>): VerbAnswer {
  const title = 'Nothing was changed';
  switch (answer.kind) {
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
