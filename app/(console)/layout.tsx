// The frame of everything behind sign-in. Each page asks again who is looking: a layout is not run on every navigation.
import type { ReactNode } from "react";

import { Shell } from "@/app/_components/shell";
import { currentPerson } from "@/app/current-person";
import { env } from "@/lib/env";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { id, name, role } = await currentPerson();
  const { PRACTICE, SIMULATOR_URL } = env();
  return <Shell person={{ id, name, role }} simulatorUrl={PRACTICE ? SIMULATOR_URL : undefined}>{children}</Shell>;
}
