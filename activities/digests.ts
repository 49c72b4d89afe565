import { digestDay } from '#domain/digest.ts';
import type { Mode } from '#domain/lead.ts';
import { sendDigest } from '#effects/digest.ts';
import type { EffectParts } from '#effects/parts.ts';
import { type Books, booksThatWait, type PlannedDigest, planDigests } from '#stores/digests.ts';
import { VendorBusy } from '#vendors/errors.ts';
import type { DigestActivities } from './contract.ts';
import { askedToWait } from './messages.ts';
import { eachOf } from './sweeps.ts';

/** Of one round; the next takes up the rest, as it plans nothing twice. */
const ROUND = 500;

export type DigestDeps = {
  effects: EffectParts;
  /** Who of a client may answer, with their addresses. */
  confirmersOf: (clientId: string) => Promise<{ userId: string; email: string; name: string }[]>;
  log: { warn: (facts: object, message: string) => void };
};

export const createDigestActivities = ({ effects, confirmersOf, log }: DigestDeps): DigestActivities => ({
  async dueDigests({ asOf }) {
    const now = asOf ?? new Date().toISOString();
    const due: PlannedDigest[] = [];
    const hasMail = (mode: Mode) => effects.vendors(mode).email !== undefined;
    const waiting = await effects.db.asRelay(({ tx }) => booksThatWait(tx));
    const books: (Books & { zone: string })[] = waiting.filter(({ mode }) => hasMail(mode));
    await eachOf({ log }, books, async ({ clientId, mode, zone }) => {
      const day = digestDay({ now, zone, mode });
      if (!day || due.length >= ROUND) return;
      const people = await confirmersOf(clientId);
      due.push(...(await effects.db.withClient(clientId, (tx) => planDigests(tx, { clientId, mode }, day, { now, people }))));
    });
    return due;
  },

  async sendDigest(planned) {
    const reader = (await confirmersOf(planned.clientId)).find(({ userId }) => userId === planned.userId) ?? null;
    try {
      await sendDigest(effects, planned, reader);
    } catch (error) {
      if (!(error instanceof VendorBusy)) throw error;
      throw askedToWait(error);
    }
  },
});
