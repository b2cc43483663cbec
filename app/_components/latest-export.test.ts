// A file belongs to the list it was asked for, narrowed as it was then.
import { expect, test } from "vitest";

import type { ExportQuery, ExportView } from "@/lib/domain/export";
import type { Page } from "@/lib/domain/views";

import { latestOf } from "./latest-export";

const BROADCAST = "11111111-1111-4111-8111-111111111111";

function exported(id: string, query: ExportQuery): ExportView {
  const broadcastId = query.kind === "DELIVERIES" ? query.broadcastId : null;
  const rest = { status: "DONE", rows: 1, total: null, createdAt: "", finishedAt: "", expiresAt: "" } as const;
  return { id, kind: query.kind, broadcastId, query, ...rest };
}

const page: Page<ExportView> = {
  items: [
    exported("failed", { kind: "DELIVERIES", broadcastId: BROADCAST, statuses: ["FAILED", "SKIPPED"] }),
    exported("newest", { kind: "DELIVERIES", broadcastId: BROADCAST }),
    exported("older", { kind: "DELIVERIES", broadcastId: BROADCAST }),
    exported("people", { kind: "RECIPIENTS", of: "PERSON", q: "ann" }),
  ],
  next: null,
};

test.each([
  ["newest", { kind: "DELIVERIES", broadcastId: BROADCAST, q: undefined }],
  ["failed", { broadcastId: BROADCAST, statuses: ["SKIPPED", "FAILED"], kind: "DELIVERIES" }],
  ["people", { kind: "RECIPIENTS", q: "ann" }],
  [undefined, { kind: "RECIPIENTS", q: "bob" }],
  [undefined, { kind: "DELIVERIES", broadcastId: BROADCAST, statuses: ["FAILED"] }],
])("finds %s", (id, request) => {
  expect(latestOf(page, request)?.id).toBe(id);
});
