import type { BulkVerb } from '#domain/bulk.ts';
import type { Permission } from './permissions.ts';

/** What each deed on many leads takes. */
export const BULK_RIGHTS: Record<BulkVerb, Permission> = {
  tag: 'leads.write',
  untag: 'leads.write',
  assign: 'leads.write',
  call: 'leads.write',
  dnc: 'dnc.add',
  delete: 'leads.delete',
};
