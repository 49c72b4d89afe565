import type { Channel } from '#domain/snapshot.ts';
import { appointmentVariables, defaultText, type Template, type TemplateKey, type Variables } from '#domain/texts.ts';
import { toInstant } from '#domain/time.ts';
import { zonesOf } from '#domain/zones.ts';
import type { Tx } from '../client.ts';
import type { LeadLife } from './lead-row.ts';

/** The text that goes out for a kind: the campaign's own, else the client's, else the product's. Null where that kind does not go by that channel. */
export async function templateFor(tx: Tx, life: LeadLife, key: TemplateKey, channel: Channel): Promise<Template | null> {
  const [own] = await tx.$queryRaw<{ subject: string | null; body: string }[]>`
    SELECT subject, body FROM message_template
    WHERE client_id = ${life.clientId}::uuid AND key = ${key} AND channel = ${channel} AND active AND (campaign_id IS NULL OR campaign_id = ${life.campaign.id}::uuid)
    ORDER BY campaign_id NULLS LAST LIMIT 1`;
  if (!own) return defaultText(key, channel);
  return { ...(own.subject !== null && { subject: own.subject }), body: own.body };
}

/** What a text may say about this lead, its client, campaign and appointment (links are added by who makes them), and the campaign's own number. */
export async function variablesFor(
  tx: Tx,
  life: LeadLife,
  appointmentId: string | null,
): Promise<{ variables: Variables; fromNumber: string | null }> {
  const [row] = await tx.$queryRaw<
    {
      clientName: string;
      contact: string | null;
      address: string | null;
      agent: string | null;
      custom: Record<string, string>;
      title: string | null;
      startAt: Date | null;
      zone: string | null;
      place: string | null;
      join: string | null;
      fromNumber: string | null;
    }[]
  >`
    SELECT k.name AS "clientName", k.settings->>'contact' AS contact, k.settings->>'postalAddress' AS address,
      (SELECT name FROM agent WHERE client_id = k.id AND id = ${life.campaign.agentId}::uuid) AS agent, l.custom_fields AS custom,
      (SELECT e164 FROM phone_number WHERE client_id = k.id AND id = ${life.campaign.fromNumberId}::uuid AND status = 'active') AS "fromNumber",
      a.title, a.start_at AS "startAt", a.timezone AS zone, a.location AS place, a.meeting_url AS join
    FROM client k JOIN lead l ON l.client_id = k.id AND l.id = ${life.id}::uuid
    LEFT JOIN appointment a ON a.client_id = k.id AND a.id = ${appointmentId}::uuid
    WHERE k.id = ${life.clientId}::uuid`;
  const zones = zonesOf({ statedZone: life.timezone, phone: life.phone });
  const zone = row?.zone ?? (zones.kind === 'known' ? (zones.zones[0] ?? null) : null);
  const variables: Variables = {
    first_name: life.firstName,
    last_name: life.lastName,
    full_name: [life.firstName, life.lastName].filter(Boolean).join(' '),
    company: life.company,
    client_name: row?.clientName,
    client_contact: row?.contact,
    postal_address: row?.address,
    campaign_name: life.campaign.name,
    agent_name: row?.agent,
    custom: row?.custom ?? {},
    ...(row?.startAt && {
      appointment_title: row.title,
      place: row.place,
      join_link: row.join,
      join_or_place: row.join ?? row.place,
      ...appointmentVariables({ startAt: row.startAt.toISOString(), zone, now: toInstant(life.now) }),
    }),
  };
  return { variables, fromNumber: row?.fromNumber ?? null };
}
