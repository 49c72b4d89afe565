import type { Tx } from '#prisma/client.ts';
import { leadHeader } from '#stores/views-lead.ts';
import { currentAppointment } from '#stores/views-lead-bookings.ts';
import { leadEntries } from '#stores/views-lead-timeline.ts';

const ENTRIES = 5;

/** What the preview of a lead shows, null when this client has none of that id. */
export async function leadPeek(tx: Tx, clientId: string, id: string) {
  const lead = await leadHeader(tx, clientId, id);
  if (!lead) return null;
  const { entries } = await leadEntries(tx, clientId, lead, null);
  return {
    lead,
    appointment: await currentAppointment(tx, clientId, id),
    entries: entries.slice(0, ENTRIES),
    isMore: entries.length > ENTRIES,
  };
}
export type LeadPeek = NonNullable<Awaited<ReturnType<typeof leadPeek>>>;

/** The preview with a whole page, for those whom no script brings it; afterwards it is read beside the list. */
export async function peekOfPage(tx: Tx, clientId: string, request: Request): Promise<LeadPeek | null> {
  const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(new URL(request.url).searchParams.get('peek') ?? '')?.[0];
  return id && request.headers.get('sec-fetch-dest') !== 'empty' ? leadPeek(tx, clientId, id) : null;
}
