// Who did what, newest first: a page as JSON, or all of it as CSV.
import { csvAnswer } from "@/app/api/_csv-answer";
import { read } from "@/app/api/_handle";
import { auditQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { allAuditEvents, type AuditFilter, listAuditEvents } from "@/lib/store/audit";
import type { DbPool } from "@/lib/store/db";

const COLUMNS = ["at", "actorKind", "actorName", "command", "targetKind", "targetId", "detail"] as const;

export const GET = read(({ db, query, request }) => {
  const { format, cursor, limit, ...filter } = parseInput(auditQuery, query);
  const csv = format === "csv" || (request.headers.get("accept") ?? "").includes("text/csv");
  return csv ? csvAnswer("audit.csv", COLUMNS, rowsOf(db, filter)) : listAuditEvents(db, { ...filter, cursor, limit });
});

async function* rowsOf(db: DbPool, filter: AuditFilter) {
  for await (const { id: _id, at, detail, ...event } of allAuditEvents(db, filter)) {
    yield { ...event, at: at.toISOString(), detail: detail === null ? null : JSON.stringify(detail) };
  }
}
