import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import { type Answer, createDesk, type FailureShape, isSame, jsonBody, Refusal } from '../answer.ts';
import type { World } from '../world.ts';
import { deliver } from './mail.ts';

const refuse = (status: number, message: string, field: string | null = null, headers?: Record<string, string>): Answer => ({
  status,
  body: { errors: [{ message, field, help: null }] },
  ...(headers && { headers }),
});

const shape: FailureShape = (status, what) => {
  if (status !== 429) return refuse(status, what);
  const reset = String(Math.ceil(Date.now() / 1000) + 1);
  return refuse(429, 'too many requests', null, { 'X-RateLimit-Limit': '600', 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': reset });
};

const address = z.strictObject({ email: z.email(), name: z.string().optional() });
const args = z.record(z.string(), z.string());
const mailSend = z.strictObject({
  from: address,
  subject: z.string().min(1).optional(),
  personalizations: z
    .array(
      z.strictObject({
        to: z.array(address).min(1),
        cc: z.array(address).optional(),
        bcc: z.array(address).optional(),
        subject: z.string().optional(),
        headers: args.optional(),
        custom_args: args.optional(),
        substitutions: args.optional(),
        dynamic_template_data: z.record(z.string(), z.unknown()).optional(),
        send_at: z.int().optional(),
      }),
    )
    .min(1),
  content: z
    .array(z.strictObject({ type: z.string().min(1), value: z.string().min(1) }))
    .min(1)
    .optional(),
  reply_to: address.optional(),
  reply_to_list: z.array(address).optional(),
  categories: z.array(z.string()).max(10).optional(),
  custom_args: args.optional(),
  headers: args.optional(),
  send_at: z.int().optional(),
  template_id: z.string().optional(),
  asm: z.strictObject({ group_id: z.int(), groups_to_display: z.array(z.int()).optional() }).optional(),
  tracking_settings: z.record(z.string(), z.unknown()).optional(),
  mail_settings: z.record(z.string(), z.unknown()).optional(),
  attachments: z.array(z.record(z.string(), z.unknown())).optional(),
});
/** A request to send mail, as the vendor takes it. */
export type MailSend = z.infer<typeof mailSend>;

/** SendGrid's twin, below `/sendgrid`. */
export function sendgridRoutes(world: World): Router {
  const desk = createDesk('sendgrid', shape, { faults: world.faults, limits: () => world.knobs.limits });
  const router = Router();
  router.use((req, res, next) => {
    if (isSame(req.get('authorization')?.replace(/^Bearer /, '') ?? '', world.settings.credentials.sendgridKey)) return next();
    res.status(401).json(refuse(401, 'The provided authorization grant is invalid, expired, or revoked').body);
  });
  router.post(
    '/v3/mail/send',
    desk('mail-send', async (req) => {
      const body = jsonBody(req);
      if (!body) throw new Refusal(refuse(400, 'Bad Request'));
      const parsed = mailSend.safeParse(body);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        throw new Refusal(refuse(400, issue?.message ?? 'Bad Request', issue?.path.join('.') ?? null));
      }
      const isComplete = parsed.data.content || parsed.data.template_id;
      if (!isComplete) throw new Refusal(refuse(400, 'The content parameter is required.', 'content'));
      const lacksSubject = !parsed.data.subject && !parsed.data.template_id && parsed.data.personalizations.some((one) => !one.subject);
      if (lacksSubject) throw new Refusal(refuse(400, 'The subject is required.', 'subject'));
      const messageId = randomBytes(11).toString('base64url');
      const settings = parsed.data.mail_settings as { sandbox_mode?: { enable?: boolean } } | undefined;
      if (settings?.sandbox_mode?.enable === true) return { status: 200, headers: { 'x-message-id': messageId } };
      await deliver(world, parsed.data, messageId);
      return { status: 202, headers: { 'x-message-id': messageId } };
    }),
  );
  router.use((_req, res) => {
    res.status(404).json(refuse(404, 'Resource not found').body);
  });
  return router;
}
