import { Router } from 'express';
import type { CalendarHooks } from '#auth/calendar-hooks.ts';
import { calcom, calcomOfClient, retell, sendgrid, stripe, twilioSms, twilioStatus } from './hooks.ts';
import { hookFailed, type IntakeDeps, intake } from './intake.ts';

/** Where vendors report. Mounted before everything that would read a body. */
export function webhooks(deps: IntakeDeps & { calendarHooks: CalendarHooks }): Router {
  const router = Router();
  router.post('/api/webhooks/retell', intake(deps, retell));
  router.post('/api/webhooks/calcom', intake(deps, calcom));
  router.post('/api/webhooks/calcom/:clientToken', intake(deps, calcomOfClient(deps.calendarHooks)));
  router.post(['/api/webhooks/stripe', '/webhooks/stripe'], intake(deps, stripe));
  router.post('/api/webhooks/sendgrid', intake(deps, sendgrid));
  router.post('/api/webhooks/twilio/sms', intake(deps, twilioSms));
  router.post('/api/webhooks/twilio/status', intake(deps, twilioStatus));
  router.use(hookFailed(deps.log));
  return router;
}
