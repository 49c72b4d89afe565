import { expect, test, vi } from 'vitest';
import { announceCampaign } from '#stores/campaigns.ts';
import { testWorld } from '#tests/support/world.ts';
import { createLiveFeed } from './live-feed.ts';

test('what happens after a page began to listen is told, also before the first look on time', async () => {
  await using world = await testWorld();
  const { db, clientId, campaignId } = world;
  const errors: unknown[] = [];
  const feed = createLiveFeed(db, { everyMs: 400, onError: (error) => errors.push(error) });
  const heard: string[] = [];
  const { leave } = feed.listen(clientId, (news) => {
    if (news.kind === 'facts') heard.push(...news.events.map(({ type }) => type));
  });
  expect(await feed.missed(clientId, '0')).toEqual([]);
  await db.withClient(clientId, (tx) => announceCampaign(tx, { clientId, campaignId, type: 'campaign.lead_added' }));
  await vi.waitFor(() => expect(heard).toEqual(['campaign.lead_added']), { timeout: 20_000 });
  leave();
  feed.close();
  expect(errors).toEqual([]);
});
