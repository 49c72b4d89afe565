import { ApplicationFailure } from '@temporalio/activity';
import { issueInvoice } from '#effects/invoice.ts';
import type { EffectParts } from '#effects/parts.ts';
import { VendorRefused } from '#vendors/errors.ts';
import type { BillingActivities } from './contract.ts';

export const createBillingActivities = (parts: EffectParts): BillingActivities => ({
  async issueInvoice({ clientId, invoiceId }): Promise<void> {
    try {
      await issueInvoice(parts, clientId, invoiceId);
    } catch (error) {
      if (!(error instanceof VendorRefused)) throw error;
      // staff mend the cause (a key, a billing address); the step is tried again each hour, without end
      throw ApplicationFailure.create({ type: error.code, message: error.message, nextRetryDelay: '1 hour', cause: error });
    }
  },
});
