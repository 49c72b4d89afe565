import { type Request, type RequestHandler, Router } from 'express';
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { type Answer, createDesk, type Deed, type FailureShape, isSame, jsonBody, Refusal } from '../answer.ts';
import type { World } from '../world.ts';
import { type Booking, bookingObject } from './booking.ts';
import { book, CalendarNo, cancel, markAbsent, type No, reschedule } from './calendar.ts';
import { bookingQuery, listBookings } from './listing.ts';
import { eventType, eventTypes, freeStarts } from './slots.ts';

const error = (status: number, code: string, message: string, headers?: Record<string, string>): Answer => ({
  status,
  body: {
    status: 'error',
    timestamp: new Date().toISOString(),
    path: '',
    error: { code, message, details: { message, error: code, statusCode: status } },
  },
  ...(headers && { headers }),
});
const bad = (message: string) => new Refusal(error(400, 'BadRequestException', message));

const shape: FailureShape = (status, what) => {
  if (status === 404) return error(404, 'NotFoundException', what);
  if (status === 500) return error(500, 'InternalServerErrorException', 'Internal server error.');
  const headers = { 'X-RateLimit-Limit-Default': '120', 'X-RateLimit-Remaining-Default': '0', 'X-RateLimit-Reset-Default': '60' };
  return error(429, 'TooManyRequestsException', 'ThrottlerException: Too Many Requests', headers);
};

const taken = 'User either already has booking at this time or is not available';
const wording: Record<No, () => Answer> = {
  'no-such-type': () => error(404, 'NotFoundException', 'Event type not found'),
  'no-such-booking': () => error(404, 'NotFoundException', 'Booking not found'),
  past: () => error(400, 'BadRequestException', 'Attempting to book a meeting in the past.'),
  'not-offered': () => error(400, 'BadRequestException', taken),
  taken: () => error(400, 'BadRequestException', taken),
  lost: () => error(409, 'ConflictException', "There's a record that already exists"),
  cancelled: () => error(400, 'BadRequestException', "Can't change a booking that has been cancelled already"),
};

