// Where Prisma's command line finds things. The server does not read this: it applies migrations with
// lib/store/migrate.ts and connects with the DATABASE_URL of lib/env.ts.
import { defineConfig } from "prisma/config";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  // `generate` needs no database; `migrate` gets one from scripts/migrate-dev.ts.
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
