import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { campaignOverview } from '#stores/views-campaigns.ts';
import { readableTexts } from '../campaign-texts.server.ts';
import { MessageViews } from '../components/campaign/message-views.tsx';
import { TextsList } from '../components/campaign/texts.tsx';
import { Card, CardHeader } from '../components/ui/surface.tsx';
import { enter, idOf, notFound } from '../member.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { read, clientId, may } = await enter(args, 'messages.read');
  const campaignId = idOf(args.params['id']);
  const { web } = args.context.urls;
  return read(async (tx) => {
    const campaign = await campaignOverview(tx, clientId, campaignId);
    if (!campaign) throw notFound();
    const mayWrite = may('campaigns.write') && campaign.status !== 'archived';
    return { campaignId, mayWrite, texts: await readableTexts(tx, { clientId, campaignId, cadence: campaign.cadence, web }) };
  });
}

export default function CampaignTexts() {
  const { campaignId, mayWrite, texts } = useLoaderData<typeof loader>();
  return (
    <div className="grid grid-cols-1 gap-3">
      <MessageViews base={`/campaigns/${campaignId}`} current="texts" />
      <Card>
        <CardHeader
          title="Texts of this campaign"
          text="In the order of a lead’s life, filled in for one lead. A change is used from the next message on."
        />
        <TextsList texts={texts} base={`/campaigns/${campaignId}`} mayWrite={mayWrite} />
      </Card>
    </div>
  );
}
