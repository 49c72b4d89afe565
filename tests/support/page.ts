import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { twMerge } from 'tailwind-merge';

/** Waits for elements so long, and writes down what goes wrong in the page: errors, and what hydration or the content policy complains of. */
export function watch(page: Page, complaints: string[], patienceMs = 20_000): void {
  page.setDefaultTimeout(patienceMs);
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /hydrat|Content Security Policy|Minified React/i.test(message.text()))
      complaints.push(`${page.url()}: ${message.text()}`);
  });
}

/** What axe finds on the page, whether it is wider than its window, and elements with two classes for the same property. */
export async function wrongsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [
    ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow}`] : []),
    ...(await classesOf(page)).filter((classes) => twMerge(classes) !== classes).map((classes) => `classes fight: ${classes}`),
  ];
}

const classesOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...new Set(Array.from(document.querySelectorAll('[class]'), (element) => [...element.classList].join(' ')))]);
