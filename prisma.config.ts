import { defineConfig } from 'prisma/config';

// Any existing file stops Prisma's search for its native schema engine: generate, validate and format then work without a network.
// `prisma migrate` and `prisma db push` are not used; prisma/migrate.ts does that work.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://unset' },
});
