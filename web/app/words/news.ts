import type { News } from '#stores/news.ts';
import { formatCount, formatMoney, formatMoneyShort, formatNumberOf } from './numbers.ts';
import { sentence } from './steps.ts';
import { formatDate } from './time.ts';

const VENDORS: Record<string, string> = { retell: 'Retell', calcom: 'Cal.com', stripe: 'Stripe', twilio: 'Twilio', sendgrid: 'SendGrid' };
/** A vendor as people know it. */
export const vendorName = (vendor: string): string => VENDORS[vendor] ?? sentence(vendor);

export type NewsWords = { text: string; detail: string; to: string; isTrouble: boolean };

/** A piece of news as a sentence, what more there is to say, and where it leads. */
export function newsWords(news: News): NewsWords {
  switch (news.kind) {
    case 'import': {
      const to = `/campaigns/${news.campaignId}/imports/${news.importId}`;
      if (news.error !== null)
        return {
          text: `The import of “${news.file}” stopped`,
          detail: `Into “${news.campaign}”. Open it for the reason.`,
          to,
          isTrouble: true,
        };
      const refused = news.refused > 0 ? `, ${formatNumberOf(news.refused, 'row')} refused` : '';
      return {
        text: `“${news.file}” is imported`,
        detail: `${formatNumberOf(news.inserted, 'lead')} added to “${news.campaign}”${refused}.`,
        to,
        isTrouble: false,
      };
    }
    case 'campaign':
      return {
        text: `“${news.campaign}” is done`,
        detail: `${formatNumberOf(news.leads, 'lead')}, ${formatCount(news.booked)} booked, ${formatCount(news.shown)} showed.`,
        to: `/campaigns/${news.campaignId}`,
        isTrouble: false,
      };
    case 'milestone':
      return {
        text: `Milestone ${news.number} is reached`,
        detail: `${formatCount(news.shows)} appointments showed: ${formatMoneyShort(news.amountCents)}.`,
        to: `/billing/milestones/${news.number}${news.mode === 'rehearsal' ? '?books=rehearsal' : ''}`,
        isTrouble: false,
      };
    case 'payment':
      return {
        text: `The payment of ${news.number ? `invoice ${news.number}` : 'an invoice'} failed`,
        detail: `${formatMoney(news.amountCents)}. ${news.reason}`.trim(),
        to: `/billing/invoices/${news.invoiceId}`,
        isTrouble: true,
      };
    case 'booking':
      return {
        text: `${formatNumberOf(news.count, 'booking')} without a lead`,
        detail: 'Link each to the lead it belongs to, or set it aside.',
        to: '/appointments?view=unmatched',
        isTrouble: true,
      };
    case 'provider': {
      const deeds = formatNumberOf(news.count, 'request');
      return news.isUnclear
        ? {
            text: `${vendorName(news.vendor)} left ${deeds} unclear`,
            detail: 'Whether it was done could not be found out. Nothing is done a second time.',
            to: '/needs?which=unclear',
            isTrouble: true,
          }
        : {
            text: `${vendorName(news.vendor)} refused ${deeds}`,
            detail: 'Nothing was done; where another try helps, it is planned already.',
            to: '/needs?which=refused',
            isTrouble: true,
          };
    }
    default:
      return news satisfies never;
  }
}

/** News under the day on which it came, `Today` and `Yesterday` by name, in the order given. */
export function newsByDay<T extends { at: string }>(news: readonly T[], zone: string, now: string): { day: string; pieces: T[] }[] {
  const dayBefore = new Date(Date.parse(now) - 86_400_000).toISOString();
  const names = new Map([
    [formatDate(dayBefore, zone), 'Yesterday'],
    [formatDate(now, zone), 'Today'],
  ]);
  const days = new Map<string, T[]>();
  for (const piece of news) {
    const date = formatDate(piece.at, zone);
    const day = names.get(date) ?? date;
    days.set(day, [...(days.get(day) ?? []), piece]);
  }
  return [...days].map(([day, pieces]) => ({ day, pieces }));
}
