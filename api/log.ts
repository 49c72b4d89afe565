import { type DestinationStream, type Logger, pino } from 'pino';
import { maskPhone } from '#domain/phone.ts';

export type { Logger } from 'pino';

const PHONE = /\+\d{8,15}\b/g;
const SECRET = /(authorization|cookie|password|secret|token|api_?key|transcript|body)$/i;
const DEPTH = 4;

/** A value as logs may hold it: phone numbers masked, secrets and bodies gone, errors as name, message and stack. */
export function loggable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replace(PHONE, (phone) => maskPhone(phone));
  if (typeof value !== 'object' || value === null || depth > DEPTH) return typeof value === 'bigint' ? String(value) : value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Error)
    return { name: value.name, message: loggable(value.message), stack: loggable(value.stack), cause: loggable(value.cause, depth + 1) };
  if (Array.isArray(value)) return value.slice(0, 20).map((each) => loggable(each, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, SECRET.test(key) ? '[hidden]' : loggable(each, depth + 1)]));
}

/** JSON lines with time, level and service. Give `error` under that name; never pass request bodies. */
export const createLogger = ({ service, level, to }: { service: string; level: string; to?: DestinationStream }): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (name) => ({ level: name }), log: (fields) => loggable(fields) as Record<string, unknown> },
      hooks: {
        logMethod(args, method) {
          method.apply(this, args.map((arg) => (typeof arg === 'string' ? loggable(arg) : arg)) as Parameters<typeof method>);
        },
      },
    },
    to ?? pino.destination(1),
  );
