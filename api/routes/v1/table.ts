import type { ApiDeps } from '#api/app.ts';
import type { Route } from '#api/route.ts';
import { accountRoutes } from './accounts.ts';
import { appointmentRoutes } from './appointments.ts';
import { billingRoutes } from './billing.ts';
import { callRoutes } from './calls.ts';
import { campaignRoutes } from './campaigns.ts';
import { dashboardRoutes } from './dashboard.ts';
import { eventRoutes } from './events.ts';
import { integrationRoutes } from './integrations.ts';
import { leadDeedRoutes } from './lead-deeds.ts';
import { leadTalkRoutes } from './lead-talk.ts';
import { leadRoutes } from './leads.ts';
import { messageTemplateRoutes } from './message-templates.ts';
import { messageRoutes } from './messages.ts';
import { rehearsalRoutes } from './rehearsals.ts';
import { viewRoutes } from './views.ts';

/** Every route below `/api/v1` except those that stream their bodies. */
export const v1Routes = (deps: ApiDeps): Route[] => [
  ...accountRoutes(deps),
  ...campaignRoutes(deps),
  ...dashboardRoutes(deps),
  ...leadDeedRoutes(deps), // before those that take any name below /leads for an id
  ...leadRoutes(deps),
  ...leadTalkRoutes(deps),
  ...viewRoutes(deps),
  ...appointmentRoutes(deps),
  ...messageRoutes(deps),
  ...messageTemplateRoutes(deps),
  ...callRoutes(deps),
  ...billingRoutes(deps),
  ...integrationRoutes(deps),
  ...rehearsalRoutes(deps),
  ...eventRoutes(deps),
];
