import { magicNumbers, magicWill, type WillName } from '../numbers.ts';
import { chance } from './chance.ts';

/** Weights by character; `useMagicNumbers: false` lets the mix decide for every number. */
export type Mix = { weights: Partial<Record<WillName, number>>; useMagicNumbers: boolean };

/** Blended like a real cold campaign. */
export const campaignMix: Mix = {
  useMagicNumbers: true,
  weights: {
    ...{ 'no-answer': 34, voicemail: 18, busy: 4, declines: 4, invalid: 2, 'wrong-number': 2, 'hangs-up': 2 },
    ...{ refuses: 8, 'refuses-second': 6, 'stop-calling': 2, 'asks-question': 2, callback: 2, 'ignores-link': 2 },
    ...{ 'wants-link': 2, 'third-time': 2, 'books-yes': 2, 'books-calls': 2, 'books-vanishes': 2, 'rebooks-day-2': 1, 'books-moves': 1 },
  },
};

/** 70 % no contact, 20 % refuse at the second call, 10 % book of whom 60 % show. */
export const benchMix: Mix = {
  useMagicNumbers: false,
  weights: { 'no-answer': 70, 'refuses-second': 20, 'books-calls': 3, 'books-yes': 3, 'books-vanishes': 4 },
};

/** Mixes that can be asked for by name. */
export const mixes = { campaign: campaignMix, bench: benchMix };

/** The character of a number: its own where it is a magic one, else drawn from the mix by seed and number. */
export function willOf(phone: string, mix: Mix, seed: string): WillName {
  const own = mix.useMagicNumbers ? magicWill(phone) : null;
  if (own) return own;
  const weighed = magicNumbers.map(({ name }) => ({ name, weight: mix.weights[name] ?? 0 }));
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  let drawn = chance(seed, 'will', phone) * total;
  for (const { name, weight } of weighed) {
    if (drawn < weight) return name;
    drawn -= weight;
  }
  return 'no-answer';
}
