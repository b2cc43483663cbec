// The operations about exports; see _openapi-routes.ts.
import { createExport } from "@/lib/commands/create-export";
import { MAX_EXPORTS_KEPT } from "@/lib/domain/export";
import { ROLES } from "@/lib/domain/role";

import { get, type Operation, write } from "./_openapi-operation";

const KEPT = "A file with all rows of a list, written in the background and kept for a day. "
  + `Of ${MAX_EXPORTS_KEPT} the oldest gives way to another one; the same rows are not written twice at a time.`;

export const EXPORT_OPERATIONS: readonly Operation[] = [
  get("/api/exports", "Your exports that have not expired, newest first.", "ExportPage"),
  write("POST", "/api/exports", createExport, KEPT, { body: "ExportInput", answer: "Export", status: 202 }),
  get("/api/exports/{id}", "One of your exports: how far it is.", "Export"),
  {
    method: "GET", path: "/api/exports/{id}/file", access: ROLES, alsoAs: "text/csv",
    summary: "The file of one of your exports, once it is whole.",
  },
];