const zone = z.string().refine((name) => IANAZone.isValidZone(name), 'must be a valid IANA time-zone');
const utc = z.iso.datetime({ offset: true });
const createBody = z.strictObject({
  start: utc,
  eventTypeId: z.int(),
  attendee: z
    .strictObject({
      name: z.string().min(1),
      email: z.email().optional(),
      timeZone: zone,
      phoneNumber: z
        .string()
        .regex(/^\+[1-9]\d{6,14}$/, 'must be a valid phone number')
        .optional(),
      language: z.string().optional(),
    })
    .refine(({ email, phoneNumber }) => email || phoneNumber, 'must have email or phoneNumber'),
  metadata: z
    .record(z.string().max(40), z.string().max(500))
    .refine((all) => Object.keys(all).length <= 50, 'has too many keys')
    .optional(),
  bookingFieldsResponses: z.record(z.string(), z.unknown()).optional(),
  guests: z.array(z.email()).optional(),
  location: z.unknown().optional(),
  lengthInMinutes: z.number().optional(),
});
const rescheduleBody = z.strictObject({
  start: utc,
  rescheduledBy: z.string().optional(),
  reschedulingReason: z.string().optional(),
  metadata: z.record(z.string(), z.string()).optional(),
});
const cancelBody = z.strictObject({ cancellationReason: z.string().optional(), cancelSubsequentBookings: z.boolean().optional() });
const absentBody = z.strictObject({
  host: z.boolean().optional(),
  attendees: z.array(z.strictObject({ email: z.string(), absent: z.boolean() })).optional(),
});
const slotsQuery = z.strictObject({
  eventTypeId: z.coerce.number().int(),
  start: z.string().min(1),
  end: z.string().min(1),
  timeZone: zone.default('UTC'),
  duration: z.coerce.number().optional(),
  format: z.enum(['time', 'range']).default('time'),
  bookingUidToReschedule: z.string().optional(),
});

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  throw bad(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'body'} ${issue.message}`).join(', '));
}

/** A day or an instant as ms: a day begins, or ends, in the given zone. */
function edge(text: string, timeZone: string, isEnd: boolean): number {
  const at = DateTime.fromISO(text, { zone: timeZone });
  if (!at.isValid) throw bad(`${isEnd ? 'end' : 'start'} must be a valid date`);
  return (text.length <= 10 && isEnd ? at.endOf('day') : at).toMillis();
}

/** Cal.com's twin, below `/cal/v2`. */
export function calRoutes(world: World): Router {
  const makeRoute = createDesk('cal', shape, { faults: world.faults, limits: () => world.knobs.limits });
  const router = Router();
  const success = (status: number, data: unknown, more: object = {}): Answer => ({ status, body: { status: 'success', data, ...more } });

  /** Who may ask: the owner's key where one is needed, no key at all elsewhere, never a wrong one; and always a version. */
  const route = (operation: string, versions: string[], needsKey: boolean, deed: Deed): RequestHandler =>
    makeRoute(operation, async (req) => {
      const given = req.get('authorization')?.replace(/^Bearer /, '');
      const isRight = given !== undefined && isSame(given, world.settings.credentials.calKey);
      if (given === undefined ? needsKey : !isRight) {
        return withPath(req, error(401, 'UnauthorizedException', 'Invalid API Key. Please provide a valid API key.'));
      }
      if (!versions.includes(req.get('cal-api-version') ?? '')) {
        return withPath(req, error(400, 'BadRequestException', `cal-api-version must be one of ${versions.join(', ')}`));
      }
      try {
        return await deed(req, null);
      } catch (failure) {
        if (failure instanceof CalendarNo) return withPath(req, wording[failure.no]());
        if (failure instanceof Refusal) return withPath(req, failure.answer);
        throw failure;
      }
    });
  const bookings = ['2024-08-13', '2026-02-25'];
  const body = (req: Request) => (Buffer.isBuffer(req.body) && req.body.length > 0 ? (jsonBody(req) ?? Number.NaN) : {});
  const clock = (metadata?: Record<string, string>) => {
    const stated = Date.parse(metadata?.lead_now ?? '');
    return Number.isNaN(stated) ? Date.now() : stated;
  };
  const find = async (req: Request): Promise<Booking> => {
    const booking = await world.state.find<Booking>('booking', String(req.params.uid));
    if (!booking) throw new CalendarNo('no-such-booking');
    return booking;
  };

  router.get(
    '/slots',
    route('slots', ['2024-09-04'], false, async (req) => {
      const query = parse(slotsQuery, req.query);
      const type = eventType(query.eventTypeId);
      if (!type) throw new CalendarNo('no-such-type');
      const from = edge(query.start, query.timeZone, false);
      const to = edge(query.end, query.timeZone, true);
      const data: Record<string, { start: string; end?: string }[]> = {};
      for (const start of await freeStarts(world, type, Math.max(Date.now(), from), from, to)) {
        const local = DateTime.fromMillis(start, { zone: query.timeZone });
        const day = local.toISODate() ?? '';
        data[day] ??= [];
        const end = local.plus(type.lengthMs).toISO() ?? '';
        data[day].push({ start: local.toISO() ?? '', ...(query.format === 'range' && { end }) });
      }
      return success(200, data);
    }),
  );
  router.post(
    '/bookings',
    route('create-booking', bookings, false, async (req) => {
      const { start, eventTypeId, attendee, metadata = {}, bookingFieldsResponses } = parse(createBody, body(req));
      const wish = {
        eventTypeId,
        startMs: Date.parse(start),
        attendee: stripped(attendee),
        metadata,
        nowMs: clock(metadata),
        madeBy: 'api' as const,
      };
      const booking = await book(world, { ...wish, ...(bookingFieldsResponses && { responses: bookingFieldsResponses }) });
      return success(201, bookingObject(booking));
    }),
  );
  router.get(
    '/bookings',
    route('list-bookings', bookings, true, async (req) => {
      const { page, pagination } = await listBookings(world, parse(bookingQuery, req.query));
      return success(200, page.map(bookingObject), { pagination });
    }),
  );
  router.get(
    '/bookings/:uid',
    route('get-booking', bookings, false, async (req) => success(200, bookingObject(await find(req)))),
  );
  router.post(
    '/bookings/:uid/reschedule',
    route('reschedule-booking', bookings, false, async (req) => {
      const { start, rescheduledBy, reschedulingReason, metadata } = parse(rescheduleBody, body(req));
      const nowMs = clock(metadata ?? (await find(req)).metadata);
      const by = { ...(rescheduledBy && { by: rescheduledBy }), ...(reschedulingReason && { reason: reschedulingReason }) };
      return success(201, bookingObject(await reschedule(world, String(req.params.uid), { startMs: Date.parse(start), nowMs, ...by })));
    }),
  );
  router.post(
    '/bookings/:uid/cancel',
    route('cancel-booking', bookings, false, async (req) => {
      const { cancellationReason } = parse(cancelBody, body(req));
      const by = 'host@sandbox.invalid';
      return success(
        200,
        bookingObject(await cancel(world, String(req.params.uid), { by, ...(cancellationReason && { reason: cancellationReason }) })),
      );
    }),
  );
  router.post(
    '/bookings/:uid/mark-absent',
    route('mark-absent', bookings, true, async (req) => {
      const { attendees = [] } = parse(absentBody, body(req));
      const booking = await find(req);
      const about = attendees.find(({ email }) => email === booking.attendee.email);
      if (attendees.length > 0 && !about) throw bad('attendee not found in this booking');
      return success(200, bookingObject(about ? await markAbsent(world, booking.uid, about.absent) : booking));
    }),
  );
  router.get(
    '/event-types',
    route('event-types', ['2024-06-14'], true, async () => {
      const items = eventTypes.map((type) => ({
        ...{ id: type.id, slug: type.slug, title: type.title, lengthInMinutes: type.lengthMs / 60_000, hidden: false, metadata: {} },
        ...{ bookingUrl: `${world.settings.publicUrl}/cal/book/${type.id}`, ownerId: 1 },
      }));
      return success(200, items);
    }),
  );
  router.use((req, res) => {
    const { status, body: shown } = withPath(req, error(404, 'NotFoundException', `Cannot ${req.method} ${req.originalUrl}`));
    res.status(status).json(shown);
  });
  return router;
}

const withPath = (req: Request, answer: Answer): Answer => ({
  ...answer,
  body: { ...(answer.body as object), path: req.originalUrl.replace(/^\/cal/, '') },
});

type Given = z.infer<typeof createBody>['attendee'];
const stripped = ({ name, timeZone, email, phoneNumber, language }: Given) => ({
  ...{ name, timeZone },
  ...(email && { email }),
  ...(phoneNumber && { phoneNumber }),
  ...(language && { language }),
});
