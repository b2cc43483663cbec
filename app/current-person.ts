// Who looks at a page. A page is only a frame: what it shows comes through the API, which asks again.
import { cookies } from "next/headers";
import { redirect } from "next/navigation";

import { sessionCookieName } from "@/lib/auth/session";
import type { Role } from "@/lib/domain/role";
import { env } from "@/lib/env";
import { db } from "@/lib/store/db";

import { findPerson } from "./api/_actor";

export type CurrentPerson = { id: string; name: string; role: Role };

/** Leads to the sign-in page, and back to `next` from there, when nobody is signed in. */
export async function currentPerson(next?: string): Promise<CurrentPerson> {
  const person = await findCurrentPerson();
  if (person) return person;
  return redirect(next ? `/sign-in?next=${encodeURIComponent(next)}` : "/sign-in");
}

export async function findCurrentPerson(): Promise<CurrentPerson | undefined> {
  const token = (await cookies()).get(sessionCookieName(env().APP_URL))?.value;
  const person = await findPerson(db(), token);
  return person && { id: person.id, name: person.name, role: person.role };
}
