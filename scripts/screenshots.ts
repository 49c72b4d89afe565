import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { obtainBrowser } from './lib/browser.mjs';
import { optionsOr } from './lib/options.mjs';
import { root } from './lib/paths.mjs';
import { type Run, setScene } from './screenshots/scene.ts';
import { shoot } from './screenshots/shoot.ts';
import { STATES } from './screenshots/states.ts';

const HELP = `npm run screenshots [-- options]     pictures of every page and state of a running Callvia, into docs/screenshots

  --only <text>      states whose name contains it
  --into <folder>    another folder
  --help             this text

Each state is taken light at 1440 pixels and dark at 390, and said of: what axe finds, errors in the console, sideways scrolling.
Start Callvia first, and run the demo campaign to its end, so that the pages have something to show. What else a picture needs is made
beside it: two campaigns, one with five leads, of whom two live to their end. Exit code 1: something was found on a page.
`;

async function launch(): Promise<Browser> {
  const found = await obtainBrowser();
  if (!found) throw new Error('No Chromium is to be had: set CHROMIUM_PATH.');
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    ...(found.libraryPath && { LD_LIBRARY_PATH: found.libraryPath }),
  };
  return chromium.launch({ executablePath: found.executablePath, env, args: ['--no-sandbox', '--disable-gpu', '--headless=shell'] });
}

async function main(): Promise<number> {
  const { only = '', into = path.join(root, 'docs/screenshots') } = optionsOr(HELP, { only: { type: 'string' }, into: { type: 'string' } });
  const run = JSON.parse(readFileSync(path.join(root, '.callvia/run.json'), 'utf8')) as Run;
  mkdirSync(into, { recursive: true });
  const browser = await launch();
  try {
    const scene = await setScene(run, browser);
    let found = 0;
    for (const state of STATES.filter(({ name }) => name.includes(only))) {
      const wrongs = await shoot(browser, run, scene, state, into);
      found += wrongs.length;
      process.stdout.write(`  ${wrongs.length === 0 ? '✓' : '✗'} ${state.name}\n${wrongs.map((wrong) => `      ${wrong}\n`).join('')}`);
    }
    await scene.close();
    return found === 0 ? 0 : 1;
  } finally {
    await browser.close();
  }
}

process.exitCode = await main();
