import type { EffectParts } from '#effects/parts.ts';
import type { InboxHandlers } from '../relay-inbox.ts';
import { takeCalendarEvent } from './calcom.ts';
import { takeCallEvent } from './retell.ts';
import { takeEmailEvent } from './sendgrid.ts';
import { takeInvoiceEvent } from './stripe.ts';
import { takeTextEvent } from './twilio.ts';

/** What each vendor's events mean to us. */
export const createInboxHandlers = (parts: EffectParts): InboxHandlers => ({
  retell: takeCallEvent,
  calcom: takeCalendarEvent,
  stripe: takeInvoiceEvent(parts),
  twilio: takeTextEvent,
  sendgrid: takeEmailEvent,
});
