/** Whether a card may still be charged: it is good through the last day of its month, wherever that day ends last. */
export function cardState({ expMonth, expYear }: { expMonth: number; expYear: number }, now: string): 'good' | 'last-month' | 'expired' {
  const today = new Date(Date.parse(now) - 12 * 3_600_000);
  const monthsLeft = (expYear - today.getUTCFullYear()) * 12 + expMonth - (today.getUTCMonth() + 1);
  if (monthsLeft < 0) return 'expired';
  return monthsLeft === 0 ? 'last-month' : 'good';
}
