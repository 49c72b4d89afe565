import type { Channel } from './snapshot.ts';

/** How to hear no more, as carriers require it in texts. */
export const STOP = '{{opt_out_text|Reply STOP to opt out.}}';
/** A mark that makes each text unlike every other to the same number. */
export const REF = 'Ref {{reference}}.';
/** Whom an e-mail is from and how to hear no more, as the law requires it. */
export const FOOTER = `—
{{client_name}}
{{postal_address}}
Ref {{reference}}
Unsubscribe: {{unsubscribe_link}}`;

/** What ends a message that somebody wrote by hand: a mark to look it up by, and how to hear no more. */
export const HAND_TAIL: Record<Channel, string> = { sms: `${REF} ${STOP}`, email: FOOTER };
