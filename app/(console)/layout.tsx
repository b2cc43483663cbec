// The frame of everything behind sign-in. It only shows who is looking: each page asks for itself, because a layout is
// not run on every navigation, and leads a stranger to the sign-in page with the way back.
import type { ReactNode } from "react";

import { Shell } from "@/app/_components/shell";
import { findCurrentPerson } from "@/app/current-person";
import { env } from "@/lib/env";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const person = await findCurrentPerson();
  if (!person) return children;
  const { PRACTICE, SIMULATOR_URL } = env();
  return <Shell person={person} simulatorUrl={PRACTICE ? SIMULATOR_URL : undefined}>{children}</Shell>;
}
