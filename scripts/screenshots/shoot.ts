import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Run, Scene } from './scene.ts';
import type { State } from './states.ts';

const SIZES = [
  { theme: 'light', options: { colorScheme: 'light', viewport: { width: 1440, height: 900 } } },
  { theme: 'dark', options: { colorScheme: 'dark', viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
] as const satisfies { theme: string; options: BrowserContextOptions }[];

/** Takes a state in both sizes and says what is wrong with it. */
export async function shoot(browser: Browser, run: Run, scene: Scene, state: State, into: string): Promise<string[]> {
  const wrongs: string[] = [];
  for (const { theme, options } of SIZES) {
    const isOurs = state.of !== 'sandbox';
    const context = await browser.newContext({
      ...options,
      baseURL: isOurs ? run.urls.app : run.urls.sandbox,
      timezoneId: 'America/Denver',
      ...(state.of === undefined && { storageState: JSON.parse(scene.token) }),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const where = `${theme} ${options.viewport.width}`;
    page.on('pageerror', (error) => wrongs.push(`${where}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !state.expects?.test(message.text())) wrongs.push(`${where}: ${message.text().slice(0, 200)}`);
    });
    try {
      const answer = await page.goto(typeof state.path === 'string' ? state.path : await state.path(scene));
      if (answer && answer.status() >= 400 && !state.expects) wrongs.push(`${where}: answered ${answer.status()}`);
      await settle(page);
      await state.prepare?.(page, scene);
      await settle(page);
      await page.screenshot({ path: path.join(into, `${state.name}-${theme}-${options.viewport.width}.png`) });
      wrongs.push(...(await looked(page, isOurs)).map((wrong) => `${where}: ${wrong}`));
    } catch (error) {
      wrongs.push(`${where}: ${error instanceof Error ? error.message.split('\n', 3).join(' ') : String(error)}`);
    }
    await context.close();
  }
  return wrongs;
}

/** Until the page has its scripts and what appears has appeared. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('load');
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  await page.waitForTimeout(700);
}

/** The sandbox reads its parts afresh without a script, which axe minds. */
async function looked(page: Page, isOurs: boolean): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).disableRules(isOurs ? [] : ['meta-refresh']).analyze();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [
    ...violations.map(({ id, nodes }) => `axe: ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ...(overflow > 0 ? [`scrolls sideways by ${overflow} px`] : []),
  ];
}
