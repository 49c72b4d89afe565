import type { Auth, User } from '#auth/auth.ts';
import type { Role } from '#auth/permissions.ts';
import type { Mode } from '#domain/lead.ts';
import type { Db } from '#prisma/client.ts';
import type { BulkRunner } from '#stores/bulk-runner.ts';
import type { Platform } from '#stores/campaign-verbs.ts';
import type { ImportStore } from '#stores/imports.ts';
import type { HandAnswer, HandAsk } from '#stores/messages-by-hand.ts';
import type { MemberClient } from '#stores/views-session.ts';
import type { LiveFeed } from '../live-feed.ts';

/** Somebody signed in, and the client whose books are open. */
export type Member = { user: User; client: MemberClient; role: Role; clients: MemberClient[] };

/** Public addresses of the parts, without a slash at the end. */
export type Urls = { web: string; api: string; sandbox: string; temporalUi: string; temporalNamespace: string };

export type FastForwardTo = 'next' | 'end';
export type FastForward = (lead: {
  clientId: string;
  leadId: string;
  to: FastForwardTo;
}) => Promise<{ kind: 'ok'; steps: number } | { kind: 'refused'; message: string }>;

export type Arranged = { kind: 'ok' } | { kind: 'taken' } | { kind: 'unclear' } | { kind: 'no-calendar' } | { kind: 'not-open' };
export type BookedByHand =
  | { kind: 'booked' | 'booked-before'; appointmentId: string }
  | { kind: 'taken' | 'unclear' | 'no-calendar' | 'unknown-lead' };
/** The calendar behind a lead's appointments; every deed passes the ledger. */
export type LeadCalendar = {
  times: (ask: {
    clientId: string;
    leadId: string;
  }) => Promise<{ kind: 'ok'; starts: string[] } | { kind: 'no-calendar' } | { kind: 'unreachable' }>;
  /** `after`: the appointment the lead had when its page was made. */
  book: (ask: { clientId: string; leadId: string; startAt: string; zone: string; after: string | null }) => Promise<Arranged>;
  bookByHand: (ask: { clientId: string; leadId: string; startAt: string }) => Promise<BookedByHand>;
  move: (ask: { clientId: string; appointmentId: string; startAt: string }) => Promise<Arranged>;
  cancel: (ask: { clientId: string; appointmentId: string; reason: string }) => Promise<{ kind: 'ok' | 'not_open' | 'refused' }>;
};

/** How a client pays; `unknown` where the payments vendor did not answer in time. */
export type Paying =
  | { kind: 'card'; brand: string; last4: string; expMonth: number; expYear: number }
  | { kind: 'other'; type: string; last4?: string }
  | { kind: 'none' | 'unknown' };
/** The payments vendor behind the page of billing. */
export type PayingDoor = {
  now: (ask: { clientId: string; mode: Mode }) => Promise<Paying>;
  portal: (ask: { clientId: string; mode: Mode }) => Promise<{ kind: 'ok'; url: string } | { kind: 'no-customer' | 'unreachable' }>;
};

type Log = { error: (fields: object, text: string) => void; warn: (fields: object, text: string) => void };

declare module '@remix-run/server-runtime' {
  interface AppLoadContext {
    /** For the scripts of this answer alone; never given to a loader. */
    nonce: string;
    requestId: string;
    log: Log;
    db: Db;
    auth: Auth;
    user: User | null;
    ip: string;
    urls: Urls;
    live: LiveFeed;
    imports: ImportStore;
    bulk: BulkRunner;
    /** What the platform brings to a live campaign. */
    platform: Platform;
    /** Whether live credentials are complete; without them only rehearsals can start. */
    hasLiveVendors: boolean;
    /** Shown on the log-in page of a seeded demo only. */
    demoAccount: () => Promise<{ email: string; password: string } | null>;
    fastForward: FastForward | null;
    leadCalendar: LeadCalendar;
    /** From where a page may play a call's recording. */
    recordingOrigins: readonly string[];
    /** Sends what somebody wrote to a lead, by the road of every message. */
    writeToLead: (ask: HandAsk) => Promise<HandAnswer>;
    paying: PayingDoor;
  }
}
