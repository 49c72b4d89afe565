import type { Client } from '@temporalio/client';
import { createBillingActivities } from '#activities/billing.ts';
import { createCallActivities } from '#activities/calls.ts';
import { createDigestActivities, type DigestDeps } from '#activities/digests.ts';
import { createDispatchActivities } from '#activities/dispatch.ts';
import { createImportActivities } from '#activities/imports.ts';
import type { Activities } from '#activities/index.ts';
import { createMessageActivities } from '#activities/messages.ts';
import { createMomentActivities } from '#activities/moments.ts';
import { createSweepActivities } from '#activities/sweeps.ts';
import type { EffectParts } from '#effects/parts.ts';
import type { Db } from '#prisma/client.ts';
import { endBarredLeads } from '#stores/barred.ts';
import { completeIfDone } from '#stores/campaign-verbs.ts';
import type { ImportStore } from '#stores/imports.ts';
import { activeCampaigns, overdueLeads, unissuedInvoices, untoldLeads } from '#stores/repairs.ts';
import { billMonths } from '#stores/usage.ts';
import { dispatchDeps } from './dispatching.ts';
import { wantInvoice } from './handles/billing.ts';
import { isLeadRunning } from './handles/lead.ts';
import type { Log } from './pump.ts';
import { createTellLead } from './tell.ts';
import { wakingCampaign } from './waking.ts';

export type AssemblyParts = {
  db: Db;
  client: Client;
  effects: EffectParts;
  confirmersOf: DigestDeps['confirmersOf'];
  imports: ImportStore;
  stopping: AbortSignal;
  log: Log;
};

/** Every activity of the product, over the parts of this process. */
export function assembleActivities({ db, client, effects, confirmersOf, imports, stopping, log }: AssemblyParts): Activities {
  const calls = createCallActivities(effects);
  const moments = createMomentActivities(effects);
  const waking = { db, client, log };
  return {
    placeCall: wakingCampaign(waking, calls.placeCall),
    settleCall: calls.settleCall,
    decide: wakingCampaign(waking, moments.decide),
    attention: moments.attention,
    ...createMessageActivities(effects),
    ...createBillingActivities(effects),
    ...createImportActivities({ imports }),
    ...createDispatchActivities(dispatchDeps({ db, client, stopping })),
    ...createSweepActivities(sweepDeps({ db, client, log })),
    ...createDigestActivities({ effects, confirmersOf, log }),
  };
}

function sweepDeps({ db, client, log }: Pick<AssemblyParts, 'db' | 'client' | 'log'>) {
  const tellLead = createTellLead({ db, client });
  return {
    untoldLeads: () => db.asRelay(({ tx }) => untoldLeads(tx)),
    overdueLeads: () => db.asRelay(({ tx }) => overdueLeads(tx)),
    endBarred: () => endBarredLeads(db),
    unissuedInvoices: () => db.asRelay(({ tx }) => unissuedInvoices(tx)),
    activeCampaigns: () => db.asRelay(({ tx }) => activeCampaigns(tx)),
    isRunning: (leadId: string) => isLeadRunning(client, leadId),
    tell: tellLead,
    wantInvoice: ({ clientId, mode, invoiceId }: Awaited<ReturnType<typeof unissuedInvoices>>[number]) =>
      wantInvoice(client, { clientId, mode }, { invoiceId }),
    completeIfDone: ({ clientId, campaignId }: { clientId: string; campaignId: string }) =>
      db.withClient(clientId, (tx) => completeIfDone(tx, clientId, campaignId)),
    billMonths: ({ asOf }: { asOf?: string }) => billMonths(db, asOf ?? new Date().toISOString()),
    log,
  };
}
