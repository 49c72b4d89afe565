import { z } from 'zod';
import { CADENCE_PRESETS, type Cadence } from '#domain/cadence.ts';
import { type CallingHours, minutesOf, type WEEKDAYS } from '#domain/calling-window.ts';
import { cadenceProblems, hoursProblems, MOST_ATTEMPTS, type SettingProblem } from '#domain/campaign-settings.ts';
import { MODES } from '#domain/lead.ts';
import { isZone } from '#domain/zones.ts';

const seconds = z
  .number()
  .int()
  .min(0)
  .max(90 * 86_400);
const step = seconds.min(1);

/** Adds what the rules say about a value whose shape is right. */
const ruled =
  <T>(problemsOf: (value: T) => SettingProblem[]) =>
  (value: T, context: z.RefinementCtx<T>) => {
    for (const { path, message } of problemsOf(value)) context.addIssue({ code: 'custom', path, message });
  };

/** A cadence as it may be given: every delay in whole seconds, none over 90 days, those that follow one another in order. */
export const CadenceInput = z
  .strictObject({
    retry: z.array(step).min(1).max(10),
    callback: step,
    cancelled: step,
    invite: z.strictObject({ again: step, giveUp: step }),
    reminders: z.strictObject({ '24h': step, '2h': step, '15m': step }),
    ask: seconds,
    verify: step,
    linkedVerify: step,
    proofBefore: seconds,
    rebook: z.tuple([seconds, seconds, seconds]),
    rebookGiveUp: step,
    replyPause: seconds,
    callLimit: step,
    endGrace: step,
    analysisGrace: step,
  })
  .superRefine(ruled<Cadence>(cadenceProblems)) satisfies z.ZodType<Cadence>;

const clock = z.string().refine((text) => Number.isFinite(minutesOf(text)), 'must be a time like 09:00');
const windows = z.array(z.tuple([clock, clock])).max(4);

/** Calling hours by weekday, each a list of windows in order and inside the law's hours. */
export const CallingHoursInput = z
  .strictObject({
    mon: windows,
    tue: windows,
    wed: windows,
    thu: windows,
    fri: windows,
    sat: windows,
    sun: windows,
  } satisfies Record<(typeof WEEKDAYS)[number], unknown>)
  .superRefine(ruled<CallingHours>(hoursProblems));

const name = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine((text) => !/[\p{Cc}]/u.test(text), 'must be one line');
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const editable = z.strictObject({
  name,
  description: z.string().trim().max(2_000).nullable().optional(),
  agentId: z.uuid().nullable().optional(),
  fromNumberId: z.uuid().nullable().optional(),
  calcomEventTypeId: z.number().int().positive().max(2_147_483_647).nullable().optional(),
  bookingUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .nullable()
    .optional(),
  timezone: z.string().refine(isZone, 'must be a zone like America/New_York').optional(),
  callingHours: CallingHoursInput.optional(),
  enforceHours: z.boolean().optional(),
  maxAttempts: z.number().int().min(1).max(MOST_ATTEMPTS).optional(),
  maxConcurrentCalls: z.number().int().min(1).max(10_000).optional(),
  defaultCountry: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  cadencePreset: z.enum(Object.keys(CADENCE_PRESETS) as [keyof typeof CADENCE_PRESETS]).optional(),
  cadence: CadenceInput.optional(),
  pace: z.enum(['true', 'seconds', 'instant']).optional(),
  startsAt: instant.nullable().optional(),
  endsAt: instant.nullable().optional(),
});

/** A new campaign as people and programs may give it. `mode` is `live` unless said, and never changes. */
export const NewCampaign = editable.extend({ mode: z.enum(MODES).default('live') });
export type NewCampaign = z.output<typeof NewCampaign>;

/** What may be said of a copy; without a name it gets one of its own. */
export const CampaignCopy = z.strictObject({ name: name.optional() });

/** A change; what is left out stays. */
export const CampaignChange = editable.partial();
export type CampaignChange = z.output<typeof CampaignChange>;
