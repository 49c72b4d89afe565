import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which secret a webhook was signed with decides whether it is live. */
type Account = 'live' | 'sandbox';

export type CalendarHooks = {
  /** The last part of the address at which a client's own calendar reports. */
  tokenOf: (clientId: string) => string;
  /** The client whose address ends in this token; null for one that we never made. */
  clientOf: (token: string) => string | null;
  /** What that client's calendar signs with. */
  secretOf: (clientId: string, account: Account) => string;
};

/** 16 bytes of the client's id and 16 of their seal. */
const TOKEN = /^[\w-]{43}$/;

/**
 * Addresses and secrets of the calendars that clients connect themselves. Both follow from the application's secret and the client's id:
 * nothing is stored, a delivery is checked without asking the database, and another `APP_SECRET` ends all of them.
 */
export function createCalendarHooks(appSecret: string): CalendarHooks {
  const derived = (purpose: string, clientId: string) =>
    createHmac('sha256', appSecret).update(`calendar-hook:${purpose}:${clientId}`).digest();
  const seal = (clientId: string) => derived('address', clientId).subarray(0, 16);
  return {
    tokenOf: (clientId) => Buffer.concat([Buffer.from(clientId.replaceAll('-', ''), 'hex'), seal(clientId)]).toString('base64url'),
    clientOf: (token) => {
      if (!TOKEN.test(token)) return null;
      const bytes = Buffer.from(token, 'base64url');
      const clientId = bytes
        .subarray(0, 16)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      return timingSafeEqual(bytes.subarray(16), seal(clientId)) ? clientId : null;
    },
    secretOf: (clientId, account) => derived(account, clientId).toString('hex'),
  };
}
