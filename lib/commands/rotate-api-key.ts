// Gives an API key another secret, shown once. The one before goes on for some days, so that whoever uses it has time to change.
import { z } from "zod";

import { keyStateOf, MAX_GRACE_DAYS } from "@/lib/domain/api-key";
import { AppError } from "@/lib/errors";
import { replaceSecret } from "@/lib/store/api-keys";

import { defineCommand } from "./command";
import { getKeyToChangeOrThrow, newSecret } from "./key-rules";
import { personIdBehind } from "./person-behind";

export const rotateApiKey = defineCommand({
  name: "rotate-api-key",
  allowed: ["admin"],
  input: z.strictObject({
    id: z.uuid(),
    /** 0: the secret in use ends at once. One that is still going on from an earlier rotation ends in any case. */
    graceDays: z.int("Enter a whole number.").min(0, "At least 0.").max(MAX_GRACE_DAYS, `At most ${MAX_GRACE_DAYS} days.`),
  }),
  /** Throws NOT_FOUND, FORBIDDEN, and CONFLICT for a key that has expired. */
  handle: async (tx, actor, { id, graceDays }) => {
    const { expiresAt, name } = await getKeyToChangeOrThrow(tx, actor, id);
    if (keyStateOf(expiresAt, new Date()) === "EXPIRED") {
      throw new AppError("CONFLICT", "This key has expired. Give it a later end first, or make another one.");
    }
    const { key, ...made } = newSecret();
    const secret = { ...made, madeById: await personIdBehind(tx, actor) };
    if (!(await replaceSecret(tx, id, secret, graceDays))) throw new AppError("NOT_FOUND", "There is no such key.");
    return { id, key, name };
  },
  audit: ({ id, graceDays }, { name }) => ({ target: { kind: "api-key", id }, detail: { name, graceDays } }),
});
