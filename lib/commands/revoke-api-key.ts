// Ends an API key at once, with both of its secrets.
import { z } from "zod";

import { revokeApiKey as revokeStoredKey } from "@/lib/store/api-keys";

import { defineCommand } from "./command";
import { getKeyToChangeOrThrow } from "./key-rules";

export const revokeApiKey = defineCommand({
  name: "revoke-api-key",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, actor, { id }) => {
    const { name } = await getKeyToChangeOrThrow(tx, actor, id);
    await revokeStoredKey(tx, id);
    return { name };
  },
  audit: ({ id }, { name }) => ({ target: { kind: "api-key", id }, detail: { name } }),
});
