// npm run build: everything that is made from the sources, skipped where nothing changed.
import path from 'node:path';
import { buildAll } from './lib/builds.mjs';
import { firstLoad, firstLoadWords } from './lib/first-load.mjs';
import { optionsOr } from './lib/options.mjs';
import { root } from './lib/paths.mjs';
import { ToolFailed } from './lib/tools.mjs';

optionsOr('npm run build     database client, workflow bundle and web pages, each only where its sources changed\n');
try {
  const built = await buildAll();
  process.stdout.write(built.length > 0 ? `Built: ${built.join(', ')}.\n` : 'Nothing has changed since the last build.\n');
  process.stdout.write(`${firstLoadWords(firstLoad(path.join(root, 'build')))}\n`);
} catch (error) {
  if (!(error instanceof ToolFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
