import { z } from 'zod';
import { type Answer, created, many, notFound, nothing, ok, pageOf, paging, refused } from '#api/answers.ts';
import type { ApiDeps } from '#api/app.ts';
import { type Caller, type Route, route } from '#api/route.ts';
import { CAMPAIGN_STATUSES, MODES } from '#domain/lead.ts';
import type { Tx } from '#prisma/client.ts';
import { effectsOfChange } from '#stores/campaign-change.ts';
import { cloneCampaign } from '#stores/campaign-clone.ts';
import { CampaignChange, CampaignCopy, NewCampaign } from '#stores/campaign-settings.ts';
import { campaignStatistics } from '#stores/campaign-statistics.ts';
import {
  type Activated,
  activateCampaign,
  archiveCampaign,
  completeCampaign,
  type Moved,
  pauseCampaign,
  resumeCampaign,
} from '#stores/campaign-verbs.ts';
import { createCampaign, deleteCampaign, findCampaign, lastImport, listCampaigns, type Saved, updateCampaign } from '#stores/campaigns.ts';

const SORTS = ['name', '-name', 'createdAt', '-createdAt', 'booked', '-booked', 'shown', '-shown'] as const;
const ListQuery = z.strictObject({
  ...paging,
  status: many(z.enum(CAMPAIGN_STATUSES)),
  mode: z.enum(MODES).optional(),
  createdBy: z.uuid().optional(),
  sort: z.enum(SORTS).optional(),
});

/** Campaigns: settings, the verbs that start and stop them, and their statistics. */
export const campaignRoutes = ({ db, platform }: ApiDeps): Route[] => {
  const show = (tx: Tx, clientId: string, id: string) => findCampaign(tx, clientId, id);
  const verb = (name: string, move: (tx: Tx, clientId: string, id: string) => Promise<Moved | Activated>): Route =>
    route(`POST /campaigns/:id/${name}`, {
      access: 'campaigns.write',
      handle: ({ caller, id }) =>
        db.withClient(caller.clientId, async (tx) => {
          const answer = await move(tx, caller.clientId, id);
          return answer.kind === 'ok' ? ok(await show(tx, caller.clientId, id)) : notMoved(answer);
        }),
    });

  return [
    route('GET /campaigns', {
      access: 'campaigns.read',
      query: ListQuery,
      handle: async ({ caller, query }) => {
        const { data, total } = await db.withClient(caller.clientId, (tx) => listCampaigns(tx, caller.clientId, query));
        return ok(pageOf(data, query, total));
      },
    }),
    route('POST /campaigns', {
      access: 'campaigns.write',
      body: NewCampaign,
      handle: ({ caller, body }) =>
        db.withClient(caller.clientId, async (tx) => {
          const saved = await createCampaign(tx, caller.clientId, body, caller.user.id);
          return saved.kind === 'ok' ? created(await show(tx, caller.clientId, saved.id)) : notSaved(saved);
        }),
    }),
    route('GET /campaigns/:id', {
      access: 'campaigns.read',
      handle: ({ caller, id }) =>
        db.withClient(caller.clientId, async (tx) => {
          const campaign = await show(tx, caller.clientId, id);
          return campaign ? ok({ ...campaign, lastImport: await lastImport(tx, caller.clientId, id) }) : notFound();
        }),
    }),
    route('PUT /campaigns/:id', {
      access: 'campaigns.write',
      body: CampaignChange,
      handle: ({ caller, id, body }) =>
        db.withClient(caller.clientId, async (tx) => {
          const saved = await updateCampaign(tx, caller.clientId, id, body);
          return saved.kind === 'ok' ? ok(await show(tx, caller.clientId, id)) : notSaved(saved);
        }),
    }),
    route('POST /campaigns/:id/preview', {
      access: 'campaigns.write',
      body: CampaignChange,
      handle: async ({ caller, id, body }) => {
        const effects = await db.withClient(caller.clientId, (tx) => effectsOfChange(tx, caller.clientId, id, body));
        return effects ? ok(effects) : notFound();
      },
    }),
    route('DELETE /campaigns/:id', {
      access: 'campaigns.delete',
      handle: async ({ caller, id }: { caller: Caller; id: string }) => {
        const answer = await db.withClient(caller.clientId, (tx) => deleteCampaign(tx, caller.clientId, id));
        if (answer.kind === 'ok') return nothing();
        return answer.kind === 'missing' ? notFound() : refused(409, 'use_archive', 'This campaign has been used: archive it instead.');
      },
    }),
    route('POST /campaigns/:id/clone', {
      access: 'campaigns.write',
      body: CampaignCopy,
      handle: ({ caller, id, body }) =>
        db.withClient(caller.clientId, async (tx) => {
          const saved = await cloneCampaign(tx, caller.clientId, id, { name: body.name, createdById: caller.user.id });
          return saved.kind === 'ok' ? created(await show(tx, caller.clientId, saved.id)) : notSaved(saved);
        }),
    }),
    route('GET /campaigns/:id/stats', {
      access: 'campaigns.read',
      handle: async ({ caller, id }) => {
        const statistics = await db.withClient(caller.clientId, (tx) => campaignStatistics(tx, caller.clientId, id));
        return statistics ? ok(statistics) : notFound();
      },
    }),
    verb('activate', (tx, clientId, id) => activateCampaign(tx, clientId, id, platform)),
    verb('pause', pauseCampaign),
    verb('resume', resumeCampaign),
    verb('complete', completeCampaign),
    verb('archive', archiveCampaign),
  ];
};

const MISSING_WORDS = {
  vendor_keys: 'keys of the live vendors',
  agent: 'an agent',
  number: 'a phone number to call from',
  booking: 'an event type or a booking link',
  leads: 'at least one lead that may be called',
};

function notMoved(answer: Exclude<Moved | Activated, { kind: 'ok' }>): Answer {
  switch (answer.kind) {
    case 'missing':
      return notFound();
    case 'suspended':
      return refused(409, 'client_suspended', 'This organisation is suspended.');
    case 'invalid_transition':
      return refused(409, 'invalid_transition', `A campaign cannot go from ${answer.from} to ${answer.to}.`, {
        from: answer.from,
        to: answer.to,
      });
    case 'incomplete': {
      const words = answer.missing.map((what) => MISSING_WORDS[what]).join(', ');
      return refused(422, 'incomplete', `The campaign still needs ${words}.`, { missing: answer.missing, vendors: answer.vendors });
    }
    default:
      return answer satisfies never;
  }
}

function notSaved(saved: Exclude<Saved, { kind: 'ok' }>): Answer {
  switch (saved.kind) {
    case 'missing':
      return notFound();
    case 'name_taken':
      return refused(409, 'name_taken', 'Another campaign has this name.');
    case 'unknown':
      return refused(422, `unknown_${saved.what}`, `There is no such ${saved.what}.`);
    case 'not_for_live':
      return refused(422, 'not_for_live', `A live campaign may not set ${saved.what}: that is for rehearsals.`, { field: saved.what });
    case 'closed':
      return refused(409, 'campaign_closed', `The campaign is ${saved.status}.`);
    default:
      return saved satisfies never;
  }
}
