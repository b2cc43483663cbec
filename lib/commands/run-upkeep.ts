// Asks for a nightly job now: deleting what is kept no longer, or checking that the numbers agree.
import { z } from "zod";

import { requestJob } from "@/lib/store/jobs";
import { UPKEEP_KEY, UPKEEP_KINDS } from "@/lib/store/upkeep-runs";

import { defineCommand } from "./command";

export const runUpkeep = defineCommand({
  name: "run-upkeep",
  allowed: ["admin"],
  input: z.strictObject({ kind: z.enum(UPKEEP_KINDS) }),
  handle: async (tx, _actor, { kind }) => requestJob(tx, { kind, key: UPKEEP_KEY }),
  audit: ({ kind }) => ({ detail: { kind } }),
});
