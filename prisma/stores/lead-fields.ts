import { z } from 'zod';
import { MAX_FIELD_LENGTH } from '#domain/import-row.ts';
import { isZone } from '#domain/zones.ts';

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !/\p{Cc}/u.test(text), 'must be one line')
    .transform((text) => text || null)
    .nullable()
    .optional();

const email = z.string().trim().toLowerCase().max(254).pipe(z.email()).nullable().optional();

/** Fields of a lead that people keep. */
const fields = {
  firstName: line(100),
  lastName: line(100),
  email,
  company: line(255),
  timezone: z.string().refine(isZone, 'must be a zone like America/New_York').nullable().optional(),
  tags: z.array(z.string().trim().min(1).max(50)).max(50).optional(),
  notes: z.string().max(MAX_FIELD_LENGTH).nullable().optional(),
  customFields: z
    .record(z.string().min(1).max(100), z.union([z.string().max(MAX_FIELD_LENGTH), z.number(), z.boolean(), z.null()]))
    .refine((all) => Object.keys(all).length <= 100, 'must have at most 100 fields')
    .optional(),
  consentAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .refine((at) => at.getTime() <= Date.now(), 'must not be in the future')
    .optional(),
  consentSource: z.string().trim().max(200).optional(),
};

/** Where consent was given says nothing without when. */
const hasItsTime = ({ consentAt, consentSource }: { consentAt?: Date | undefined; consentSource?: string | undefined }) =>
  !consentSource || consentAt !== undefined;
const WITHOUT_TIME = { path: ['consentAt'], message: 'must be given with consentSource' };

/** One lead as people and programs may give it. */
export const NewLead = z
  .strictObject({ ...fields, campaignId: z.uuid(), phone: z.string().min(1).max(50) })
  .refine(hasItsTime, WITHOUT_TIME);
export type NewLead = z.output<typeof NewLead> & { source?: 'manual' | 'api' };

/** A change; what is left out stays. */
export const LeadChange = z
  .strictObject({
    ...fields,
    phone: z.string().min(1).max(50).optional(),
    /** Who of the client's people looks after the lead. */
    assignedToId: z.uuid().nullable().optional(),
  })
  .refine(hasItsTime, WITHOUT_TIME);
export type LeadChange = z.output<typeof LeadChange>;
