import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** False where no Chromium is to be had; browser tests say `test.skipIf(!hasBrowser)`. The test script says so loudly. */
export const hasBrowser = process.env.CALLVIA_TEST_NO_BROWSER !== '1';

/**
 * Launches the Chromium that the test script found (or CHROMIUM_PATH, or the usual place). Nothing is downloaded. Its pages are driven as a
 * person drives them who has seen that they answer: not before their scripts run.
 */
export async function launchBrowser(): Promise<Browser> {
  const libraries = process.env.CHROMIUM_LIBRARY_PATH;
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ARGUMENTS,
    env: { ...definedEnvironment(), ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}) },
  });
  const openContext = browser.newContext.bind(browser);
  browser.newContext = async (options?: BrowserContextOptions) => {
    const context = await openContext(options);
    if (options?.javaScriptEnabled !== false) context.on('page', waitsForScripts);
    return context;
  };
  return browser;
}

/** A page of the app of which some part does not answer yet. */
const asleepIn = (page: Page) => page.locator('html[data-theme]:not([data-awake])');

/** Lets looks, clicks, words and keys wait until the page hears them; pages that are not of the app are not waited for. */
function waitsForScripts(page: Page): void {
  const waits = page.addLocatorHandler(asleepIn(page), async () => undefined); // before each deed the locator is waited away
  WAITING.set(page, waits);
  const { keyboard } = page;
  const awake = async () => asleepIn(page).waitFor({ state: 'detached' });
  const [press, type] = [keyboard.press.bind(keyboard), keyboard.type.bind(keyboard)];
  keyboard.press = async (...key) => {
    await awake();
    await press(...key);
  };
  keyboard.type = async (...text) => {
    await awake();
    await type(...text);
  };
}

const WAITING = new WeakMap<Page, Promise<void>>();
/** From now on the page is driven by somebody who is faster than its scripts. */
export async function hurry(page: Page): Promise<void> {
  await WAITING.get(page);
  await page.removeLocatorHandler(asleepIn(page));
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--headless=shell',
];

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
