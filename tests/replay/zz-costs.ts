import { Client, Connection } from '@temporalio/client';
import { costOf } from '#tests/budgets/actions.ts';
const connection = await Connection.connect({ address: '127.0.0.1:27233' });
const client = new Client({ connection, namespace: process.argv[2] ?? 'tw' });
const by = new Map<string, { n: number; events: number; actions: number; sig: number; timers: number; acts: number; retries: number }>();
let shown = 0;
for await (const w of client.workflow.list()) {
  const h = await client.workflow.getHandle(w.workflowId, w.runId).fetchHistory();
  const c = costOf(h, 0);
  const b = by.get(w.type) ?? { n: 0, events: 0, actions: 0, sig: 0, timers: 0, acts: 0, retries: 0 };
  b.n++; b.events += c.events; b.actions += c.actions;
  for (const e of h.events ?? []) { if (e.workflowExecutionSignaledEventAttributes) b.sig++; if (e.timerStartedEventAttributes) b.timers++; if (e.activityTaskScheduledEventAttributes) b.acts++; if (e.activityTaskStartedEventAttributes) b.retries += (e.activityTaskStartedEventAttributes.attempt ?? 1) - 1; }
  by.set(w.type, b);
  if (w.type === 'leadWorkflow' && c.events > 100 && shown++ < 2) {
    console.log(w.workflowId, c);
    for (const e of h.events ?? []) {
      const s = e.workflowExecutionSignaledEventAttributes; const a = e.activityTaskScheduledEventAttributes; const t = e.timerStartedEventAttributes;
      if (s) console.log(e.eventId + '', 'signal', s.signalName, Buffer.from(s.input?.payloads?.[0]?.data ?? []).toString().slice(0, 90));
      if (a) console.log(e.eventId + '', 'activity', a.activityType?.name, Buffer.from(a.input?.payloads?.[0]?.data ?? []).toString().slice(90, 260));
      if (t) console.log(e.eventId + '', 'timer', t.startToFireTimeout?.seconds + '');
      if (e.timerCanceledEventAttributes) console.log(e.eventId + '', 'timer cancelled');
      if (e.activityTaskCompletedEventAttributes) console.log(e.eventId + '', 'done', Buffer.from(e.activityTaskCompletedEventAttributes.result?.payloads?.[0]?.data ?? []).toString().slice(0, 60));
    }
  }
}
for (const [k, b] of by) console.log(k, b, 'per', (b.events / b.n).toFixed(1), (b.actions / b.n).toFixed(1));
await connection.close();
