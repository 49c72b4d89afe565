import type { Phase } from './lead.ts';

/** Why somebody may not be contacted, now or ever, and the sentence that people read. */
export const GATE_WORDS = {
  dnc: 'The lead asked not to be contacted.',
  sms_opt_out: 'The lead replied STOP.',
  email_opt_out: 'The lead unsubscribed from e-mail.',
  no_address: 'There is no address for this channel.',
  no_consent: 'No consent to automated calls is on record.',
  zone_unknown: 'It is not known which time zone the lead is in.',
  state_table_missing: 'It is not known which state’s rules apply.',
  outside_hours: 'It is outside the permitted hours where the lead lives.',
  attempts_used: 'All attempts are used.',
  callbacks_used: 'The lead has been called back as often as permitted.',
  daily_cap: 'This number has been contacted three times in the last 24 hours.',
  call_open: 'A call with this number is going on.',
  no_slot: 'All lines are in use.',
  client_suspended: 'The account is suspended.',
  campaign_draft: 'The campaign has not been activated.',
  campaign_paused: 'The campaign is paused.',
  campaign_ended: 'The campaign has ended.',
  lead_final: 'The lead is no longer being worked on.',
  phase_moved: 'The lead has moved on since this was planned.',
  already_booked: 'The lead has an appointment.',
  appointment_missing: 'There is no appointment for this message.',
  appointment_moved: 'The appointment was moved.',
  appointment_cancelled: 'The appointment was cancelled.',
  appointment_decided: 'It is already settled whether the appointment took place.',
  too_late: 'Its time has passed.',
  clock_skew: 'The clock of this server cannot be trusted.',
} as const;

export type GateCode = keyof typeof GATE_WORDS;

/** The sentence for one reason. */
export const gateWords = (code: GateCode): string => GATE_WORDS[code];

/** Why what a person asked for is not done to a lead that stands in `phase`, as sentences. */
export const refusalWords = (codes: readonly GateCode[], phase: Phase): string =>
  phase === 'rebook' && codes.includes('phase_moved')
    ? 'The lead missed its appointment and is being offered new times.'
    : codes.map(gateWords).join(' ');
