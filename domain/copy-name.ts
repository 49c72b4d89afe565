const LONGEST_NAME = 255;

/** The name of a copy: “Roofs (copy)”, then “Roofs (copy 2)” and so on past those that are taken; a copy of a copy counts on. */
export function copyName(name: string, taken: readonly string[]): string {
  const [, stem = name] = /^(.+?) \(copy(?: \d+)?\)$/s.exec(name) ?? [];
  const used = new Set(taken);
  for (let n = 1; ; n++) {
    const ending = n === 1 ? ' (copy)' : ` (copy ${n})`;
    const wanted = `${stem.slice(0, LONGEST_NAME - ending.length).trimEnd()}${ending}`;
    if (!used.has(wanted)) return wanted;
  }
}
