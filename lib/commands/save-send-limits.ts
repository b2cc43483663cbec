// Above how many people an author types their number, and how many broadcasts somebody may start in an hour.
import { sendLimitsSchema } from "@/lib/domain/send-limits";
import { getSendLimits, saveSendLimits as saveLimits } from "@/lib/store/send-limits";

import { defineCommand } from "./command";

export const saveSendLimits = defineCommand({
  name: "save-send-limits",
  allowed: ["admin"],
  input: sendLimitsSchema,
  handle: async (tx, _actor, limits) => {
    const before = await getSendLimits(tx);
    await saveLimits(tx, limits);
    return { before, limits };
  },
  audit: (limits, { before }) => ({ detail: { ...limits, before } }),
});
