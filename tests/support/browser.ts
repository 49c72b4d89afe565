import { type Browser, chromium } from 'playwright-core';

/** False where no Chromium is to be had; browser tests say `test.skipIf(!hasBrowser)`. The test script says so loudly. */
export const hasBrowser = process.env.CALLVIA_TEST_NO_BROWSER !== '1';

/** Launches the Chromium that the test script found (or CHROMIUM_PATH, or the usual place). Nothing is downloaded. */
export function launchBrowser(): Promise<Browser> {
  const libraries = process.env.CHROMIUM_LIBRARY_PATH;
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: ARGUMENTS,
    env: { ...definedEnvironment(), ...(libraries ? { LD_LIBRARY_PATH: libraries } : {}) },
  });
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
