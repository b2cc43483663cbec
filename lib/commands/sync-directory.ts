// Asks for the directory to be read now. One that is being read is read on; another round does not follow.
import { z } from "zod";

import { getJob, requestJob } from "@/lib/store/jobs";

import { defineCommand } from "./command";
import { directoryTenantsOrThrow } from "./directory-rules";

export const syncDirectory = defineCommand({
  name: "sync-directory",
  allowed: ["admin"],
  input: z.strictObject({}),
  /** The tenants for which that was news. */
  handle: async (tx) => {
    const asked: string[] = [];
    for (const tenantId of directoryTenantsOrThrow()) {
      const job = { kind: "DIRECTORY_SYNC", key: tenantId } as const;
      if ((await getJob(tx, job))?.status === "RUNNING") continue;
      await requestJob(tx, job);
      asked.push(tenantId);
    }
    return asked;
  },
  audit: (_input, asked) => (asked.length > 0 ? { target: { kind: "directory", id: asked[0] ?? "" } } : null),
});
