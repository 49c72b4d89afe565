import { MockActivityEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EffectParts, SANDBOX_SETTLE } from '#effects/parts.ts';
import type { Db } from '#prisma/client.ts';
import type { PlannedDigest } from '#stores/digests.ts';
import type { InboxEvent } from '#stores/inbox.ts';
import { openLink } from '#stores/link-tokens.ts';
import { takeEmailEvent } from '#temporal/inbox/sendgrid.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import type { EmailProvider, SendEmail } from '#vendors/email.ts';
import { type SandboxAccount, startSandboxAccount } from '#vendors/testing/sandbox-account.ts';
import { createDigestActivities } from './digests.ts';

const HOUR = 3_600_000;
const MONA = { userId: crypto.randomUUID(), email: 'mona@northwind.test', name: 'Mona Member' };
const OTTO = { userId: crypto.randomUUID(), email: 'otto@northwind.test', name: 'Otto Owner' };
type Counted = { key: string; count: number };

let account: SandboxAccount;
/** What was handed to the vendor, which tells only how often it took a key. */
const handed: SendEmail[] = [];
beforeAll(async () => {
  account = await startSandboxAccount(10_000);
});
afterAll(() => account?.[Symbol.asyncDispose]());

/** Mails that the sandbox took for one client, each with how often. */
async function mailsTo(clientId: string) {
  const { emails } = (await (await fetch(`${account.sandboxUrl}/_sandbox/effects?kind=emails`)).json()) as { emails: Counted[] };
  const own = emails.filter(({ key }) => key.startsWith(`digest:${clientId}:`));
  const mails = own.map(({ key, count }) => ({ ...(handed.find((mail) => mail.key === key) as SendEmail), count }));
  return mails.sort((a, b) => a.to.localeCompare(b.to));
}

const inActivity = <T>(work: () => Promise<T>): Promise<T> => new MockActivityEnvironment().run(work);

/** The activities of a worker, with the given people for every client. */
function digestsOf(db: Db, people = [MONA, OTTO]) {
  const asked: string[] = [];
  const effects: EffectParts = {
    db,
    vendors: (mode) => {
      asked.push(mode);
      const send: EmailProvider['send'] = (mail) => {
        handed.push(mail);
        return account.vendors.email.send(mail);
      };
      return { ...account.vendors, email: { send } };
    },
    sender: () => ({ fromNumber: '+14155550100', textNumber: '+14155550100', agentId: 'agent', email: 'digests@callvia.test' }),
    urls: { api: account.receiverUrl, web: 'https://callvia.test' },
    settle: () => SANDBOX_SETTLE,
  };
  const log = { warn: (facts: object) => expect(facts).toBe('nothing goes wrong') };
  const activities = createDigestActivities({ effects, confirmersOf: async () => people, log });
  const due = (asOf?: Date) => inActivity(() => activities.dueDigests(asOf ? { asOf: asOf.toISOString() } : {}));
  const send = (digest: PlannedDigest) => inActivity(() => activities.sendDigest(digest));
  const round = async (asOf?: Date) => {
    const planned = await due(asOf);
    for (const digest of planned) await send(digest);
    return planned.length;
  };
  return { asked, due, send, round };
}

/** An appointment that began `hoursAgo`, of a lead of its own. */
async function begun(world: TestWorld, firstName: string, { at = Date.now(), hoursAgo = 1, mode = 'rehearsal' } = {}): Promise<string> {
  const leadId = await world.lead();
  return world.db.withClient(world.clientId, async (tx) => {
    await tx.lead.update({ where: { clientId_id: { clientId: world.clientId, id: leadId } }, data: { firstName, lastName: 'Lovelace' } });
    const startAt = new Date(at - hoursAgo * HOUR);
    const times = { startAt, endAt: new Date(startAt.getTime() + HOUR), bookedAt: new Date(startAt.getTime() - 24 * HOUR) };
    const where = { clientId: world.clientId, campaignId: world.campaignId, leadId, mode, timezone: 'America/New_York' };
    return (await tx.appointment.create({ data: { ...where, ...times, verifyDueAt: new Date(startAt.getTime() + 48 * HOUR) } })).id;
  });
}
const messagesOf = ({ db, clientId }: TestWorld) =>
  db.withClient(clientId, (tx) => tx.message.findMany({ where: { clientId, kind: 'digest' }, orderBy: { toAddress: 'asc' } }));

