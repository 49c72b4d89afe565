/** Whether a row belongs to real contacts or to a rehearsal that reaches only the sandbox account. Part of every unique key. */
export const MODES = ['live', 'rehearsal'] as const;
export type Mode = (typeof MODES)[number];

/** Which set of vendor credentials a piece of work uses: a rehearsal knows only the sandbox. */
export type Account = 'live' | 'sandbox';
export const accountOf = (mode: Mode): Account => (mode === 'live' ? 'live' : 'sandbox');
export const modeOf = (account: Account): Mode => (account === 'live' ? 'live' : 'rehearsal');

/** Where a lead's life stands; see `docs/lifecycle.md`. */
export const PHASES = ['reach', 'invite', 'attend', 'rebook', 'end'] as const;
export type Phase = (typeof PHASES)[number];

export const LEAD_STATUSES = [
  'new',
  'queued',
  'calling',
  'contacted',
  'callback',
  'booked',
  'shown',
  'no_show',
  'rebooking',
  'unresponsive',
  'dnc',
  'invalid',
] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

export const CAMPAIGN_STATUSES = ['draft', 'active', 'paused', 'completed', 'archived'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

export const APPOINTMENT_STATUSES = ['scheduled', 'awaiting', 'cancelled', 'shown', 'no_show'] as const;
/** `awaiting`: it has started, a newer booking took its place, and its verdict is still to come. */
export type AppointmentStatus = (typeof APPOINTMENT_STATUSES)[number];

export const CALL_STATUSES = [
  'pending',
  'queued',
  'ringing',
  'in_progress',
  'completed',
  'no_answer',
  'busy',
  'voicemail',
  'failed',
  'cancelled',
] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

export const CALL_OUTCOMES = [
  'appointment_set',
  'callback_requested',
  'not_interested',
  'interested',
  'question_answered',
  'order_captured',
  'transferred',
  'wrong_number',
  'voicemail',
  'no_answer',
  'failed',
  'unknown',
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

export const VERIFICATION_METHODS = ['client', 'lead', 'call_duration', 'none', 'staff'] as const;
export type VerificationMethod = (typeof VERIFICATION_METHODS)[number];
