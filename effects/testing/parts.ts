import type { Db } from '#prisma/client.ts';
import { createVendors } from '#vendors/account.ts';
import type { SendEmail } from '#vendors/email.ts';
import type { SendSms } from '#vendors/sms.ts';
import { type EffectParts, SANDBOX_SETTLE } from '../parts.ts';

/** Parts whose two message vendors write down what they are asked to send; `answer` may throw what a vendor's adapter throws. */
export function recordingParts(db: Db, answer: () => void = () => undefined) {
  const texts: SendSms[] = [];
  const mails: SendEmail[] = [];
  const taken = async () => {
    answer();
    return { vendorId: `V${texts.length + mails.length}`, status: 'queued' as const };
  };
  const vendors = {
    ...createVendors({ account: 'sandbox' }),
    sms: {
      send: (text: SendSms) => {
        texts.push(text);
        return taken();
      },
      find: async () => null,
      get: async () => ({ vendorId: '', status: 'queued' as const }),
    },
    email: {
      send: (mail: SendEmail) => {
        mails.push(mail);
        return taken();
      },
    },
  };
  const parts: EffectParts = {
    db,
    vendors: (mode) => (mode === 'live' ? createVendors({ account: 'live' }) : vendors),
    sender: () => ({ fromNumber: '+14155550100', textNumber: '+14155550111', agentId: 'agent', email: 'us@callvia.test' }),
    urls: { api: 'http://api.test', web: 'http://web.test' },
    settle: () => SANDBOX_SETTLE,
  };
  return { parts, texts, mails };
}
