// A key for another system. It is shown once; only its hash is kept.
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

import { DEFAULT_KEY_LIMITS } from "@/lib/domain/external-event";
import { roleSchema } from "@/lib/domain/role";
import { saveApiKey } from "@/lib/store/api-keys";

import { defineCommand } from "./command";

const KEY_BYTES = 32;

export const createApiKey = defineCommand({
  name: "create-api-key",
  allowed: ["admin"],
  input: z.strictObject({
    name: z.string().trim().min(1, "Name the key after the system that will use it.").max(80, "At most 80 characters."),
    role: roleSchema,
    eventsPerMinute: z.int().min(1).max(6_000, "At most 6000.").default(DEFAULT_KEY_LIMITS.eventsPerMinute),
    peoplePerEvent: z.int().min(1).max(1_000_000, "At most 1000000.").default(DEFAULT_KEY_LIMITS.peoplePerEvent),
  }),
  handle: async (tx, _actor, { name, role, ...limits }) => {
    const key = `herald_${randomBytes(KEY_BYTES).toString("base64url")}`;
    const id = await saveApiKey(tx, { name, role, keyHash: hashKey(key), hint: key.slice(0, 11), ...limits });
    return { id, key };
  },
  audit: ({ name, role }, { id }) => ({ target: { kind: "api-key", id }, detail: { name, role } }),
});

/** Keys are 256 random bits, so a plain hash is as good as a slow one. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
