import type { History } from '#tests/replay/history-files.ts';

export type Cost = { events: number; actions: number; bytes: number };

/**
 * What a finished run cost, in the units of Temporal Cloud's bill. Free: completions, cancelled timers, replay, attributes given at the start. A signal
 * that started the run is one Action with the start. Not in a history and so not counted: queries, heartbeats.
 */
export function costOf(history: History, bytes: number): Cost {
  const events = history.events ?? [];
  let actions = 0;
  events.forEach((event, i) => {
    if (event.workflowExecutionStartedEventAttributes) actions++;
    else if (event.workflowExecutionSignaledEventAttributes) actions += i === 1 ? 0 : 1;
    else if (event.timerStartedEventAttributes || event.activityTaskScheduledEventAttributes) actions++;
    else if (event.activityTaskStartedEventAttributes) actions += (event.activityTaskStartedEventAttributes.attempt ?? 1) - 1;
    else if (event.workflowExecutionContinuedAsNewEventAttributes) actions++;
    else if (event.upsertWorkflowSearchAttributesEventAttributes || event.workflowPropertiesModifiedEventAttributes) actions++;
    else if (event.workflowExecutionUpdateAcceptedEventAttributes || event.workflowExecutionOptionsUpdatedEventAttributes) actions++;
    else if (event.startChildWorkflowExecutionInitiatedEventAttributes) actions += 2;
  });
  return { events: events.length, actions, bytes };
}
