// What every journey starts from: a simulated Teams, a production server with a database of its own, and a page whose
// console errors fail the test. Server, simulator and database live as long as the worker; a file that wants another
// number of people says `test.use({ people: 20 })` at its top, and gets a server of its own.
import { expect, type Page, test as base } from "@playwright/test";

import type { Role } from "@/lib/domain/role";
import type { Simulator } from "@/simulator/simulator";

import { signIn } from "./pages/sign-in";
import { type Herald, startHerald } from "./start-herald";

export interface WorkerOptions {
  /** Everything switched on as in production: the bot's gate, its outbound tokens, and a real sign-in (guard.ts). */
  guarded: boolean;
}

interface WorkerFixtures {
  /** How many people the simulated tenant has. */
  people: number;
  /** How many of them have the bot from the start. */
  installed: number | "all";
  /** Further settings of the server, such as ENGINE. */
  settings: Record<string, string>;
  /** Whether Herald may read the simulated directory. */
  directory: boolean;
  herald: Herald;
  simulator: Simulator;
}

interface TestFixtures {
  /** Signs in as the persona of this role and waits for the console. */
  signInAs(role: Role): Promise<void>;
  /** Patterns of console errors that this journey provokes on purpose. */
  expectedErrors: RegExp[];
}

/** For a file that starts Herald in its own way: without the one that every test would get. */
export const bareTest = base.extend<object, WorkerOptions>({
  guarded: [false, { option: true, scope: "worker" }],
});

export const test = bareTest.extend<TestFixtures, WorkerFixtures>({
  people: [25, { option: true, scope: "worker" }],
  installed: ["all", { option: true, scope: "worker" }],
  settings: [{}, { option: true, scope: "worker" }],
  directory: [false, { option: true, scope: "worker" }],

  herald: [
    async ({ guarded, people, installed, settings, directory }, use) => {
      const herald = await startHerald({ guarded, people, installed, settings, directory });
      try {
        await use(herald);
      } finally {
        await herald.stop();
      }
    },
    { scope: "worker", timeout: 240_000 },
  ],

  simulator: [async ({ herald }, use) => use(herald.simulator), { scope: "worker" }],

  baseURL: async ({ herald }, use) => use(herald.url),

  // The browser does not know the certificate of the sign-in service; the server does.
  ignoreHTTPSErrors: async ({ guarded }, use) => use(guarded),

  expectedErrors: async ({}, use) => use([]),

  page: async ({ page, expectedErrors }, use) => {
    const errors: string[] = [];
    watch(page, errors);
    await use(page);
    const unexpected = errors.filter((error) => !expectedErrors.some((pattern) => pattern.test(error)));
    expect(unexpected, "the browser's console shows errors").toEqual([]);
  },

  signInAs: async ({ page, herald }, use) => use((role) => signIn(page, herald, role)),
});

export { expect };

function watch(page: Page, errors: string[]): void {
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
}
