/** A number in [0, 1) that depends on nothing but its arguments: the same seed plays the same campaign again. */
export function chance(seed: string, ...parts: (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = [seed, ...parts].join('|');
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A whole number from `least` to `most`, decided as by `chance`. */
export const between = (least: number, most: number, drawn: number): number => Math.round(least + (most - least) * drawn);
