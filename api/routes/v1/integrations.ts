import { ok } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Route, route } from '#api/route.ts';

/** What a client sets at vendors of its own. */
export const integrationRoutes = ({ calendarHooks, apiUrl }: ApiDeps): Route[] => [
  route('GET /integrations/calcom', {
    access: 'integrations.manage',
    handle: async ({ caller }) => {
      const { clientId } = caller;
      return ok({
        webhookUrl: `${apiUrl}/api/webhooks/calcom/${calendarHooks.tokenOf(clientId)}`,
        secret: calendarHooks.secretOf(clientId, 'live'),
        rehearsalSecret: calendarHooks.secretOf(clientId, 'sandbox'),
      });
    },
  }),
];
