import type { z } from 'zod';
import { paceOf, setClock, toPace, toZone } from '../behaviour/clock.ts';
import type { Person } from '../behaviour/people.ts';
import { nth, wills } from '../behaviour/will.ts';
import { task, type World } from '../world.ts';
import { analysisMs, type CallRecord, callHooks, callThing, newCallId } from './call.ts';
import type { createPhoneCall } from './order.ts';
import { beginRinging } from './played.ts';
import { writeScript } from './script.ts';

const text = (...candidates: unknown[]) => candidates.find((value): value is string => typeof value === 'string' && value !== '');

/** What a person learns from being dialled: who they are to us, how late it is, how fast life goes. */
function meetLead(world: World, person: Person, body: z.infer<typeof createPhoneCall>): void {
  const said = body.retell_llm_dynamic_variables ?? {};
  const meta = body.metadata ?? {};
  const leadId = text(meta.lead_id, meta.leadId);
  if (leadId && leadId !== person.leadId) world.people.asNewLead(person, leadId);
  setClock(person, text(said.lead_now, meta.lead_now));
  person.pace = toPace(text(meta.pace, said.pace));
  person.zone = toZone(text(said.timezone, said.time_zone, said.zone, meta.timezone));
  person.name = text([said.first_name, said.last_name].filter(Boolean).join(' '), said.name, said.lead_name, person.name) ?? person.name;
  person.email = text(said.email, said.lead_email)?.toLowerCase() ?? person.email;
  person.ourNumber = body.from_number;
}

/** Begins a call: decides its course and keeps it with all its webhooks before the answer goes out. */
export function dial(world: World, body: z.infer<typeof createPhoneCall>): Promise<CallRecord> {
  return world.people.meet(body.to_number, async (person) => {
    meetLead(world, person, body);
    const play = nth(wills[person.will].calls, person.dials);
    if (play === 'played') return beginRinging(world, person, body);
    const script = writeScript(play, person, paceOf(person), world.knobs.seed, person.dials);
    person.dials++;
    const now = Date.now();
    const stops = now + script.ringMs + script.talkMs;
    const talksOpenly = play === 'books'; // the tools decide how it ends, so its end is not known yet
    const call: CallRecord = {
      ...{ callId: newCallId(), direction: 'outbound', from: body.from_number, to: body.to_number },
      ...{ agentId: body.override_agent_id ?? 'agent_sandbox', agentVersion: Number(body.override_agent_version) || 1 },
      ...(body.metadata && { metadata: body.metadata }),
      ...(body.retell_llm_dynamic_variables && { variables: body.retell_llm_dynamic_variables }),
      ...{ registeredAt: now, connectedAt: script.isConnected ? now + script.ringMs : null, script },
      ...(talksOpenly ? { endedAt: null, analyzedAt: null } : { endedAt: stops, analyzedAt: stops + analysisMs(paceOf(person)) }),
    };
    const tasks = callHooks(world, call, 'start');
    if (talksOpenly) tasks.push(task(world, 'talk', person.phone, script.ringMs + script.talkMs / 2, { callId: call.callId }));
    return { change: { things: [callThing(call)], tasks }, result: call };
  });
}

/** A lead rings us, or somebody who is none yet. Lasts a moment on the wall clock and reports the given duration. */
export function ringUs(world: World, { from, to, durationMs }: { from: string; to: string; durationMs: number }): Promise<CallRecord> {
  return world.people.meet(from, async (person) => {
    const pace = paceOf(person);
    const now = Date.now();
    const connectedAt = now + (pace === 'instant' ? 20 : 300);
    const endedAt = connectedAt + (pace === 'instant' ? 20 : 1500);
    const base = writeScript('question', person, pace, world.knobs.seed, person.dials);
    const lines: typeof base.lines = [
      ['user', 'Hi, I am at the appointment, where do I go?'],
      ['agent', 'Welcome, somebody is on the way to you.'],
    ];
    const analysis = { ...base.analysis, summary: 'The lead rang about the appointment.', successful: true };
    analysis.custom = { outcome: 'question_answered', summary: analysis.summary };
    const call: CallRecord = {
      ...{ callId: newCallId(), direction: 'inbound', from, to, agentId: 'agent_sandbox', agentVersion: 1, registeredAt: now, connectedAt },
      ...{
        endedAt,
        analyzedAt: endedAt + analysisMs(pace),
        script: { ...base, durationMs, lines, analysis, disconnection: 'user_hangup' },
      },
    };
    const hello = task(world, 'inbound-hello', from, 0, { callId: call.callId });
    return { change: { things: [callThing(call)], tasks: [hello, ...callHooks(world, call, 'start')] }, result: call };
  });
}
