// A Chromium for the browser tests: given, installed, or the one that comes with npm.
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { cacheFolder } from './paths.mjs';
import { runTool } from './tools.mjs';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser to launch and the folder of the libraries it needs besides the system's; null where none is to be had. */
export async function obtainBrowser(env = process.env) {
  if (env.CHROMIUM_PATH) return { executablePath: env.CHROMIUM_PATH };
  const installed = INSTALLED.find((file) => existsSync(file));
  if (installed) return { executablePath: installed };
  if (process.platform === 'linux' && process.arch === 'x64') return bundledBrowser();
  return null;
}

/** The npm package carries the browser and, apart from it, the libraries that a bare system lacks. */
async function bundledBrowser() {
  const { default: chromium } = await import('@sparticuz/chromium');
  const executablePath = await chromium.executablePath();
  const packageFolder = path.resolve(createRequire(import.meta.url).resolve('@sparticuz/chromium'), '../../..');
  return { executablePath, libraryPath: await unpackLibraries(path.join(packageFolder, 'bin', 'al2023.tar.br')) };
}

async function unpackLibraries(archive) {
  const folder = path.join(cacheFolder(), 'chromium-libraries');
  const libraries = path.join(folder, 'lib');
  if (existsSync(path.join(libraries, 'libnss3.so'))) return libraries;
  mkdirSync(folder, { recursive: true });
  const tar = path.join(folder, `libraries-${process.pid}.tar`);
  await pipeline(createReadStream(archive), createBrotliDecompress(), createWriteStream(tar));
  await runTool({ what: 'Unpacking the browser', command: 'tar', args: ['-xf', tar, '-C', folder] });
  rmSync(tar);
  return libraries;
}
