const USD = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** Whole cents as `$2,000.00`. */
export const formatUsd = (cents: number): string => USD.format(cents / 100);
