import type { Channel } from '#domain/snapshot.ts';
import { LIFE_TEXTS, type TextProblem, textProblems } from '#domain/text-rules.ts';
import { appointmentVariables, DEFAULT_TEXTS, defaultText, type Template, type TemplateKey, type Variables } from '#domain/texts.ts';
import { addSeconds, toInstant } from '#domain/time.ts';
import { guessZone } from '#domain/zones.ts';
import type { Tx } from '../client.ts';
import { announceCampaign } from './campaigns.ts';

/** Whose text goes out: the campaign's own, the client's, or the product's. */
export type TextSource = 'campaign' | 'client' | 'standard';
export type CampaignText = { key: TemplateKey; channel: Channel; subject: string; body: string; source: TextSource };

type Row = { key: TemplateKey; channel: Channel; subject: string | null; body: string; isOwn: boolean };

/** Every text of a lead's life as a campaign sends it, in the order of that life. Without a campaign, as the client does. */
export async function campaignTexts(tx: Tx, clientId: string, campaignId: string | null): Promise<CampaignText[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT key, channel, subject, body, campaign_id IS NOT NULL AS "isOwn" FROM message_template
    WHERE client_id = ${clientId}::uuid AND active AND (campaign_id IS NULL OR campaign_id = ${campaignId}::uuid)
    ORDER BY campaign_id NULLS LAST`;
  return LIFE_TEXTS.flatMap((key) =>
    (Object.keys(DEFAULT_TEXTS[key]) as Channel[]).map((channel): CampaignText => {
      const standard = defaultText(key, channel) ?? { body: '' };
      const row = rows.find((each) => each.key === key && each.channel === channel);
      const { subject, body } = row ?? standard;
      const isStandard = !row || (!row.isOwn && row.body === standard.body && (row.subject ?? '') === (standard.subject ?? ''));
      return { key, channel, subject: subject ?? '', body, source: isStandard ? 'standard' : row.isOwn ? 'campaign' : 'client' };
    }),
  );
}

export type TextSaved =
  | { kind: 'ok' }
  | { kind: 'missing' }
  | { kind: 'closed'; status: string }
  | { kind: 'invalid'; problems: TextProblem[] };
type Which = { campaignId: string | null; key: TemplateKey; channel: Channel };

/** Keeps a text of a campaign's own, or of the client where no campaign is named; texts that go out from now on are written by it. */
export async function saveText(tx: Tx, clientId: string, { campaignId, key, channel }: Which, text: Template): Promise<TextSaved> {
  const refused = await barrier(tx, clientId, campaignId);
  if (refused) return refused;
  const problems = textProblems(key, channel, text, await sampleFor(tx, clientId, { campaignId, key, web: 'https://app.example.com' }));
  if (problems.length > 0) return { kind: 'invalid', problems };
  const subject = channel === 'email' ? (text.subject ?? '').trim() : null;
  await tx.$executeRaw`
    INSERT INTO message_template (client_id, campaign_id, key, channel, subject, body)
    VALUES (${clientId}::uuid, ${campaignId}::uuid, ${key}, ${channel}, ${subject}, ${text.body.replaceAll('\r\n', '\n')})
    ON CONFLICT (client_id, coalesce(campaign_id, '00000000-0000-0000-0000-000000000000'), key, channel)
    DO UPDATE SET subject = excluded.subject, body = excluded.body, active = true, updated_at = now()`;
  await tellOfTexts(tx, clientId, campaignId);
  return { kind: 'ok' };
}

/** Drops a text of a campaign's own, or of the client: the next wider one holds again. Repeating it changes nothing. */
export async function resetText(
  tx: Tx,
  clientId: string,
  { campaignId, key, channel }: Which,
): Promise<Exclude<TextSaved, { kind: 'invalid' }>> {
  const refused = await barrier(tx, clientId, campaignId);
  if (refused) return refused;
  await tx.messageTemplate.deleteMany({ where: { clientId, campaignId, key, channel } });
  await tellOfTexts(tx, clientId, campaignId);
  return { kind: 'ok' };
}

/** A text of the client's shows where a campaign has none of its own: at each of them, so one piece of news is enough. */
async function tellOfTexts(tx: Tx, clientId: string, campaignId: string | null): Promise<void> {
  const id = campaignId ?? (await tx.campaign.findFirst({ where: { clientId }, select: { id: true } }))?.id;
  if (id) await announceCampaign(tx, { clientId, campaignId: id, type: 'campaign.texts_changed' });
}

async function barrier(
  tx: Tx,
  clientId: string,
  campaignId: string | null,
): Promise<{ kind: 'missing' } | { kind: 'closed'; status: string } | null> {
  if (campaignId === null) return null;
  const campaign = await tx.campaign.findUnique({ where: { clientId_id: { clientId, id: campaignId } }, select: { status: true } });
  if (!campaign) return { kind: 'missing' };
  return campaign.status === 'archived' ? { kind: 'closed', status: campaign.status } : null;
}

const SAMPLE_LEAD = {
  first_name: 'Grace',
  last_name: 'Hopper',
  company: 'Hopper & Sons',
  custom: {},
  phone: '+12125550123',
  timezone: null,
};
const SAMPLE_TOKEN = 'kT3vQ9xLr2mZs8wYb5nJd1hGf6pCa0eUi7oRt4lKqXM'; // as long as a real one: links decide how many parts a text has

/** Values to show a text with: a lead of the campaign where there is one, with an appointment as far away as this text goes out before it. */
export async function sampleFor(
  tx: Tx,
  clientId: string,
  { campaignId, key, web }: { campaignId: string | null; key: TemplateKey; web: string },
): Promise<Variables> {
  const [row] = await tx.$queryRaw<SampleRow[]>`
    SELECT clock_timestamp() AS now, k.name AS "clientName", k.timezone AS "clientZone", k.settings->>'contact' AS contact,
      k.settings->>'postalAddress' AS address, c.name AS "campaignName",
      coalesce((SELECT name FROM agent WHERE client_id = k.id AND id = c.agent_id), (SELECT name FROM agent WHERE client_id = k.id AND active ORDER BY created_at LIMIT 1)) AS agent
    FROM client k LEFT JOIN campaign c ON c.client_id = k.id AND c.id = ${campaignId}::uuid WHERE k.id = ${clientId}::uuid`;
  const [found] = campaignId
    ? await tx.lead.findMany({
        where: { clientId, campaignId, firstName: { not: null } },
        orderBy: { createdAt: 'asc' },
        take: 1,
        select: { firstName: true, lastName: true, company: true, customFields: true, phone: true, timezone: true },
      })
    : [];
  const lead = found
    ? { ...found, first_name: found.firstName, last_name: found.lastName, custom: found.customFields as Record<string, string> }
    : SAMPLE_LEAD;
  const now = toInstant((row?.now ?? new Date()).getTime());
  const startAt = addSeconds(now, secondsBefore(key));
  const zone = lead.timezone ?? guessZone(lead.phone) ?? row?.clientZone ?? null;
  const link = (path: string) => `${web}${path}${SAMPLE_TOKEN}`;
  return {
    ...{ first_name: lead.first_name, last_name: lead.last_name, company: lead.company, custom: lead.custom },
    full_name: [lead.first_name, lead.last_name].filter(Boolean).join(' '),
    client_name: row?.clientName,
    client_contact: row?.contact,
    postal_address: row?.address,
    campaign_name: row?.campaignName,
    agent_name: row?.agent,
    ...(key.startsWith('booking_link')
      ? {}
      : {
          appointment_title: row?.campaignName ? `${row.campaignName} visit` : 'your visit',
          place: '12 Main Street',
          join_link: null,
          join_or_place: '12 Main Street',
          ...appointmentVariables({ startAt, zone, now }),
        }),
    booking_link: link('/b/'),
    reschedule_link: link('/move/'),
    confirm_yes_link: `${link('/confirm/')}?attended=yes`,
    confirm_no_link: `${link('/confirm/')}?attended=no`,
    unsubscribe_link: link('/unsubscribe/'),
    reference: 'A7K2QX',
  };
}

type SampleRow = {
  now: Date;
  clientName: string;
  clientZone: string;
  contact: string | null;
  address: string | null;
  campaignName: string | null;
  agent: string | null;
};

const HOUR = 3_600;
/** How long before the appointment a text goes out in true time; those that follow the appointment go out after it. */
function secondsBefore(key: TemplateKey): number {
  switch (key) {
    case 'reminder_24h':
      return 24 * HOUR;
    case 'reminder_2h':
      return 2 * HOUR;
    case 'reminder_15m':
      return HOUR / 4;
    case 'booking_confirmation':
      return 72 * HOUR;
    default:
      return -2 * HOUR;
  }
}
