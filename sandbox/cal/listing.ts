import { z } from 'zod';
import type { World } from '../world.ts';
import type { Booking } from './booking.ts';

const instant = z.iso.datetime({ offset: true });

/** What the list of bookings can be asked for. */
export const bookingQuery = z.strictObject({
  attendeeEmail: z.string().optional(),
  attendeeName: z.string().optional(),
  bookingUid: z.string().optional(),
  eventTypeId: z.coerce.number().int().optional(),
  status: z.string().optional(),
  afterStart: instant.optional(),
  beforeEnd: instant.optional(),
  afterCreatedAt: instant.optional(),
  beforeCreatedAt: instant.optional(),
  afterUpdatedAt: instant.optional(),
  beforeUpdatedAt: instant.optional(),
  sortStart: z.enum(['asc', 'desc']).optional(),
  sortCreated: z.enum(['asc', 'desc']).optional(),
  sortUpdatedAt: z.enum(['asc', 'desc']).optional(),
  take: z.coerce.number().int().min(1).max(250).default(100),
  skip: z.coerce.number().int().min(0).default(0),
});

const scanned = 20_000;

/** The page of bookings that fits, and where it stands among all. Reads the 20,000 that changed last. */
export async function listBookings(world: World, query: z.infer<typeof bookingQuery>) {
  const statuses = query.status?.split(',');
  const now = new Date().toISOString();
  const isOf = (booking: Booking, status: string) => {
    if (booking.status === 'cancelled') return status === 'cancelled';
    return (status === 'upcoming' && booking.end > now) || (status === 'past' && booking.end <= now);
  };
  const iso = (text: string) => new Date(text).toISOString();
  const fits = (b: Booking) =>
    (!query.attendeeEmail || b.attendee.email.toLowerCase() === query.attendeeEmail.toLowerCase()) &&
    (!query.attendeeName || b.attendee.name === query.attendeeName) &&
    (!query.bookingUid || b.uid === query.bookingUid) &&
    (!query.eventTypeId || b.eventTypeId === query.eventTypeId) &&
    (!statuses || statuses.some((status) => isOf(b, status))) &&
    (!query.afterStart || b.start >= iso(query.afterStart)) &&
    (!query.beforeEnd || b.end <= iso(query.beforeEnd)) &&
    (!query.afterCreatedAt || b.createdAt >= iso(query.afterCreatedAt)) &&
    (!query.beforeCreatedAt || b.createdAt <= iso(query.beforeCreatedAt)) &&
    (!query.afterUpdatedAt || b.updatedAt >= iso(query.afterUpdatedAt)) &&
    (!query.beforeUpdatedAt || b.updatedAt <= iso(query.beforeUpdatedAt));
  const all = (await world.state.list('booking', { limit: scanned })).map(({ body }) => body as Booking).filter(fits);
  const by = (field: 'start' | 'createdAt' | 'updatedAt', order: 'asc' | 'desc') =>
    all.sort((a, b) => (a[field] < b[field] ? -1 : 1) * (order === 'asc' ? 1 : -1));
  if (query.sortStart) by('start', query.sortStart);
  else if (query.sortCreated) by('createdAt', query.sortCreated);
  else if (query.sortUpdatedAt) by('updatedAt', query.sortUpdatedAt);
  const { take, skip } = query;
  const page = all.slice(skip, skip + take);
  const pagination = {
    ...{
      totalItems: all.length,
      remainingItems: Math.max(0, all.length - skip - page.length),
      returnedItems: page.length,
      itemsPerPage: take,
    },
    ...{ currentPage: Math.floor(skip / take) + 1, totalPages: Math.ceil(all.length / take) },
    ...{ hasNextPage: skip + page.length < all.length, hasPreviousPage: skip > 0 },
  };
  return { page, pagination };
}
