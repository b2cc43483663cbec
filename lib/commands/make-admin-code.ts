// The way in for the first admin: a code that whoever runs the server makes and hands over. It works once, for an hour, with
// a sign-in that succeeds, and only while nobody is an admin; see docs/decisions/016-the-first-admin.md.
import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";

import { AppError } from "@/lib/errors";
import { countAdmins, lockAdmins } from "@/lib/store/people";
import { saveAdminCode } from "@/lib/store/sign-ins";

import { defineCommand } from "./command";

const CODE_BYTES = 20;

export const makeAdminCode = defineCommand({
  name: "make-admin-code",
  allowed: ["SYSTEM"],
  input: z.strictObject({}),
  /** Throws CONFLICT while there is an admin. */
  handle: async (tx) => {
    await lockAdmins(tx);
    if ((await countAdmins(tx)) > 0) {
      throw new AppError("CONFLICT", "There is an admin already, who can give others a role on the page \"Access\".");
    }
    const code = randomBytes(CODE_BYTES).toString("hex");
    await saveAdminCode(tx, hashAdminCode(code));
    return code;
  },
  audit: () => ({}),
});

/** A code is 160 random bits, so a plain hash is as good as a slow one. */
export function hashAdminCode(code: string): string {
  return createHash("sha256").update(`admin-code:${code.trim().toLowerCase()}`).digest("base64url");
}
