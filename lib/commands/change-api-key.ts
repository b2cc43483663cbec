// Gives an API key other limits or another end. Its role and scopes stay: whoever needs more makes another key.
import { z } from "zod";

import { keyExpirySchema, keyLimitSchemas } from "@/lib/domain/api-key";
import { changeApiKey as changeStoredKey } from "@/lib/store/api-keys";

import { defineCommand } from "./command";
import { getKeyToChangeOrThrow, readExpiry } from "./key-rules";

export const changeApiKey = defineCommand({
  name: "change-api-key",
  allowed: ["admin"],
  input: z.strictObject({
    id: z.uuid(),
    expiresAt: keyExpirySchema.nullable().optional(),
    eventsPerMinute: keyLimitSchemas.eventsPerMinute.optional(),
    peoplePerEvent: keyLimitSchemas.peoplePerEvent.optional(),
  }),
  handle: async (tx, actor, { id, expiresAt, ...limits }) => {
    await getKeyToChangeOrThrow(tx, actor, id);
    const given = Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
    await changeStoredKey(tx, id, { ...given, ...(expiresAt === undefined ? {} : { expiresAt: readExpiry(expiresAt) }) });
    return getKeyToChangeOrThrow(tx, actor, id);
  },
  audit: ({ id, ...change }, { name }) => ({ target: { kind: "api-key", id }, detail: { name, ...change } }),
});
