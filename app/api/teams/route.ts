// Teams the app is in, with their channels.
import { read } from "@/app/api/_handle";
import { teamsQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { listTeams } from "@/lib/store/list-teams";

export const GET = read(({ db, query }) => listTeams(db, parseInput(teamsQuery, query)));
