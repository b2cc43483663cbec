// Finding a team, or saying that there is none.
import type { TeamDetail } from "@/lib/domain/views";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/store/db";
import { getTeam } from "@/lib/store/list-teams";

/** Throws NOT_FOUND for a team the app is not in (any more). */
export async function getTeamOrThrow(db: Db, id: string): Promise<TeamDetail> {
  const team = await getTeam(db, id);
  if (!team) throw new AppError("NOT_FOUND", "The app is in no such team.");
  return team;
}
