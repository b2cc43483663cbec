// Two projects: `unit` needs nothing and is part of `npm run check`; `real` talks to a PostgreSQL that the run starts
// for itself, to the bot over HTTP and to the simulator.
import { defineConfig } from "vitest/config";

const UNIT = ["lib/*.test.ts", "lib/domain/**/*.test.ts", "lib/texts/**/*.test.ts", "scripts/floors.test.ts"];
const EVERYWHERE = ["lib", "bot", "app", "simulator", "simulation", "bench", "faults", "threats", "scripts"].map((folder) => `${folder}/**/*.test.{ts,tsx}`);

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    // Noise is failure: see the file.
    setupFiles: ["lib/testing/fail-on-noise.ts"],
    // Two cores are shared with PostgreSQL; more workers only make timings worse.
    maxWorkers: 2,
    restoreMocks: true,
    // A second is short for a worker on a machine that does much else.
    expect: { poll: { timeout: 10_000 } },
    // Whatever asks for settings gets practice ones; the database of a test is always handed over explicitly.
    env: {
      BOT_AUTH: "off",
      PRACTICE: "on",
      LOG_LEVEL: "silent",
      SECRET_KEY: "a-secret-key-for-tests-and-nothing-else",
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nowhere",
    },
    projects: [
      { extends: true, test: { name: "unit", include: UNIT } },
      {
        extends: true,
        test: {
          name: "real",
          include: EVERYWHERE,
          exclude: [...UNIT, "**/node_modules/**"],
          globalSetup: ["lib/testing/start-database.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
