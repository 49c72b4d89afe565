import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { Db } from '#prisma/client.ts';
import { callActivityId, leadWorkflowId } from '#workflows/lead/contract.ts';
import type { Scope, Violation } from './report.ts';

/** A moment in which a workflow may still be on its way between two states. */
const SETTLING_MS = 15_000;

/** Lead workflows that are open, by lead; and every workflow of the client that ended badly. */
export async function openWorkflows(temporal: Client, clientId: string): Promise<{ open: Set<string>; failed: Violation[] }> {
  const open = new Set<string>();
  const failed: Violation[] = [];
  const prefix = leadWorkflowId('');
  for await (const run of temporal.workflow.list({
    query: `clientId = '${clientId}' AND WorkflowType = 'leadWorkflow' AND ExecutionStatus = 'Running'`,
  })) {
    open.add(run.workflowId.slice(prefix.length));
  }
  for await (const run of temporal.workflow.list({
    query: `clientId = '${clientId}' AND ExecutionStatus IN ('Failed', 'Terminated', 'TimedOut', 'Canceled')`,
  })) {
    failed.push({ invariant: 'I13', rule: `a workflow ended ${run.status.name.toLowerCase()}`, id: run.workflowId });
  }
  return { open, failed };
}

/** I13: workflows are open for the leads that were released and are not at their end, and for no others. */
export async function compareOpen(
  db: Db,
  { clientId, mode }: Scope,
  open: ReadonlySet<string>,
): Promise<{ open: number; violations: Violation[] }> {
  // `must`: one that was called again after its end has a workflow only from the next dial on. `may`: a granted permit is released a moment
  // later, and a lead's end is told a moment after it is written.
  const rows = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<{ id: string; must: boolean; may: boolean }[]>`
      SELECT l.id,
        (l.phase IN ('invite', 'attend', 'rebook') OR (l.phase = 'reach' AND (l.calling_id IS NOT NULL OR EXISTS (
          SELECT FROM call k WHERE k.client_id = l.client_id AND k.lead_id = l.id AND k.dialled_at >= l.phase_since)))) AND l.updated_at < clock_timestamp() - ${SETTLING_MS}::int * interval '1 ms' AS must,
        l.phase <> 'end' OR l.told_seq < l.seq OR l.calling_id IS NOT NULL OR l.updated_at > clock_timestamp() - ${SETTLING_MS}::int * interval '1 ms' AS may
      FROM lead l WHERE l.client_id = ${clientId}::uuid AND l.mode = ${mode} AND (l.phase <> 'end' OR l.id = ANY(${[...open]}::uuid[]))`,
  );
  const violations: Violation[] = [];
  for (const { id, must, may } of rows) {
    if (must && !open.has(id))
      violations.push({ invariant: 'I13', rule: 'a lead that was released and is not at its end has no open workflow', id });
    if (!may && open.has(id)) violations.push({ invariant: 'I13', rule: 'a workflow is open for a lead that is at its end', id });
  }
  return { open: rows.filter(({ id }) => open.has(id)).length, violations };
}

/** I1 in the histories: every call that was dialled and told is exactly one `placeCall`, completed once. `sample` leads at most, drawn by id. */
export async function compareHistories(
  db: Db,
  temporal: Client,
  { clientId, mode }: Scope,
  sample: number,
): Promise<{ checked: number; violations: Violation[] }> {
  const leads = await db.withClient(
    clientId,
    (tx) => tx.$queryRaw<{ leadId: string; calls: string[] }[]>`
      SELECT k.lead_id AS "leadId", array_agg(k.id::text) AS calls FROM call k JOIN lead l ON l.client_id = k.client_id AND l.id = k.lead_id
      WHERE k.client_id = ${clientId}::uuid AND k.mode = ${mode} AND k.permit = 'consumed' AND k.settled_at IS NOT NULL AND l.calling_id IS DISTINCT FROM k.id
      GROUP BY 1 ORDER BY md5(k.lead_id::text) LIMIT ${sample}`,
  );
  const violations: Violation[] = [];
  let checked = 0;
  const queue = leads.values();
  const check = async () => {
    for (const { leadId, calls } of queue) {
      const dials = await dialsOf(temporal, leadId);
      if (!dials) continue; // kept no longer than the namespace's retention
      checked += 1;
      for (const callId of calls) {
        const { scheduled, completed } = dials.get(callActivityId(callId)) ?? { scheduled: 0, completed: 0 };
        if (scheduled !== 1 || completed !== 1) {
          violations.push({
            invariant: 'I1',
            rule: 'a dialled call is not exactly one completed placeCall in the history of its lead',
            id: callId,
          });
        }
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, check));
  return { checked, violations };
}

type Dials = Map<string, { scheduled: number; completed: number }>;

/** The `placeCall` activities in all runs of a lead's workflow, by activity id; null when Temporal keeps none of them. */
async function dialsOf(temporal: Client, leadId: string): Promise<Dials | null> {
  const dials: Dials = new Map();
  let isKept = false;
  for await (const { workflowId, runId } of temporal.workflow.list({ query: `WorkflowId = '${leadWorkflowId(leadId)}'` })) {
    try {
      await countDials(temporal, workflowId, runId, dials);
      isKept = true;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
  return isKept ? dials : null;
}

async function countDials(temporal: Client, workflowId: string, runId: string, dials: Dials): Promise<void> {
  const { events } = await temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  const idByEvent = new Map<string, string>();
  for (const event of events ?? []) {
    const scheduled = event.activityTaskScheduledEventAttributes;
    const completed = event.activityTaskCompletedEventAttributes;
    if (scheduled?.activityType?.name === 'placeCall' && scheduled.activityId) {
      idByEvent.set(String(event.eventId), scheduled.activityId);
      const dial = dials.get(scheduled.activityId) ?? { scheduled: 0, completed: 0 };
      dials.set(scheduled.activityId, { ...dial, scheduled: dial.scheduled + 1 });
    }
    const ended = completed && idByEvent.get(String(completed.scheduledEventId));
    const dial = ended && dials.get(ended);
    if (dial) dial.completed += 1;
  }
}
