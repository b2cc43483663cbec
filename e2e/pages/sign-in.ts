// The way in, by the practice persona of a role, or through the sign-in service where the practice sign-in is off.
import { expect, type Page } from "@playwright/test";

import { personaOf } from "@/e2e/session";
import type { Herald } from "@/e2e/start-herald";
import type { Role } from "@/lib/domain/role";

export async function signIn(page: Page, { guarded, url }: Pick<Herald, "guarded" | "url">, role: Role): Promise<void> {
  // Somebody else sits down at this browser: nobody is known to the sign-in service yet.
  if (guarded) await page.context().clearCookies({ name: /^_session/ });
  await page.goto(`${url}/sign-in`);
  if (guarded) {
    await page.getByRole("button", { name: "Sign in with" }).click();
    await page.getByRole("button", { name: personaOf(role).displayName }).click();
  } else {
    await page.getByRole("button", { name: new RegExp(`\\b${role}\\b`, "i") }).click();
  }
  await expect(page).toHaveURL((at) => at.origin === url && at.pathname !== "/sign-in");
}

/** After signing out of the console: the sign-in service asks whether its own session is to end, too. */
export async function confirmSignOut(page: Page, { guarded }: Pick<Herald, "guarded">): Promise<void> {
  if (guarded) await page.getByRole("button", { name: "Yes, sign me out" }).click();
}
