import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import type { Outlook, Page } from '#stores/dispatch.ts';
import { createDispatchActivities, type DispatchStore } from './dispatch.ts';

const campaign = { clientId: 'c', campaignId: 'k' };
const idle: Outlook = { dueInMs: null, pollMs: 60_000, unfinished: 1 };
const granted = (...callIds: string[]): Page => ({
  kind: 'granted',
  isCapped: false,
  grants: callIds.map((callId) => ({ callId, leadId: `lead of ${callId}`, skewMs: 0 })),
});
const capped: Page = { kind: 'granted', isCapped: true, grants: [] };

/** Runs one slice over a store that answers these pages, then nothing; what was released, and the answer. */
async function slice(pages: Page[], store: Partial<DispatchStore> = {}, stopping = new AbortController()) {
  const released: string[] = [];
  const { dispatchSlice } = createDispatchActivities({
    stopping: stopping.signal,
    release: async (_campaign, { callId }) => void released.push(callId),
    store: {
      take: async () => ({ ...campaign, mode: 'rehearsal', epoch: '1' }),
      tidy: async () => [],
      grant: async () => pages.shift() ?? granted(),
      outlook: async () => idle,
      complete: async () => false,
      ...store,
    },
  });
  const before = Date.now();
  const { nextDueAt } = await new MockActivityEnvironment().run<[typeof campaign], { nextDueAt: string | null }, typeof dispatchSlice>(
    dispatchSlice,
    campaign,
  );
  return { released, nextInMs: nextDueAt === null ? null : Date.parse(nextDueAt) - before };
}

test('everything that is due is released, also after waiting for room, and the answer is when to look again', async () => {
  const { released, nextInMs } = await slice([granted('a', 'b'), capped, granted('c')]);
  expect(released).toEqual(['a', 'b', 'c']);
  expect(nextInMs).toBeGreaterThanOrEqual(60_000);
});

test('a lead that is due before the campaign would look again sets the time', async () => {
  const { nextInMs } = await slice([], { outlook: async () => ({ ...idle, dueInMs: 20_000 }) });
  expect(nextInMs).toBeGreaterThanOrEqual(20_000);
  expect(nextInMs).toBeLessThan(40_000);
});

test('a lead that is due in a moment is waited for', async () => {
  const outlooks: Outlook[] = [{ ...idle, dueInMs: 200 }];
  const { released } = await slice([granted(), granted('soon')], { outlook: async () => outlooks.shift() ?? idle });
  expect(released).toEqual(['soon']);
});

test('grants that a killed dispatcher gave are released again', async () => {
  const { released } = await slice([], { tidy: async () => [{ callId: 'lost', leadId: 'l', skewMs: 0 }] });
  expect(released).toEqual(['lost']);
});

test.each<[string, Partial<DispatchStore>, Page[]]>([
  ['that is not active', {}, [{ kind: 'stopped', why: 'not-active' }]],
  ['another slice has taken over', {}, [{ kind: 'stopped', why: 'superseded' }]],
  ['that is gone', { take: async () => null }, []],
  ['in which nothing is left to happen', { outlook: async () => ({ ...idle, unfinished: 0 }), complete: async () => true }, []],
])('a campaign %s is not looked at again', async (_which, store, pages) => {
  expect((await slice(pages, store)).nextInMs).toBeNull();
});

test('a worker that is about to stop ends the slice between two pages and asks for another at once', async () => {
  const stopping = new AbortController();
  const pages = [granted('a'), granted('b')];
  const grant = async () => {
    stopping.abort();
    return pages.shift() ?? granted();
  };
  const { released, nextInMs } = await slice([], { grant }, stopping);
  expect(released).toEqual(['a']);
  expect(nextInMs).toBeLessThan(1_000);
});

test('a release that fails fails the slice, so that the next one repeats it', async () => {
  const { dispatchSlice } = createDispatchActivities({
    stopping: new AbortController().signal,
    release: async () => {
      throw new Error('the engine is away');
    },
    store: {
      take: async () => ({ ...campaign, mode: 'live', epoch: '1' }),
      tidy: async () => [],
      grant: async () => granted('a'),
      outlook: async () => idle,
      complete: async () => false,
    },
  });
  await expect(new MockActivityEnvironment().run(dispatchSlice, campaign)).rejects.toThrow('the engine is away');
});
