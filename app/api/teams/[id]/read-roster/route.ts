// Wants the members of a team read from Teams, now.
import { handle, idOf } from "@/app/api/_handle";
import { readRoster } from "@/lib/commands/read-roster";
import { getTeamOrThrow } from "@/lib/commands/team-rules";

export const POST = handle(
  readRoster, (body, call) => ({ ...body, id: idOf(call), kind: "TEAM" }), ({ id }, { db }) => getTeamOrThrow(db, id),
);
