import { sentence } from './steps.ts';

const BRANDS: Record<string, string> = {
  ...{ visa: 'Visa', mastercard: 'Mastercard', amex: 'American Express', discover: 'Discover', diners: 'Diners Club', jcb: 'JCB' },
  ...{ unionpay: 'UnionPay', us_bank_account: 'Bank account', bank_account: 'Bank account', sepa_debit: 'Bank account' },
};
const called = (code: string) => BRANDS[code] ?? sentence(code);

/** `Visa ending in 4242`; a method without a number by its kind alone. */
export const methodName = (
  method: { kind: 'card'; brand: string; last4: string } | { kind: 'other'; type: string; last4?: string },
): string => {
  const name = called(method.kind === 'card' ? method.brand : method.type);
  return method.last4 ? `${name} ending in ${method.last4}` : name;
};

/** `08/2027`, as it is printed on the card. */
export const expiryWords = ({ expMonth, expYear }: { expMonth: number; expYear: number }): string =>
  `${String(expMonth).padStart(2, '0')}/${expYear}`;
