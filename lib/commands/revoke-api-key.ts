// Ends an API key at once.
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { revokeApiKey as revokeStoredKey } from "@/lib/store/api-keys";

import { defineCommand } from "./command";

export const revokeApiKey = defineCommand({
  name: "revoke-api-key",
  allowed: ["admin"],
  input: z.strictObject({ id: z.uuid() }),
  handle: async (tx, _actor, { id }) => {
    if (!(await revokeStoredKey(tx, id))) throw new AppError("NOT_FOUND", "There is no such key.");
  },
  audit: ({ id }) => ({ target: { kind: "api-key", id } }),
});
