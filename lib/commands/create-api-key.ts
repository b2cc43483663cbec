// A key for another system. It is shown once; only its hash is kept.
import { z } from "zod";

import { DEFAULT_KEY_LIMITS, EVERY_SCOPE, keyExpirySchema, keyLimitSchemas, scopesSchema } from "@/lib/domain/api-key";
import { roleSchema } from "@/lib/domain/role";
import { saveApiKey } from "@/lib/store/api-keys";

import { defineCommand } from "./command";
import { assertCovers, newSecret, readExpiry, tidyScopes } from "./key-rules";
import { personIdBehind } from "./person-behind";

export const createApiKey = defineCommand({
  name: "create-api-key",
  allowed: ["admin"],
  input: z.strictObject({
    name: z.string().trim().min(1, "Name the key after the system that will use it.").max(80, "At most 80 characters."),
    role: roleSchema,
    scopes: scopesSchema.default([EVERY_SCOPE]),
    expiresAt: keyExpirySchema.nullable().default(null),
    eventsPerMinute: keyLimitSchemas.eventsPerMinute.default(DEFAULT_KEY_LIMITS.eventsPerMinute),
    peoplePerEvent: keyLimitSchemas.peoplePerEvent.default(DEFAULT_KEY_LIMITS.peoplePerEvent),
  }),
  /** Throws BAD_INPUT for a past expiry, FORBIDDEN for a key that would make a stronger one. */
  handle: async (tx, actor, { scopes: asked, expiresAt, ...rest }) => {
    const scopes = tidyScopes(asked);
    assertCovers(actor, scopes);
    const { key, ...secret } = newSecret();
    const madeById = await personIdBehind(tx, actor);
    const id = await saveApiKey(tx, { ...rest, ...secret, scopes, expiresAt: readExpiry(expiresAt), madeById });
    return { id, key };
  },
  audit: ({ name, role, scopes, expiresAt }, { id }) => ({
    target: { kind: "api-key", id },
    detail: { name, role, scopes: tidyScopes(scopes), ...(expiresAt === null ? {} : { expiresAt }) },
  }),
});
