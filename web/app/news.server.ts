import { may } from '#auth/permissions.ts';
import { newsKindsFor } from '#domain/news.ts';
import type { NewsReader } from '#stores/news.ts';
import type { Member } from './context.ts';

/** Who reads which news: payments are for those who may see what the client pays. */
export const newsReader = ({ user, client, role }: Member): NewsReader => ({
  clientId: client.id,
  userId: user.id,
  zone: client.timezone,
  kinds: newsKindsFor(may(role, 'billing.read')),
});
