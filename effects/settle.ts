import { bookingCreated } from '#stores/bookings.ts';
import { reportCall, settleUndialled } from '#stores/calls.ts';
import { type Effect, noteLookup, settleEffect } from '#stores/effects.ts';
import { findMessage, messageNotSent, messageSent } from '#stores/messages.ts';
import { lastReport, noteCallLookup, openEffects, type SilentCall, silentCalls } from '#stores/open-questions.ts';
import { requireVendor } from '#vendors/account.ts';
import { VendorRefused } from '#vendors/errors.ts';
import type { VoiceCall } from '#vendors/retell-call.ts';
import type { EffectParts } from './parts.ts';

const PAGE = 20;
/** Look-ups without a result that prove, with enough time passed, that the vendor never did it. */
const EMPTY_LOOKUPS = 3;

type Log = { warn: (facts: object, message: string) => void };

/**
 * Answers open questions: effects whose answer was lost, and calls that went silent. Looks them up at the vendor, writes how they ended, and
 * never does anything again itself. True when there was something to look at.
 */
export const createSettleStep = (parts: EffectParts, log: Log) => async (): Promise<boolean> => {
  const effects = await parts.db.asRelay(({ tx }) => openEffects(tx, PAGE));
  for (const effect of effects) await guarded(parts, log, effect);
  const calls = await parts.db.asRelay(({ tx }) => silentCalls(tx, PAGE));
  for (const call of calls) await askAboutCall(parts, log, call);
  return effects.length === PAGE || calls.length === PAGE;
};

/** A look-up that fails, at the vendor or with us, costs this effect a pause, not the others their turn. */
async function guarded(parts: EffectParts, log: Log, effect: Effect & { ageSeconds: number }): Promise<void> {
  const { clientId, id: effectId, mode } = effect;
  try {
    await lookUp(parts, effect);
  } catch (error) {
    log.warn({ clientId, effectId, key: effect.key, error: String(error) }, 'an open effect could not be looked up and is put off');
    const { again } = parts.settle(mode);
    await parts.db.withClient(
      clientId,
      (tx) => tx.$executeRaw`
        UPDATE vendor_effect SET next_lookup_at = clock_timestamp() + make_interval(secs => ${again.at(-1) ?? 60}::float8)
        WHERE client_id = ${clientId}::uuid AND id = ${effectId}::uuid AND status = 'started'`,
    );
  }
}

async function lookUp(parts: EffectParts, effect: Effect & { ageSeconds: number }): Promise<void> {
  const vendors = parts.vendors(effect.mode);
  const text = (name: string) => String(effect.request[name] ?? '');
  const { clientId } = effect;
  switch (effect.kind) {
    case 'dial': {
      const found = await requireVendor(vendors, 'voice').findByKey(effect.key);
      if (found) return void (await parts.db.withClient(clientId, (tx) => reportCall(tx, clientId, text('callId'), found)));
      return stillOpen(parts, effect, async () => {
        await parts.db.withClient(clientId, async (tx) => {
          const isClosed = await settleUndialled(tx, clientId, text('callId'), { code: 'absent', againInSeconds: 1 });
          if (isClosed) await settleEffect(tx, clientId, effect.key, { status: 'failed', errorCode: 'absent' });
        });
      });
    }
    case 'sms': {
      const message = await parts.db.withClient(clientId, (tx) => findMessage(tx, clientId, text('messageId')));
      if (!message?.toAddress || !message.fromAddress || !message.body)
        return stillOpen(parts, effect, () => giveUp(parts, effect, 'failed', 'absent'));
      const sentAfterAt = new Date((effect.startedAt ?? new Date()).getTime() - 60_000).toISOString();
      const found = await requireVendor(vendors, 'sms').find({
        to: message.toAddress,
        from: message.fromAddress,
        body: message.body,
        sentAfterAt,
      });
      if (found) return parts.db.withClient(clientId, (tx) => messageSent(tx, clientId, message.id, effect.key, found.vendorId));
      return stillOpen(parts, effect, () => giveUp(parts, effect, 'failed', 'absent'));
    }
    case 'email':
      return giveUp(parts, effect, 'unknown', 'no_event'); // there is no look-up: an event with our key would have settled it
    case 'book': {
      const calendar = requireVendor(vendors, 'calendar');
      const attendee = text('email') ? { email: text('email') } : { phone: text('phone') };
      const found = await calendar.findByKey({
        ...{ key: effect.key, eventTypeId: Number(effect.request['eventTypeId']), aroundStartAt: text('startAt') },
        ...attendee,
      });
      if (found)
        return parts.db.withClient(clientId, async (tx) => {
          const isOpen = found.status === 'accepted' || found.status === 'pending';
          if (isOpen) await bookingCreated(tx, { clientId, mode: effect.mode, leadId: text('leadId') }, found);
          await settleEffect(tx, clientId, effect.key, { status: 'done', vendorId: found.uid });
        });
      return stillOpen(parts, effect, async () => {
        await parts.db.withClient(clientId, (tx) => settleEffect(tx, clientId, effect.key, { status: 'failed', errorCode: 'absent' }));
      });
    }
    default:
      throw new Error(`Nobody knows how to look up ${effect.kind} at ${effect.vendor}.`);
  }
}

/** Not found: looked up again later, and only after three times and long enough held for proven that it never happened. */
async function stillOpen(parts: EffectParts, effect: Effect & { ageSeconds: number }, absent: () => Promise<void>): Promise<void> {
  const times = parts.settle(effect.mode);
  if (effect.lookups + 1 >= EMPTY_LOOKUPS && effect.ageSeconds >= times.absentAfter) return absent();
  const again = times.again[Math.min(effect.lookups, times.again.length - 1)] ?? 60;
  await parts.db.withClient(effect.clientId, (tx) => noteLookup(tx, effect.clientId, effect.id, again));
}

const giveUp = (parts: EffectParts, effect: Effect, status: 'failed' | 'unknown', code: string) =>
  parts.db.withClient(effect.clientId, (tx) =>
    messageNotSent(tx, effect.clientId, String(effect.request['messageId'] ?? ''), effect.key, { status, code }),
  );

/**
 * A call whose end or analysis never came: the vendor's own record is taken as it is. One that does not settle it is asked for again later; a
 * call that the vendor says three times it does not know is closed with what we have.
 */
async function askAboutCall(parts: EffectParts, log: Log, call: SilentCall): Promise<void> {
  const { id: callId, clientId, mode, lookups } = call;
  try {
    const report = await askFor(parts, call);
    const isOver = report.status !== 'registered' && report.status !== 'ongoing';
    await parts.db.withClient(clientId, (tx) => reportCall(tx, clientId, callId, report, { final: isOver }));
  } catch (error) {
    log.warn({ clientId, callId, lookups, error: String(error) }, 'a silent call could not be asked about and is put off');
  }
  const { again } = parts.settle(mode);
  await parts.db.withClient(clientId, (tx) => noteCallLookup(tx, clientId, callId, again[Math.min(lookups, again.length - 1)] ?? 60));
}

async function askFor(parts: EffectParts, call: SilentCall): Promise<VoiceCall> {
  try {
    return await requireVendor(parts.vendors(call.mode), 'voice').get(call.retellCallId);
  } catch (error) {
    const isUnknown = error instanceof VendorRefused && error.code === 'not_found';
    if (!isUnknown || call.lookups + 1 < EMPTY_LOOKUPS) throw error;
    return lastReport(call);
  }
}
