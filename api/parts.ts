import { DateTime } from 'luxon';
import type { Mode } from '#domain/lead.ts';
import { type BookAnswer, bookInCall, type SlotsAnswer, slotsInCall } from '#effects/book.ts';
import type { EffectParts } from '#effects/parts.ts';
import type { Platform } from '#stores/campaign-verbs.ts';
import type { InvoiceFiles } from './app.ts';
import type { AgentTools, Booked, Slots } from './routes/agent-tools.ts';

const VENDOR_NAMES = { retell: 'Retell', calcom: 'Cal.com', stripe: 'Stripe', twilio: 'Twilio', sendgrid: 'SendGrid' } as const;
type LiveVendor = keyof typeof VENDOR_NAMES;
type PlatformSettings = {
  RETELL_AGENT_ID?: string | undefined;
  RETELL_FROM_NUMBER?: string | undefined;
  CALCOM_EVENT_TYPE_ID?: number | undefined;
};

/** What the platform's own settings bring to live campaigns; `live` are the vendors that have credentials. */
export function platformOf(settings: PlatformSettings, live: readonly LiveVendor[]): Platform {
  return {
    vendorsWithoutKeys: (Object.keys(VENDOR_NAMES) as LiveVendor[])
      .filter((vendor) => !live.includes(vendor))
      .map((vendor) => VENDOR_NAMES[vendor]),
    hasAgent: settings.RETELL_AGENT_ID !== undefined,
    hasNumber: settings.RETELL_FROM_NUMBER !== undefined,
    eventTypeId: settings.CALCOM_EVENT_TYPE_ID ?? null,
  };
}

const OFFERED = 6;
const LINK_FOLLOWS = 'A link to choose a time follows by text.';

/** The effects behind the agent's two tools, in words an agent can say. */
export function bookingTools(parts: EffectParts): AgentTools {
  return {
    slots: async ({ clientId, callId, signal }) => spokenSlots(await slotsInCall(parts, { clientId, callId, signal })),
    book: async ({ clientId, callId, startAt, email, signal }) =>
      spokenBooking(await bookInCall(parts, { clientId, callId, startAt, signal, ...(email && { email }) })),
  };
}

function spokenSlots(answer: SlotsAnswer): Slots {
  if (answer.kind !== 'ok') return { slots: [], say: `I cannot see the calendar just now. ${LINK_FOLLOWS}` };
  const slots = answer.slots.slice(0, OFFERED).map(({ startAt }) => ({ start: startAt, label: spokenTime(startAt, answer.timezone) }));
  return slots.length > 0 ? { slots } : { slots, say: `There is no free time in the next two weeks. ${LINK_FOLLOWS}` };
}

const spokenTime = (at: string, zone: string) => DateTime.fromISO(at, { zone }).toFormat("cccc, LLLL d 'at' h:mm a");

function spokenBooking(answer: BookAnswer): Booked {
  switch (answer.kind) {
    case 'booked':
      return { booked: true, uid: answer.uid, start: answer.startAt, say: 'It is booked.' };
    case 'taken':
      return { booked: false, say: 'That time has just been taken. Which other one suits you?' };
    case 'unclear':
    case 'no-calendar':
    case 'unknown-call':
      return { booked: false, say: `I could not book that just now. ${LINK_FOLLOWS}` };
    default:
      return answer satisfies never;
  }
}

const PDF_MS = 10_000;
const PDF_BYTES = 10 * 1024 * 1024;

/** Invoice documents from where the payments vendor keeps them: Stripe's own hosts, or the sandbox for rehearsals. Nothing else is fetched. */
export function invoiceFiles({ sandboxUrl }: { sandboxUrl: string }): InvoiceFiles {
  const mayFetch = (mode: Mode, url: URL) =>
    mode === 'live' ? url.protocol === 'https:' && /(^|\.)stripe\.com$/.test(url.hostname) : url.origin === new URL(sandboxUrl).origin;
  return {
    pdf: async ({ mode, url }) => {
      if (!URL.canParse(url) || !mayFetch(mode, new URL(url))) return null;
      const answer = await fetch(url, { signal: AbortSignal.timeout(PDF_MS), redirect: mode === 'live' ? 'follow' : 'error' }).catch(
        () => null,
      );
      if (!answer?.ok || !answer.headers.get('content-type')?.includes('pdf')) return null;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return bytes.length <= PDF_BYTES ? bytes : null;
    },
  };
}
