import { type CallingHours, DIAL_MINUTES_LEFT, LAW_HOURS, nextOpen } from './calling-window.ts';
import type { GateCode } from './gate-words.ts';
import type { AppointmentStatus, CampaignStatus, LeadStatus, Mode, Phase } from './lead.ts';
import { addSeconds, type Instant, latest, toMs } from './time.ts';
import type { ZonesAnswer } from './zones.ts';

export type { GateCode } from './gate-words.ts';

/** Sales dials and texts to one number in any 24 hours, whatever lead or campaign they belong to. */
export const DAILY_CAP = 3;
/** A stored clock further from the database's than this is not trusted. */
export const MAX_CLOCK_SKEW_MS = 30_000;
/** When to look again at something that ends by somebody's hand, not at a known time. */
const LOOK_AGAIN_SECONDS = 60;

export type Purpose = 'dial' | 'booking_link' | 'confirmation' | 'reminder' | 'attendance' | 'rebook' | 'manual';

export type ContactFacts = {
  channel: 'call' | 'sms' | 'email';
  purpose: Purpose;
  mode: Mode;
  /** Of a rehearsal: whether hours, zones and the daily cap hold as for real contacts. */
  enforceHours: boolean;
  /** The lead's clock, read inside the transaction that acts. */
  now: Instant;
  zones: ZonesAnswer;
  /** The campaign's calling hours; texts keep the law's. */
  hours: CallingHours;
  clientStatus: 'active' | 'suspended' | 'deleted';
  campaignStatus: CampaignStatus;
  /** The campaign was paused together with its rebook texts. */
  isRebookPaused?: boolean;
  leadStatus: LeadStatus;
  phase: Phase;
  dnc: boolean;
  /** The lead itself made the appointment after it had been barred: its messages go by the channels it did not stop. */
  bookedAfterDnc?: boolean;
  smsOptOut: boolean;
  emailOptOut: boolean;
  hasAddress: boolean;
  consentAt?: Instant | null;
  /** Counted attempts made so far. */
  attempts: number;
  maxAttempts: number;
  /** Callbacks the lead has asked for. */
  callbacks: number;
  maxCallbacks: number;
  /** This dial was asked for by the lead and is no attempt; taken to be so for a lead in `callback` that has asked for one. */
  isCallback?: boolean;
  attemptsLast24h: number;
  /** When the cap next frees: 24 h after the oldest of the last three. An hour from now unless known. */
  capFreeAt?: Instant | null;
  openCallOnPhone: boolean;
  /** Whether a line is free; not asked for when the permit already holds one. */
  slotFree?: boolean;
  /** The lead's open appointment, or the one the message is about. `seqMatches`: status, start and sequence are still those it was planned for. */
  appointment?: { status: AppointmentStatus; startAt: Instant; seqMatches: boolean } | null;
  /** From when on the message is worth nothing. */
  until?: Instant | null;
  /** How far this process' clock is from the database's. */
  clockSkewMs?: number;
};

export type GateAnswer =
  | { kind: 'allow'; codes: [] }
  /** `at` is already inside the permitted hours. */
  | { kind: 'later'; at: Instant; codes: GateCode[] }
  | { kind: 'never'; codes: GateCode[] };

type Delay = { code: GateCode; at: Instant };

/**
 * Whether this contact may be made now. What is unknown counts against it. `never` means that this deed is off, not that the lead is; `later`
 * names the first moment at which every reason known today is gone.
 */
export function mayContact(facts: ContactFacts): GateAnswer {
  const never = [
    ...statusDenials(facts),
    ...optOutDenials(facts),
    ...countDenials(facts),
    ...appointmentDenials(facts),
    ...placeDenials(facts),
  ];
  if (facts.until && toMs(facts.now) >= toMs(facts.until)) never.push('too_late');
  if (never.length > 0) return { kind: 'never', codes: [...new Set(never)] };

  const delays = delaysOf(facts);
  const codes = delays.map(({ code }) => code);
  const free = latest(facts.now, ...delays.map(({ at }) => at)) as Instant;
  const open = openingFrom(facts, free);
  if (open === null) return { kind: 'never', codes: [...codes, 'outside_hours'] };
  if (open !== free) codes.push('outside_hours');
  if (codes.length === 0) return { kind: 'allow', codes: [] };
  // A reminder says how long there is left: it is moved by its plan, earlier, and never put off.
  if (facts.purpose === 'reminder' && codes.includes('outside_hours')) return { kind: 'never', codes };
  if (facts.until && toMs(open) >= toMs(facts.until)) return { kind: 'never', codes: [...codes, 'too_late'] };
  return { kind: 'later', at: open, codes };
}

/** Whether hours, zones and the daily cap hold. */
const isEnforced = ({ mode, enforceHours }: ContactFacts) => mode !== 'rehearsal' || enforceHours;
/** About an appointment the lead has: not advertising. */
const isService = ({ purpose }: ContactFacts) => purpose === 'confirmation' || purpose === 'reminder' || purpose === 'attendance';
const isSales = ({ purpose }: ContactFacts) => purpose === 'dial' || purpose === 'booking_link' || purpose === 'rebook';

const DIALLED: readonly LeadStatus[] = ['new', 'queued', 'calling', 'contacted', 'callback'];
const PHASE_OF: Partial<Record<Purpose, Phase>> = { dial: 'reach', booking_link: 'invite', rebook: 'rebook' };

