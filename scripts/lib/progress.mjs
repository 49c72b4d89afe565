// What a person sees while parts start: one line a stage. The same lines with and without a terminal; colour only with one.
const SLOW_MS = 10_000;
const STILL_MS = 30_000;

/** Prints to `out`. `stage` runs one piece of work and prints its name and seconds; a stage over ten seconds says what it waits for. */
export function createProgress({ out = process.stdout, now = Date.now } = {}) {
  const startedAt = now();
  const paint = (code, text) => (out.isTTY ? `\u001b[${code}m${text}\u001b[0m` : text);
  let isHushed = false;
  const say = (line) => isHushed || out.write(`${line}\n`);
  const seconds = (since) => `${((now() - since) / 1000).toFixed(1)} s`;

  async function stage(name, work) {
    const since = now();
    let waitsFor;
    const remind = () => {
      say(`  … ${name}${waitsFor ? `: ${waitsFor}` : ''} (${seconds(since)})`);
      reminder = setTimeout(remind, STILL_MS);
    };
    let reminder = setTimeout(remind, SLOW_MS);
    try {
      const note = await work((what) => {
        waitsFor = what;
      });
      say(`  ${paint(32, '✓')} ${name.padEnd(18)} ${seconds(since).padStart(7)}${typeof note === 'string' ? `   ${note}` : ''}`);
    } catch (error) {
      say(`  ${paint(31, '✗')} ${name.padEnd(18)} ${seconds(since).padStart(7)}`);
      throw new StageFailed(name, error);
    } finally {
      clearTimeout(reminder);
    }
  }

  /** A stage whose work resolves with `{ result, note? }`: resolves with the result. */
  async function result(name, work) {
    let found;
    await stage(name, async (report) => {
      found = await work(report);
      return found.note;
    });
    return found.result;
  }

  return {
    say,
    stage,
    result,
    elapsed: () => seconds(startedAt),
    /** Nothing more is printed: stages that are cut short by a stop are no news. */
    hush() {
      isHushed = true;
    },
  };
}

/** A stage of a start that did not end well; `cause` says why. */
export class StageFailed extends Error {
  constructor(stage, cause) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.stage = stage;
  }
}
