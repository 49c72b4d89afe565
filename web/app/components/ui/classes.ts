import { type ClassValue, clsx } from 'clsx';

/** Joins class names. Two that set the same property are not to meet: which one wins is the style sheet's order, not ours; the browser tests look for such pairs. */
export const cn = (...classes: ClassValue[]): string => clsx(classes);
