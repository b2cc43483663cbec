// A session without a page, for requests such as a page would make: the Cookie header of somebody in a role.
import { request } from "@playwright/test";

import { SCHEMAS } from "@/app/api/_openapi-schemas";
import { PERSONAS } from "@/lib/domain/personas";
import type { Role } from "@/lib/domain/role";

const SAME_ORIGIN = { "sec-fetch-site": "same-origin" };

export function personaOf(role: Role): (typeof PERSONAS)[number] {
  const persona = PERSONAS.find((one) => one.role === role);
  if (!persona) throw new Error(`There is no persona in the role ${role}.`);
  return persona;
}

export async function practiceSession(url: string, role: Role): Promise<string> {
  const response = await fetch(`${url}/api/sign-in/practice`, {
    method: "POST",
    headers: { "content-type": "application/json", ...SAME_ORIGIN },
    body: JSON.stringify({ objectId: personaOf(role).objectId }),
  });
  if (response.status !== 200) throw new Error(`Signing in as ${role} was answered ${response.status}.`);
  SCHEMAS.Person.parse(await response.json());
  return response.headers.get("set-cookie")?.split(";")[0] ?? "";
}

/** Walks through the sign-in service as a browser does, redirects and cookies included. */
export async function entraSession(url: string, role: Role): Promise<string> {
  // The server knows the certificate of the sign-in service; this process does not.
  const browser = await request.newContext({ ignoreHTTPSErrors: true });
  try {
    const begun = await browser.post(`${url}/api/sign-in/entra`, { data: {}, headers: SAME_ORIGIN });
    const { url: address } = (await begun.json()) as { url: string };
    const choice = await browser.get(address);
    const arrived = await browser.get(choice.url(), { params: { as: personaOf(role).objectId } });
    const { cookies } = await browser.storageState();
    const session = cookies.find(({ name }) => name === "herald-session");
    if (!session) throw new Error(`Signing in as ${role} ended at ${arrived.url()}.`);
    return `herald-session=${session.value}`;
  } finally {
    await browser.dispose();
  }
}