function statusDenials(facts: ContactFacts): GateCode[] {
  const { purpose, clientStatus, campaignStatus, leadStatus, phase } = facts;
  const codes: GateCode[] = [];
  if (clientStatus !== 'active' && (purpose !== 'dial' || clientStatus !== 'suspended')) codes.push('client_suspended');
  if (isSales(facts)) {
    if (campaignStatus === 'completed' || campaignStatus === 'archived') codes.push('campaign_ended');
    else if (campaignStatus !== 'active' && campaignStatus !== 'paused') codes.push('campaign_draft');
    if (phase === 'end' || (purpose === 'dial' && phase === 'reach' && !DIALLED.includes(leadStatus))) codes.push('lead_final');
    else if (phase !== PHASE_OF[purpose]) codes.push('phase_moved');
  }
  if (leadStatus === 'invalid' && facts.channel !== 'email') codes.push('lead_final');
  return codes;
}

function optOutDenials(facts: ContactFacts): GateCode[] {
  const { channel, dnc, smsOptOut, emailOptOut, hasAddress, consentAt, now } = facts;
  const codes: GateCode[] = [];
  // Barred: nothing but messages about an appointment, by e-mail, or by text too where the lead booked it after that.
  const isExcused = isService(facts) && (channel === 'email' || (channel === 'sms' && facts.bookedAfterDnc === true));
  if (dnc !== false && !isExcused) codes.push('dnc');
  if (smsOptOut !== false && channel !== 'email') codes.push('sms_opt_out'); // STOP by text ends automated calls as well
  if (emailOptOut !== false && channel === 'email') codes.push('email_opt_out');
  if (hasAddress !== true) codes.push('no_address');
  const hasConsent = consentAt != null && toMs(consentAt) <= toMs(now);
  if (isSales(facts) && channel !== 'email' && !hasConsent) codes.push('no_consent');
  return codes;
}

function countDenials(facts: ContactFacts): GateCode[] {
  if (facts.purpose !== 'dial') return [];
  const { attempts, maxAttempts, callbacks, maxCallbacks } = facts;
  const isCallback = facts.isCallback ?? (facts.leadStatus === 'callback' && callbacks > 0);
  if (isCallback) return callbacks <= maxCallbacks ? [] : ['callbacks_used'];
  return attempts < maxAttempts ? [] : ['attempts_used'];
}

function appointmentDenials(facts: ContactFacts): GateCode[] {
  const { purpose, appointment, now } = facts;
  if (purpose === 'manual') return [];
  if (!isService(facts)) return appointment?.status === 'scheduled' ? ['already_booked'] : [];
  if (!appointment) return ['appointment_missing'];
  if (appointment.status === 'cancelled') return ['appointment_cancelled'];
  if (appointment.status === 'shown' || appointment.status === 'no_show') return ['appointment_decided'];
  if (appointment.seqMatches !== true) return ['appointment_moved'];
  const hasStarted = toMs(now) >= toMs(appointment.startAt);
  if (purpose === 'attendance') return hasStarted ? [] : ['appointment_moved'];
  if (appointment.status === 'awaiting') return ['too_late'];
  return hasStarted ? ['too_late'] : [];
}

function placeDenials(facts: ContactFacts): GateCode[] {
  if (facts.channel === 'email' || !isEnforced(facts)) return [];
  if (facts.zones.kind !== 'known' || facts.zones.zones.length === 0) return ['zone_unknown'];
  return facts.mode === 'live' && facts.zones.states.length === 0 ? ['state_table_missing'] : [];
}

function delaysOf(facts: ContactFacts): Delay[] {
  const soon = addSeconds(facts.now, LOOK_AGAIN_SECONDS);
  const delays: Delay[] = [];
  if (!(Math.abs(facts.clockSkewMs ?? 0) <= MAX_CLOCK_SKEW_MS)) delays.push({ code: 'clock_skew', at: soon });
  if (facts.purpose === 'dial') {
    if (facts.clientStatus === 'suspended') delays.push({ code: 'client_suspended', at: soon });
    if (facts.campaignStatus === 'paused') delays.push({ code: 'campaign_paused', at: soon });
    if (facts.openCallOnPhone !== false) delays.push({ code: 'call_open', at: soon });
    if (facts.slotFree === false) delays.push({ code: 'no_slot', at: addSeconds(facts.now, 5) });
  }
  if (facts.purpose === 'rebook' && facts.isRebookPaused) delays.push({ code: 'campaign_paused', at: addSeconds(facts.now, 3600) });
  const isCapped = isSales(facts) && facts.channel !== 'email' && isEnforced(facts) && !(facts.attemptsLast24h < DAILY_CAP);
  if (isCapped)
    delays.push({ code: 'daily_cap', at: latest(facts.capFreeAt ?? addSeconds(facts.now, 3600), addSeconds(facts.now, 1)) as Instant });
  return delays;
}

function openingFrom(facts: ContactFacts, at: Instant): Instant | null {
  if (facts.channel === 'email' || !isEnforced(facts)) return at;
  if (facts.zones.kind !== 'known') return null;
  const { zones } = facts.zones;
  return facts.channel === 'call'
    ? nextOpen({ zones, hours: facts.hours, at, minutesLeft: DIAL_MINUTES_LEFT })
    : nextOpen({ zones, hours: LAW_HOURS, at });
}
