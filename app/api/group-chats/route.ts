// Group chats the bot is in.
import { read } from "@/app/api/_handle";
import { placesQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { listGroupChats } from "@/lib/store/list-teams";

export const GET = read(({ db, query }) => listGroupChats(db, parseInput(placesQuery, query)));