describe('the digest of a rehearsal', () => {
  test('reaches each of the client’s people once a day with links of their own, and only the sandbox', async () => {
    await using world = await testWorld();
    const appointmentId = await begun(world, 'Ada');
    const { round, asked } = digestsOf(world.db);
    expect([await round(), await round()]).toEqual([2, 0]);
    expect(new Set(asked)).toEqual(new Set(['rehearsal']));
    const mails = await mailsTo(world.clientId);
    expect(mails.map(({ count, to }) => [to, count])).toEqual([
      [MONA.email, 1],
      [OTTO.email, 1],
    ]);
    expect(mails[0]?.subject).toBe('Rehearsal: 1 appointment waits for your word');
    const tokens = mails.map(({ text }) => /\/verify\/([\w-]+)\?attended=yes/.exec(text)?.[1] ?? '');
    const links = await Promise.all(tokens.map((token) => openLink(world.db, token)));
    expect(links).toMatchObject([MONA, OTTO].map(({ userId }) => ({ kind: 'ok', purpose: 'verify', appointmentId, userId })));
    const kept = await messagesOf(world);
    expect(kept.map(({ status, toAddress }) => [status, toAddress])).toEqual([
      ['sent', MONA.email],
      ['sent', OTTO.email],
    ]);
    expect(kept.map(({ body }) => body ?? '').join()).not.toContain('/verify/');
  });

  test('is none where nothing waits: nothing begun, answered, decided, or of another client', async () => {
    await using world = await testWorld();
    const ahead = await begun(world, 'Ahead', { hoursAgo: -2 });
    const set = async (firstName: string, data: object) => {
      const id = await begun(world, firstName);
      await world.db.withClient(world.clientId, (tx) =>
        tx.appointment.update({ where: { clientId_id: { clientId: world.clientId, id } }, data }),
      );
    };
    await set('Answered', { clientConfirmed: false });
    await set('Decided', { status: 'shown', verifiedAt: new Date() });
    await set('Cancelled', { status: 'cancelled' });
    const { round } = digestsOf(world.db);
    expect(await round()).toBe(0);
    expect([await mailsTo(world.clientId), await messagesOf(world)]).toEqual([[], []]);
    await world.db.withClient(world.clientId, (tx) =>
      tx.appointment.update({
        where: { clientId_id: { clientId: world.clientId, id: ahead } },
        data: { startAt: new Date(Date.now() - HOUR) },
      }),
    );
    const other = crypto.randomUUID();
    await world.db.withClient(other, (tx) => tx.client.create({ data: { id: other, name: 'Somebody else', slug: other } }));
    expect(await round()).toBe(2);
    expect(await mailsTo(other)).toEqual([]);
    const [mail] = await mailsTo(world.clientId);
    expect(mail?.text).toContain('Ahead Lovelace');
    expect(mail?.text).not.toMatch(/(Answered|Decided|Cancelled) Lovelace/);
  });

  test('lists no appointment of another client', async () => {
    await using world = await testWorld();
    await begun(world, 'Ours');
    const other = { ...world, clientId: crypto.randomUUID() };
    await world.db.withClient(other.clientId, (tx) =>
      tx.client.create({ data: { id: other.clientId, name: 'Other', slug: other.clientId } }),
    );
    await world.db.withClient(other.clientId, async (tx) => {
      const own = { clientId: other.clientId, mode: 'rehearsal' };
      const lead = await tx.lead.create({ data: { ...own, phone: '+14155550177', firstName: 'Theirs' } });
      const times = {
        startAt: new Date(Date.now() - HOUR),
        endAt: new Date(),
        bookedAt: new Date(),
        verifyDueAt: new Date(Date.now() + HOUR),
      };
      await tx.appointment.create({ data: { ...own, ...times, leadId: lead.id, timezone: 'America/New_York' } });
    });
    expect(await digestsOf(world.db, [MONA]).round()).toBe(2);
    const [[ours], [theirs]] = [await mailsTo(world.clientId), await mailsTo(other.clientId)];
    expect([ours?.text, theirs?.text]).toEqual([expect.not.stringContaining('Theirs'), expect.not.stringContaining('Ours')]);
  });

  test('is not sent any more where everything was answered between plan and send, nor to whoever may not answer any more', async () => {
    await using world = await testWorld();
    const id = await begun(world, 'Ada');
    const planned = await digestsOf(world.db).due();
    const [mona, otto] = [MONA, OTTO].map((person) => planned.find(({ userId }) => userId === person.userId));
    if (!mona || !otto) throw new Error('two were planned');
    await digestsOf(world.db, [OTTO]).send(mona);
    await world.db.withClient(world.clientId, (tx) =>
      tx.appointment.update({ where: { clientId_id: { clientId: world.clientId, id } }, data: { clientConfirmed: true } }),
    );
    await digestsOf(world.db).send(otto);
    expect((await messagesOf(world)).map(({ skipReason }) => skipReason)).toEqual(['not_a_member', 'nothing_waits']);
    expect(await mailsTo(world.clientId)).toEqual([]);
  });
});

