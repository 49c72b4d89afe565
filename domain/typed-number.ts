/** From this many on, the number has to be typed before something that cannot be taken back. */
const TYPED_FROM = 500;

/** Whether so many people are asked for by their number before it is done to them. */
export const mustType = (total: number): boolean => total >= TYPED_FROM;

/** Whether the number was typed as it is, where it must be; separators do not matter. */
export const isTyped = (total: number, typed: string): boolean => !mustType(total) || typed.replace(/[\s,.']/g, '') === String(total);
