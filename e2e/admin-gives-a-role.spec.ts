// The first admin comes in with the code that whoever runs the server made, gives a colleague a role, and signs the colleague
// out again. Everybody signs in at a real OpenID Connect server over TLS; the practice sign-in is off.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";

import { type OidcServer, startOidcServer } from "@/lib/testing/start-oidc-server";

import { expect, test as base } from "./fixtures";
import { findQuietPort } from "./quiet-port";
import { type Herald, startHerald } from "./start-herald";

const TENANT = "7b0d3c52-9a1e-4a5e-8a57-0c2f4c7a1d11";
const CLIENT = { tenantId: TENANT, clientId: "2f4a6f0e-6a0f-4b4e-9d0b-3d2b9d8a1c22", clientSecret: "a secret for journeys" };
const ADA = { oid: "00000000-0000-4000-9000-00000000ada0", name: "Ada Lovelace" };
const BEN = { oid: "00000000-0000-4000-9000-00000000be00", name: "Ben Okri" };

const test = base.extend<object, { oidc: OidcServer; herald: Herald }>({
  oidc: [async ({}, use) => {
    const oidc = await startOidcServer({ ...CLIENT, appUrl: `http://localhost:${await chosenPort}` }, [ADA, BEN]);
    await use(oidc);
    await oidc.close();
  }, { scope: "worker" }],
  herald: [async ({ oidc, guarded }, use) => {
    const folder = mkdtempSync(join(tmpdir(), "herald-certificate-"));
    const NODE_EXTRA_CA_CERTS = join(folder, "certificate.pem");
    writeFileSync(NODE_EXTRA_CA_CERTS, oidc.certificate);
    const settings = {
      PRACTICE: "off", NODE_EXTRA_CA_CERTS, ENTRA_AUTHORITY: oidc.authority, ENTRA_TENANT_ID: TENANT,
      ENTRA_CLIENT_ID: CLIENT.clientId, ENTRA_CLIENT_SECRET: CLIENT.clientSecret,
    };
    const herald = await startHerald({ guarded, people: 6, port: await chosenPort, settings });
    await use(herald);
    await herald.stop();
    rmSync(folder, { recursive: true, force: true });
  }, { scope: "worker", timeout: 240_000 }],
});
const chosenPort = findQuietPort();

test.describe.configure({ mode: "serial" });
// The browser does not know the certificate of the sign-in service; the server does.
test.use({ ignoreHTTPSErrors: true, expectedErrors: async ({}, use) => use([/status of 401/]) });

async function signIn(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Sign in with" }).click();
  await page.getByRole("button", { name }).click();
}

const account = (page: Page) => page.getByRole("button", { name: /^Account: / });

test("an admin comes in with the code, lets a colleague in as an author, and signs the colleague out", async ({
  page, browser, herald, baseURL,
}) => {
  await page.goto("/topics");
  await expect(page.getByLabel("Code of the first admin")).toBeVisible();
  await signIn(page, ADA.name);
  await expect(page.getByRole("alert")).toContainText("You have no role here.");

  const made = spawnSync("npm", ["run", "admin-code"], { env: herald.env as NodeJS.ProcessEnv, encoding: "utf8" });
  expect(made.status, made.stderr).toBe(0);
  const code = made.stdout.trim().split(/\s+/).at(-1) ?? "";
  expect(herald.readLog()).not.toContain(code);
  await page.getByLabel("Code of the first admin").fill(code);
  await signIn(page, ADA.name);
  await expect(page).toHaveURL(/\/topics$/);
  await expect(account(page)).toHaveAccessibleName("Account: Ada Lovelace, Admin");

  await page.getByRole("link", { name: "Access" }).click();
  await page.getByRole("button", { name: "Give a role" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Ben");
  await page.getByRole("textbox", { name: "Object id" }).fill(BEN.oid);
  await page.getByRole("radio", { name: /^Author/ }).check();
  await page.getByRole("button", { name: "Give the role" }).click();
  await expect(page.getByRole("row", { name: /Ben.*Author.*Given here/ })).toBeVisible();

  const context = await browser.newContext({ ignoreHTTPSErrors: true, ...(baseURL === undefined ? {} : { baseURL }) });
  const colleague = await context.newPage();
  await colleague.goto("/topics");
  await expect(colleague.getByLabel("Code of the first admin")).toHaveCount(0);
  await signIn(colleague, BEN.name);
  await expect(colleague).toHaveURL(/\/topics$/);
  await expect(account(colleague)).toHaveAccessibleName("Account: Ben Okri, Author");
  await expect(colleague.getByRole("button", { name: "New topic" })).toBeVisible();
  await expect(colleague.getByRole("link", { name: "Access" })).toHaveCount(0);

  await page.reload();
  await page.getByRole("button", { name: "Change access of Ben Okri" }).click();
  await page.getByRole("menuitem", { name: "Sign out everywhere" }).click();
  await page.getByRole("button", { name: "End 1 session" }).click();
  await expect(page.getByText("1 session of Ben Okri is over.").first()).toBeVisible();
  await colleague.goto("/broadcasts");
  await expect(colleague).toHaveURL(/\/sign-in\?next=%2Fbroadcasts$/);
  await context.close();
});

test("an admin signs out here and at the sign-in service, and the code opens nothing twice", async ({ page, herald }) => {
  await page.goto("/sign-in");
  await signIn(page, ADA.name);
  await account(page).click();
  await page.getByRole("menuitem", { name: "Where you are signed in" }).click();
  await expect(page.getByRole("row", { name: /This one/ })).toHaveCount(1);
  await account(page).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: /yes, sign me out/i }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  const again = spawnSync("npm", ["run", "admin-code"], { env: herald.env as NodeJS.ProcessEnv, encoding: "utf8" });
  expect(again.status).toBe(1);
  expect(again.stderr).toContain("There is an admin already");
});
