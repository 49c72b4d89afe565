import type {
  Activities,
  BillingActivities,
  CallActivities,
  DigestActivities,
  DispatchActivities,
  ImportActivities,
  MessageActivities,
  MomentActivities,
  SweepActivities,
} from './contract.ts';

export type { Activities } from './contract.ts';

/** What runs on each task queue. */
export type ActivitiesByQueue = {
  lead: MomentActivities & Pick<CallActivities, 'settleCall'>;
  control: DispatchActivities & ImportActivities & SweepActivities & Pick<DigestActivities, 'dueDigests'>;
  dial: Pick<CallActivities, 'placeCall'>;
  notify: MessageActivities & Pick<DigestActivities, 'sendDigest'>;
  billing: BillingActivities;
};

/** Sorts all activities by the queue they run on, each with nothing but its own. */
export const activitiesByQueue = (all: Activities): ActivitiesByQueue => ({
  lead: { decide: all.decide, attention: all.attention, settleCall: all.settleCall },
  control: {
    dispatchSlice: all.dispatchSlice,
    runImport: all.runImport,
    repairLeads: all.repairLeads,
    billMonths: all.billMonths,
    retellMilestones: all.retellMilestones,
    completeCampaigns: all.completeCampaigns,
    dueDigests: all.dueDigests,
  },
  dial: { placeCall: all.placeCall },
  notify: { send: all.send, sendDigest: all.sendDigest },
  billing: { issueInvoice: all.issueInvoice },
});
