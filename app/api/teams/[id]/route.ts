// One team the app is in.
import { idOf, read } from "@/app/api/_handle";
import { getTeamOrThrow } from "@/lib/commands/team-rules";

export const GET = read((call) => getTeamOrThrow(call.db, idOf(call)));
