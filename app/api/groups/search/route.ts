// Searches groups at Microsoft Entra itself, and how that stands. What was found is in the list of groups.
import { handle, read } from "@/app/api/_handle";
import { parseInput } from "@/lib/commands/command";
import { getGroupSearch } from "@/lib/commands/group-search-rules";
import { searchGroups } from "@/lib/commands/search-groups";
import { groupSearchSchema } from "@/lib/domain/group-search";

export const GET = read(({ db, query }) => getGroupSearch(db, parseInput(groupSearchSchema, query).q));
export const POST = handle(searchGroups, (body) => body, (state) => state, 202);
