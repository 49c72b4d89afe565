import type { CadencePreset } from '#domain/cadence.ts';
import { copyName } from '#domain/copy-name.ts';
import type { Tx } from '../client.ts';
import type { NewCampaign } from './campaign-settings.ts';
import { announceCampaign, createCampaign, findCampaign, type Saved } from './campaigns.ts';

/** The name a copy gets unless it is given one. */
export async function suggestedCopyName(tx: Tx, clientId: string, name: string): Promise<string> {
  const rows = await tx.campaign.findMany({
    where: { clientId, status: { not: 'archived' }, name: { contains: '(copy' } },
    select: { name: true },
    take: 1_000,
  });
  return copyName(
    name,
    rows.map((row) => row.name),
  );
}

/**
 * Makes a draft with the settings and own texts of another campaign, whatever that one's status: no leads, no calls, and no dates, as those of
 * the original have mostly passed. An agent or number that may no longer be used is left open.
 */
export async function cloneCampaign(
  tx: Tx,
  clientId: string,
  id: string,
  { name, createdById }: { name?: string | undefined; createdById: string | null },
): Promise<Saved> {
  const origin = await findCampaign(tx, clientId, id);
  if (!origin) return { kind: 'missing' };
  const { agentId, fromNumberId, mode } = origin;
  const hasAgent = agentId !== null && (await tx.agent.count({ where: { clientId, id: agentId, active: true } })) > 0;
  const hasNumber =
    fromNumberId !== null && (await tx.phoneNumber.count({ where: { clientId, id: fromNumberId, mode, status: 'active' } })) > 0;
  const { description, calcomEventTypeId, bookingUrl, timezone, callingHours, maxAttempts, maxConcurrentCalls, defaultCountry } = origin;
  const wanted: NewCampaign = {
    ...{ mode, description, calcomEventTypeId, bookingUrl, timezone, callingHours, maxAttempts, maxConcurrentCalls, defaultCountry },
    name: name ?? (await suggestedCopyName(tx, clientId, origin.name)),
    agentId: hasAgent ? agentId : null,
    fromNumberId: hasNumber ? fromNumberId : null,
    // A live campaign has true time and its hours without asking.
    ...(mode === 'rehearsal'
      ? {
          cadence: origin.cadence,
          cadencePreset: origin.cadencePreset as CadencePreset, // written by `createCampaign` alone
          pace: origin.pace as NonNullable<NewCampaign['pace']>,
          enforceHours: origin.enforceHours,
        }
      : {}),
  };
  const saved = await createCampaign(tx, clientId, wanted, createdById);
  if (saved.kind !== 'ok') return saved;
  await tx.$executeRaw`
    INSERT INTO message_template (client_id, campaign_id, key, channel, subject, body, active)
    SELECT client_id, ${saved.id}::uuid, key, channel, subject, body, active FROM message_template
    WHERE client_id = ${clientId}::uuid AND campaign_id = ${id}::uuid`;
  await announceCampaign(tx, { clientId, campaignId: saved.id, type: 'campaign.cloned', payload: { from: id } });
  return saved;
}
