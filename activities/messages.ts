import { ApplicationFailure } from '@temporalio/activity';
import type { EffectParts } from '#effects/parts.ts';
import { sendMoment } from '#effects/send.ts';
import { VendorBusy } from '#vendors/errors.ts';
import type { MessageActivities } from './contract.ts';

export const createMessageActivities = (parts: EffectParts): MessageActivities => ({
  async send({ clientId, leadId, moment }): Promise<void> {
    try {
      await sendMoment(parts, clientId, leadId, moment);
    } catch (error) {
      if (!(error instanceof VendorBusy)) throw error;
      throw askedToWait(error);
    }
  },
});

/** The failure after which an activity is tried again when the vendor wishes. */
export const askedToWait = (error: VendorBusy): ApplicationFailure =>
  ApplicationFailure.create({
    type: error.code,
    message: error.message,
    nextRetryDelay: `${error.retryAfterSeconds ?? 5} seconds`,
    cause: error,
  });
