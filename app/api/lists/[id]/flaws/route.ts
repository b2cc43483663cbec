// The lines of a list's file that name nobody, by their numbers; `?reason=UNKNOWN` those whom nobody knows. As text/csv all.
import { csvAnswer } from "@/app/api/_csv-answer";
import { idOf, read } from "@/app/api/_handle";
import { listFlawsQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { getListOrThrow } from "@/lib/commands/upload-list";
import { allFlaws, listFlaws } from "@/lib/store/audience-lists";

const COLUMNS = ["line", "value", "reason"] as const;

export const GET = read(async (call) => {
  const { format, reason, cursor, limit } = parseInput(listFlawsQuery, call.query);
  const { id, name } = await getListOrThrow(call.db, idOf(call));
  const wantsCsv = format === "csv" || (call.request.headers.get("accept") ?? "").includes("text/csv");
  if (wantsCsv) return csvAnswer(`${name.replaceAll(/[^\w-]+/g, "-")}-lines.csv`, COLUMNS, allFlaws(call.db, id, reason));
  const page = await listFlaws(call.db, id, { reasons: reason, cursor: Number(cursor ?? 0), limit });
  return { items: page.items, next: page.next === null ? null : String(page.next) };
});
