import { z } from 'zod';
import { flag, many, paging, since } from '#api/answers.ts';
import { LEAD_STATUSES, MODES } from '#domain/lead.ts';
import { LEAD_LIST_COLUMNS } from '#domain/lead-columns.ts';
import type { LeadFilter } from '#stores/lead-filter.ts';
import { LEAD_SORTS, type LeadSort } from '#stores/leads.ts';
import { readCursor } from '#stores/views-paging.ts';

const sorts = LEAD_SORTS.flatMap((name): (LeadSort | `-${LeadSort}`)[] => [name, `-${name}`]);
const cursor = z
  .string()
  .max(500)
  .transform((text, context) => {
    const read = readCursor(new URLSearchParams({ after: text }));
    if (read) return read;
    context.addIssue({ code: 'custom', message: 'not a cursor of this list' });
    return z.NEVER;
  });

/** Which leads are meant, named alike in an address and in a body. */
const filter = {
  q: paging.q,
  campaignId: z.uuid().optional(),
  mode: z.enum(MODES).optional(),
  status: many(z.enum(LEAD_STATUSES)),
  tag: many(z.string().min(1).max(50)),
  assignedTo: z.uuid().optional(),
  hasAppointment: z.union([z.boolean(), flag]).optional(),
  createdFrom: since.optional(),
  createdTo: since.optional(),
  contactedFrom: since.optional(),
  contactedTo: since.optional(),
};

/** A page of leads. */
export const ListQuery = z.strictObject({ ...paging, ...filter, cursor: cursor.optional(), sort: z.enum(sorts).optional() });
/** A file of leads. */
export const ExportQuery = z.strictObject({ ...filter, columns: many(z.enum(LEAD_LIST_COLUMNS)) });
/** Leads for a bulk action: a filter that leaves nobody out is none, so that nobody means everybody by a slip. */
export const BulkFilter = z
  .strictObject(filter)
  .refine((given) => Object.values(given).some((value) => value !== undefined && value !== ''), 'must narrow by at least one field');

/** The same in the words of the stores. */
export const filterOf = <F extends Pick<z.output<typeof BulkFilter>, 'status' | 'tag'>>({
  status: statuses,
  tag: tags,
  ...rest
}: F): Omit<F, 'status' | 'tag'> & Pick<LeadFilter, 'statuses' | 'tags'> => ({ ...rest, statuses, tags });
