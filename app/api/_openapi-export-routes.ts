// The operations about exports; see _openapi-routes.ts.
import { createExport } from "@/lib/commands/create-export";
import { ROLES } from "@/lib/domain/role";

import { get, type Operation, write } from "./_openapi-operation";

export const EXPORT_OPERATIONS: readonly Operation[] = [
  get("/api/exports", "Your exports that have not expired, newest first.", "ExportPage"),
  write("POST", "/api/exports", createExport, "A file with all rows of a list, written in the background and kept for a day.", {
    body: "ExportInput", answer: "Export", status: 202,
  }),
  get("/api/exports/{id}", "One of your exports: how far it is.", "Export"),
  {
    method: "GET", path: "/api/exports/{id}/file", access: ROLES, alsoAs: "text/csv",
    summary: "The file of one of your exports, once it is whole.",
  },
];
