import type { Cadence } from './cadence.ts';
import { type Channels, type PlannedSend, putOff, type Quiet } from './planned-send.ts';
import type { SendKind } from './snapshot.ts';
import { type Instant, toMs } from './time.ts';

export type InvitePlan = {
  /** When the call ended that leads here. */
  talkedAt: Instant;
  cadence: Pick<Cadence, 'invite'>;
  channels: Channels;
  /** As `afterCall` answered: whether the link goes a second time, and seconds until the lead returns to be dialled. */
  invite: { again: boolean; giveUp: number };
  quiet: Quiet;
};

/** The booking link by text and e-mail, once or twice, and the moment (ms) at which the lead returns to be dialled. Texts wait for the morning. */
export function planInvite({ talkedAt, cadence, channels, invite, quiet }: InvitePlan): { sends: PlannedSend[]; giveUpAt: number } {
  const talked = toMs(talkedAt);
  const giveUpAt = talked + invite.giveUp * 1000;
  const again = talked + cadence.invite.again * 1000;
  const steps: { kind: SendKind; at: number; until: number }[] = [
    { kind: 'booking_link', at: talked, until: invite.again ? Math.min(again, giveUpAt) : giveUpAt },
    ...(invite.again && again < giveUpAt ? [{ kind: 'booking_link_again' as const, at: again, until: giveUpAt }] : []),
  ];
  const sends = steps.flatMap((step) =>
    (['sms', 'email'] as const).map((channel): PlannedSend => {
      const send = { ...step, channel };
      return channels[channel] ? putOff(send, quiet) : { ...send, skip: 'no_address' };
    }),
  );
  return { sends, giveUpAt };
}
