// Prisma's schema engine as WebAssembly: migrations and drift without a native program that an install script would have to fetch.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

export type SchemaEngine = glue.SchemaEngine;
type PgQueryable = Awaited<ReturnType<PrismaPg['connect']>>;
type PgFields = { fields?: { dataTypeID: number }[] };
type Internals = { performIO(query: unknown): Promise<PgFields>; client: pg.Pool; onError(error: unknown): never };
type Import = (...args: unknown[]) => unknown;

const CATALOGUE_CHAR = 18; // PostgreSQL's "char", which only its own catalogues use
const TEXT = 25;

/** Runs `work` with an engine over one database and closes both, so that the advisory lock of migrations is given back at once. */
export async function withSchemaEngine<T>(
  url: string,
  schema: [file: string, content: string][],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadedEngine();
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined); // an idle connection that breaks is replaced; one in use rejects its query
  const engine = await SchemaEngine.new(
    { datamodels: schema },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(new CatalogueAwarePg(pool)),
  );
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

let loading: Promise<typeof glue> | undefined;
const loadedEngine = () => (loading ??= loadEngine());

/** The package's own entry needs a Node flag to import `.wasm`, so the module is instantiated here. */
async function loadEngine(): Promise<typeof glue> {
  const setPanicMessage = (message: string) => process.stderr.write(`schema engine panic: ${message}\n`);
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: setPanicMessage } });
  const wasm = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(await readFile(wasm), { './schema_engine_bg.js': engineImports() });
  const internals = glue as unknown as { __wbg_set_wasm(exports: WebAssembly.Exports): void };
  internals.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

/** The engine's ten-second lock timers must not keep a finished process alive. */
function engineImports(): Record<string, Import> {
  const imports = { ...glue } as unknown as Record<string, Import>;
  for (const [name, original] of Object.entries(imports)) {
    if (!name.startsWith('__wbg_setTimeout')) continue;
    imports[name] = (...args) => {
      const timer = original(...args);
      (timer as { unref?: () => void } | undefined)?.unref?.();
      return timer;
    };
  }
  return imports;
}

/**
 * Two repairs of the adapter. It refuses catalogue columns of type "char", which the engine wants as Character. And it cuts a script at
 * every semicolon, also inside functions and comments: the server itself is given the whole, which also makes a migration all or nothing.
 */
class CatalogueAwarePg extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    const inner = adapter as unknown as Internals;
    const performIO = inner.performIO.bind(adapter);
    const queryRaw = adapter.queryRaw.bind(adapter);
    let characters: number[] = [];
    inner.performIO = async (query) => {
      const answer = await performIO(query);
      characters = markCharacters(answer);
      return answer;
    };
    adapter.queryRaw = async (query: Parameters<PgQueryable['queryRaw']>[0]) => {
      const rows = await queryRaw(query);
      for (const column of characters) rows.columnTypes[column] = ColumnTypeEnum.Character;
      return rows;
    };
    adapter.executeScript = async (script) => {
      await inner.client.query(script).catch((error: unknown) => inner.onError(error));
    };
    return adapter;
  }
}

function markCharacters({ fields = [] }: PgFields): number[] {
  return fields.flatMap((field, index) => {
    if (field.dataTypeID !== CATALOGUE_CHAR) return [];
    field.dataTypeID = TEXT;
    return [index];
  });
}
