import path from 'node:path';
import { DateTime } from 'luxon';
import { type Config, type LiveVendor, liveVendors } from '#config/environment.ts';
import { accountOf, type Mode } from '#domain/lead.ts';
import { type BookAnswer, bookInCall, type SlotsAnswer, slotsInCall } from '#effects/book.ts';
import { type EffectParts, LIVE_SETTLE, SANDBOX_SETTLE } from '#effects/parts.ts';
import type { Db } from '#prisma/client.ts';
import type { Platform } from '#stores/campaign-verbs.ts';
import { createVendors, vendorCredentials } from '#vendors/account.ts';
import type { InvoiceFiles } from './app.ts';
import type { AgentTools, Booked, Slots } from './routes/agent-tools.ts';

const VENDOR_NAMES: Record<LiveVendor, string> = { retell: 'Retell', calcom: 'Cal.com', stripe: 'Stripe', twilio: 'Twilio', sendgrid: 'SendGrid' };

/** What effects need in this process. */
export function effectParts(config: Config, db: Db): EffectParts {
  const vendors = { live: createVendors(vendorCredentials('live', config)), sandbox: createVendors(vendorCredentials('sandbox', config)) };
  const sandboxSender = { fromNumber: '', agentId: '', email: 'rehearsals@callvia.test' };
  const liveSender = { fromNumber: config.RETELL_FROM_NUMBER ?? '', agentId: config.RETELL_AGENT_ID ?? '', email: config.SENDGRID_FROM_EMAIL ?? '' };
  return {
    db,
    vendors: (mode) => vendors[accountOf(mode)],
    sender: (mode) => (mode === 'live' ? liveSender : sandboxSender),
    urls: { api: config.API_URL, web: config.WEB_URL },
    settle: (mode) => (mode === 'live' ? LIVE_SETTLE : SANDBOX_SETTLE),
  };
}

/** What the platform's own settings bring to live campaigns. */
export function platformOf(config: Config): Platform {
  const live = liveVendors(config);
  return {
    vendorsWithoutKeys: (Object.keys(VENDOR_NAMES) as LiveVendor[]).filter((vendor) => !live.includes(vendor)).map((vendor) => VENDOR_NAMES[vendor]),
    hasAgent: config.RETELL_AGENT_ID !== undefined,
    hasNumber: config.RETELL_FROM_NUMBER !== undefined,
    hasEventType: config.CALCOM_EVENT_TYPE_ID !== undefined,
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
export function invoiceFiles(config: Config): InvoiceFiles {
  const mayFetch = (mode: Mode, url: URL) =>
    mode === 'live' ? url.protocol === 'https:' && /(^|\.)stripe\.com$/.test(url.hostname) : url.origin === new URL(config.SANDBOX_URL).origin;
  return {
    pdf: async ({ mode, url }) => {
      if (!URL.canParse(url) || !mayFetch(mode, new URL(url))) return null;
      const answer = await fetch(url, { signal: AbortSignal.timeout(PDF_MS), redirect: mode === 'live' ? 'follow' : 'error' }).catch(() => null);
      if (!answer?.ok || !answer.headers.get('content-type')?.includes('pdf')) return null;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return bytes.length <= PDF_BYTES ? bytes : null;
    },
  };
}

/** Where uploads wait for their import; the worker reads them there. */
export const uploadsFolder = (root: string) => path.join(root, '.callvia', 'uploads');
