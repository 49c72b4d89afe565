import { writeFileSync } from 'node:fs';
import { dirtyCsv } from './dirty.ts';
import { leadsCsv } from './leads.ts';

// Writes the example files anew: node --import tsx examples/generate.ts
for (const [name, text] of [
  ['leads-200.csv', leadsCsv()],
  ['leads-dirty.csv', dirtyCsv()],
] as const) {
  writeFileSync(new URL(name, import.meta.url), text);
  process.stdout.write(`${name}: ${text.length} characters\n`);
}
