// No longer wants the app installed for those an admin wanted it for. What broadcasts wait for stays.
import { z } from "zod";

import { withdrawInstalls } from "@/lib/store/lost-waits";

import { defineCommand } from "./command";

export const withdrawAppInstalls = defineCommand({
  name: "withdraw-installs",
  allowed: ["admin"],
  input: z.strictObject({}),
  handle: async (tx) => ({ withdrawn: await withdrawInstalls(tx) }),
  audit: (_input, { withdrawn }) => (withdrawn > 0 ? { detail: { withdrawn } } : null),
});
