// npm run build: everything that is made from the sources, skipped where nothing changed.
import { buildAll } from './lib/builds.mjs';
import { ToolFailed } from './lib/tools.mjs';

try {
  const built = await buildAll();
  process.stdout.write(built.length > 0 ? `Built: ${built.join(', ')}.\n` : 'Nothing has changed since the last build.\n');
} catch (error) {
  if (!(error instanceof ToolFailed)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
