import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1; // CommonJS: no named imports
export type History = proto.temporal.api.history.v1.IHistory;

const FOLDER = new URL('./', import.meta.url);

// The SDK's own historyToJSON and historyFromJSON need one copy of protobufjs; npm installs two.
const READABLE = { longs: String, enums: String, bytes: String } as const;

export const savedHistories = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.replace(/\.json$/, ''));

/** Reads a saved history; throws when there is none of this name. */
export const readHistory = (name: string): History => History.fromObject(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')));

/** Saves a history as JSON that a person can read and compare, without the names and paths of the machine that lived it. */
export function saveHistory(name: string, history: History): void {
  const readable = History.toObject(History.fromObject(history), READABLE);
  const anywhere = (key: string, value: unknown) => (key === 'identity' ? 'worker' : key === 'stackTrace' ? '' : value);
  const text = JSON.stringify(readable, anywhere, 1).replaceAll(hostname(), 'machine');
  writeFileSync(new URL(`${name}.json`, FOLDER), `${text}\n`);
}

/** Bytes of a history as the server keeps it. */
export const bytesOf = (history: History): number => History.encode(History.fromObject(history)).finish().byteLength;
