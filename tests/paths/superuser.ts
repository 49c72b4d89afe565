import pg from 'pg';
import type { TestDatabase } from '#tests/support/database.ts';

/** One statement past row level security, for what no part of the product may see or do. */
export async function asSuperuser<Row extends pg.QueryResultRow>(
  { superuserUrl }: Pick<TestDatabase, 'superuserUrl'>,
  statement: string,
  values: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement, values)).rows;
  } finally {
    await client.end();
  }
}
