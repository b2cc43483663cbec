// Wants the app installed for people, by an admin's wish: for everybody it can be installed for, or for these. Whoever has
// it, blocked the bot or has left is not among them. A stage that stands still is tried again at once.
import { z } from "zod";

import { wantInstalls } from "@/lib/store/app-installs";
import { saveInstallStop } from "@/lib/store/directory-syncs";

import { defineCommand } from "./command";
import { directoryTenantsOrThrow } from "./directory-rules";

const MAX_PEOPLE = 10_000;

export const installApp = defineCommand({
  name: "install-app",
  allowed: ["admin"],
  input: z.union([
    z.strictObject({ for: z.literal("EVERYBODY") }),
    z.strictObject({ recipientIds: z.array(z.uuid()).min(1).max(MAX_PEOPLE, `At most ${MAX_PEOPLE} people at once.`) }),
  ]),
  handle: async (tx, _actor, input) => {
    const tenants = directoryTenantsOrThrow();
    const wanted = await wantInstalls(tx, tenants, "recipientIds" in input ? input.recipientIds : "EVERYBODY");
    for (const tenantId of tenants) await saveInstallStop(tx, tenantId, null);
    return { wanted };
  },
  audit: (input, { wanted }) => ({ detail: { for: "recipientIds" in input ? "PEOPLE" : "EVERYBODY", wanted } }),
});
