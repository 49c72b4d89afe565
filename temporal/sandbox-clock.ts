import type { SandboxClock } from './fast-forward.ts';

type Pending = { quiet: boolean; tasks: { leadAt: string }[] };

/** The sandbox's clocks, over its own address below `/_sandbox`. Throws when it is away. */
export function sandboxClock(sandboxUrl: string): SandboxClock {
  const ask = async (path: string, init?: RequestInit): Promise<unknown> => {
    const answer = await fetch(`${sandboxUrl}/_sandbox${path}`, { signal: AbortSignal.timeout(10_000), ...init });
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${path}`);
    return answer.json();
  };
  return {
    pending: async (phone) => {
      const { quiet, tasks } = (await ask(`/pending?phone=${encodeURIComponent(phone)}`)) as Pending;
      const ahead = tasks.map(({ leadAt }) => Date.parse(leadAt));
      return { isQuiet: quiet, nextAt: ahead.length > 0 ? Math.min(...ahead) : null };
    },
    moveTo: async (phone, leadNow) => {
      const headers = { 'content-type': 'application/json' };
      await ask('/clock', { method: 'POST', headers, body: JSON.stringify({ phone, lead_now: leadNow }) });
    },
  };
}
