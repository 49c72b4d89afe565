import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { Snapshot } from '#domain/snapshot.ts';

/** Leave to dial once: the Call row that was granted and the lead it is for. */
export type Permit = { callId: string; clientId: string; leadId: string };

/** `skewMs` is 0 unless a rehearsal lead was fast-forwarded before this run began. */
export type LeadStart = { clientId: string; leadId: string; skewMs: number; lead?: Snapshot; permit?: Permit };

export type LeadState = { lead: Snapshot; calling: Permit | undefined; wakeAt: number | undefined; now: number; skewMs: number };

/** The dispatcher grants one dial. */
export const release = defineSignal<[Permit]>('release');
/** The facts moved; the newest snapshot comes with it. */
export const changed = defineSignal<[Snapshot]>('changed');
/** For operators and the fast-forward driver; pages read Postgres. */
export const getState = defineQuery<LeadState>('getState');

export const leadWorkflowId = (leadId: string) => `lead-${leadId}`;
/** The pending dial as an activity; a call's end completes it by this id. */
export const callActivityId = (callId: string) => `call-${callId}`;
