import type { Channel, SendKind } from './snapshot.ts';
import { FOOTER, REF, STOP } from './text-endings.ts';

/** Texts a client may override, and the three answers that carriers require. */
export const TEMPLATE_KEYS = [
  'booking_link',
  'booking_link_again',
  'booking_confirmation',
  'reminder_24h',
  'reminder_2h',
  'reminder_15m',
  'attendance_check',
  'rebook_day0',
  'rebook_day2',
  'rebook_day4',
  'opt_out_confirmation',
  'opt_in_confirmation',
  'help_answer',
] as const satisfies readonly (SendKind | string)[];
export type TemplateKey = (typeof TEMPLATE_KEYS)[number];
export type Template = { subject?: string; body: string };

const HELLO = 'Hi {{first_name|there}},';
const WHEN = '{{appointment_date}} at {{appointment_time}} ({{timezone}})';

const mail = (...lines: string[]) => `${[HELLO, ...lines, FOOTER].join('\n\n')}\n`;

/** The text of each kind and channel when neither client nor campaign has one. */
export const DEFAULT_TEXTS: Record<TemplateKey, Partial<Record<Channel, Template>>> = {
  booking_link: {
    sms: {
      body: `${HELLO} {{agent_name|the assistant}} from {{client_name}} here. Pick the time that suits you: {{booking_link}} ${REF} ${STOP}`,
    },
    email: {
      subject: 'Pick a time with {{client_name}}',
      body: mail(
        'thank you for talking with us. Pick the time that suits you best here:',
        '{{booking_link}}',
        'It takes less than a minute.',
      ),
    },
  },
  booking_link_again: {
    sms: { body: `${HELLO} your time with {{client_name}} is not booked yet. Choose one here: {{booking_link}} ${REF} ${STOP}` },
    email: {
      subject: 'Your time with {{client_name}} is not booked yet',
      body: mail('we talked, but no time is booked yet. These are still free:', '{{booking_link}}'),
    },
  },
  booking_confirmation: {
    sms: { body: `Booked: {{appointment_title|your appointment}} on ${WHEN}. To move it: {{reschedule_link}} ${REF} ${STOP}` },
    email: {
      subject: 'Booked: {{appointment_title|your appointment}} on {{appointment_date}}',
      body: mail(
        `{{appointment_title|your appointment}} with {{client_name}} is booked for ${WHEN}.`,
        'Place: {{place|as agreed}}\nJoin: {{join_link|not needed}}',
        'To move or cancel it: {{reschedule_link}}',
      ),
    },
  },
  reminder_24h: {
    sms: {
      body: `${HELLO} {{appointment_title|your appointment}} with {{client_name}} is {{day_word|tomorrow}}: ${WHEN}. To move it: {{reschedule_link}} ${REF} ${STOP}`,
    },
    email: {
      subject: '{{appointment_title|Your appointment}} is {{day_word|tomorrow}}, {{appointment_time}}',
      body: mail(
        `{{appointment_title|your appointment}} with {{client_name}} is {{day_word|tomorrow}}: ${WHEN}.`,
        'Place: {{place|as agreed}}\nJoin: {{join_link|not needed}}',
        'To move or cancel it: {{reschedule_link}}',
      ),
    },
  },
  reminder_2h: {
    sms: {
      body: `{{appointment_title|Your appointment}} with {{client_name}} starts in {{starts_in|2 hours}}: ${WHEN}. To move it: {{reschedule_link}} ${REF} ${STOP}`,
    },
  },
  reminder_15m: {
    sms: {
      body: `{{appointment_title|Your appointment}} starts in {{starts_in|15 minutes}}, at {{appointment_time}}. {{join_or_place}} ${REF} ${STOP}`,
    },
  },
  attendance_check: {
    sms: { body: `${HELLO} did your appointment with {{client_name}} on {{appointment_date}} take place? Reply YES or NO. ${REF} ${STOP}` },
    email: {
      subject: 'Did your appointment with {{client_name}} take place?',
      body: mail(
        `did {{appointment_title|your appointment}} on ${WHEN} take place?`,
        'Yes, it did: {{confirm_yes_link}}\nNo, it did not: {{confirm_no_link}}',
      ),
    },
  },
  rebook_day0: {
    sms: { body: `${HELLO} we missed you at {{appointment_title|your appointment}}. Pick a new time: {{booking_link}} ${REF} ${STOP}` },
  },
  rebook_day2: {
    // A text, too, for leads without an e-mail address.
    sms: { body: `${HELLO} there is still a place for you at {{client_name}}. Pick a new time: {{booking_link}} ${REF} ${STOP}` },
    email: {
      subject: 'Shall we find a new time?',
      body: mail('we missed each other. If you still want to talk with {{client_name}}, pick a new time here:', '{{booking_link}}'),
    },
  },
  rebook_day4: {
    sms: {
      body: `${HELLO} last message from {{client_name}}: if you still want to meet, pick a time here: {{booking_link}} ${REF} ${STOP}`,
    },
  },
  opt_out_confirmation: { sms: { body: '{{client_name}}: you will get no more calls or texts from us. Reply START to get texts again.' } },
  opt_in_confirmation: { sms: { body: '{{client_name}}: you will get texts from us again. Reply STOP to opt out, HELP for help.' } },
  help_answer: { sms: { body: '{{client_name}}: for help, reach us at {{client_contact|this number}}. Reply STOP to opt out.' } },
};

/** The text used unless one of the client's own replaces it; null where the kind does not go by that channel. */
export const defaultText = (key: TemplateKey, channel: Channel): Template | null => DEFAULT_TEXTS[key][channel] ?? null;