describe('a digest is left out', () => {
  const KINDS = ['bounce', 'dropped', 'spamreport', 'unsubscribe', 'delivered'] as const;
  test.each(KINDS)('or not, on the day after its mail met: %s', async (kind) => {
    await using world = await testWorld();
    await begun(world, 'Ada');
    const { round } = digestsOf(world.db);
    await round();
    const [mona] = await mailsTo(world.clientId);
    const told = { sg_event_id: crypto.randomUUID(), event: kind, timestamp: 1_796_000_000, email: MONA.email, send_key: mona?.key };
    const event = { account: 'sandbox', body: Buffer.from(JSON.stringify(told)) } as unknown as InboxEvent;
    expect(await world.db.asRelay((relay) => takeEmailEvent(relay, event))).toMatchObject({ kind: 'processed' });
    expect(await round(new Date(Date.now() + 24 * HOUR))).toBe(kind === 'delivered' ? 2 : 1);
    const readers = (await mailsTo(world.clientId)).map(({ to }) => to);
    expect(readers.filter((to) => to === MONA.email)).toHaveLength(kind === 'delivered' ? 2 : 1);
    expect(readers.filter((to) => to === OTTO.email)).toHaveLength(2);
  });

  test('where the client was suspended between plan and send', async () => {
    await using world = await testWorld();
    await begun(world, 'Ada');
    const { due, send } = digestsOf(world.db, [MONA]);
    const [planned] = await due();
    if (!planned) throw new Error('one was planned');
    await world.db.withClient(world.clientId, (tx) => tx.client.update({ where: { id: world.clientId }, data: { status: 'suspended' } }));
    await send(planned);
    expect((await messagesOf(world)).map(({ skipReason }) => skipReason)).toEqual(['client_suspended']);
    expect(await mailsTo(world.clientId)).toEqual([]);
  });
});

describe('a digest meets trouble', () => {
  test('an answer that was lost is never followed by a second mail', async () => {
    await using world = await testWorld();
    await begun(world, 'Ada');
    const { round, due, send } = digestsOf(world.db, [MONA]);
    await account.tell('/faults', { vendor: 'sendgrid', operation: 'mail-send', kind: 'reset', when: 'after', count: 1 });
    const [planned] = await due();
    if (!planned) throw new Error('one was planned');
    await send(planned);
    await send(planned); // the activity was tried again by another worker
    expect(await round()).toBe(0);
    expect((await mailsTo(world.clientId)).map(({ count }) => count)).toEqual([1]);
    expect((await messagesOf(world)).map(({ status }) => status)).toEqual(['queued']); // its event tells that it went
  });

  test('a vendor that asks to wait is asked again, by this round or the next one', async () => {
    await using world = await testWorld();
    await begun(world, 'Ada');
    const { round } = digestsOf(world.db, [MONA]);
    await account.tell('/faults', { vendor: 'sendgrid', operation: 'mail-send', kind: '429', when: 'before', count: 1 });
    await expect(round()).rejects.toMatchObject({ type: 'rate_limited' });
    expect(await mailsTo(world.clientId)).toEqual([]);
    expect(await round()).toBe(1);
    expect((await mailsTo(world.clientId)).map(({ count }) => count)).toEqual([1]);
  });
});

test('a live digest goes once it is eight in the client’s morning, each day anew, about what had begun by then', async () => {
  await using world = await testWorld({ mode: 'live' });
  const morning = new Date(Date.now() - 3 * 24 * HOUR);
  morning.setUTCHours(14, 0, 0, 0); // eight in the morning in Regina, which keeps no summer time
  await world.db.withClient(world.clientId, (tx) =>
    tx.client.update({ where: { id: world.clientId }, data: { timezone: 'America/Regina' } }),
  );
  const own = { at: morning.getTime(), mode: 'live' };
  await begun(world, 'Ada', { ...own, hoursAgo: 5 });
  await begun(world, 'Later', { ...own, hoursAgo: -1 });
  // Both wait to this day, so that a mail sent now still has something to list.
  await world.db.withClient(world.clientId, (tx) => tx.appointment.updateMany({ data: { verifyDueAt: new Date(Date.now() + 24 * HOUR) } }));
  const { round } = digestsOf(world.db, [MONA]);
  const after = (minutes: number) => new Date(morning.getTime() + minutes * 60_000);
  expect([await round(after(-1)), await round(after(10)), await round(after(25)), await round(after(12 * 60))]).toEqual([0, 1, 0, 0]);
  const [first] = await mailsTo(world.clientId);
  expect(first?.subject).toBe('1 appointment waits for your word');
  expect(first?.text).toContain('Ada Lovelace');
  expect([await round(after(24 * 60 - 1)), await round(after(24 * 60))]).toEqual([0, 1]);
  const texts = (await mailsTo(world.clientId)).map(({ text }) => text).filter((text) => text.includes('Later Lovelace'));
  expect(texts).toHaveLength(1);
});
