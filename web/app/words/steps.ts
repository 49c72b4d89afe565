/** What stands in the plan of a lead's life, as a person would say it. */
const STEPS: Record<string, string> = {
  dial: 'Call',
  call: 'Call',
  call_end: 'The call ends',
  booking_link: 'Booking link',
  booking_link_again: 'Booking link once more',
  booking_confirmation: 'Booking confirmation',
  reminder_24h: 'Reminder the day before',
  reminder_2h: 'Reminder two hours before',
  reminder_15m: 'Reminder 15 minutes before',
  attendance_check: 'Question whether it took place',
  rebook_day0: 'New time offered at once',
  rebook_day2: 'New time offered on day 2',
  rebook_day4: 'Last offer on day 4',
  verdict: 'Verdict: showed or not',
  back_to_reach: 'Back to calling',
  unresponsive: 'Given up',
  reply: 'Reply',
  manual: 'Written by hand',
};
/** The step in words; one that is not known yet is spelled out. */
export const stepWords = (kind: string): string => STEPS[kind] ?? sentence(kind);

const OUTCOMES: Record<string, string> = {
  appointment_set: 'Took an appointment',
  callback_requested: 'Asked to be called back',
  not_interested: 'Not interested',
  interested: 'Interested',
  question_answered: 'Question answered',
  order_captured: 'Ordered',
  transferred: 'Transferred',
  wrong_number: 'Wrong number',
  voicemail: 'Voicemail',
  no_answer: 'No answer',
  failed: 'Could not be placed',
  unknown: 'Unclear',
};
/** What came of a call. */
export const outcomeWords = (outcome: string): string => OUTCOMES[outcome] ?? sentence(outcome);

const METHODS: Record<string, string> = {
  client: 'confirmed by the client',
  lead: 'confirmed by the lead',
  call_duration: 'proven by a call of more than 45 s',
  none: 'nothing proved a show',
  staff: 'decided by staff',
};
/** How a verdict was found. */
export const methodWords = (method: string): string => METHODS[method] ?? sentence(method).toLowerCase();

const SKIPS: Record<string, string> = {
  too_late: 'its time had passed',
  outside_hours: 'outside the permitted hours',
  no_address: 'no address for this channel',
  dnc: 'the lead asked not to be contacted',
  sms_opt_out: 'the lead replied STOP',
  email_opt_out: 'the lead unsubscribed',
  moved: 'the appointment was moved',
  cancelled: 'the appointment was cancelled',
  shown: 'the lead showed up',
  no_show: 'the appointment is over',
  booked: 'the lead booked',
  ended: 'the lead’s run is over',
  called: 'the lead is called instead',
  by_hand: 'somebody took it out',
  replanned: 'it was planned anew',
  appointment_decided: 'the appointment is settled',
  daily_cap: 'three contacts in a day are the most',
};
/** Why a message was not sent. */
export const skipWords = (reason: string): string => SKIPS[reason] ?? sentence(reason).toLowerCase();

export const CHANNELS: Record<string, string> = { sms: 'Text', email: 'E-mail', chat: 'Chat' };

/** `some_code` as `Some code`: better than nothing where no words were written yet. */
export const sentence = (code: string): string => {
  const text = code.replace(/^[a-z]+\./, '').replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
