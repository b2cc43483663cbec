// Wants the members of a group chat read from Teams, now.
import { handle, idOf } from "@/app/api/_handle";
import { readRoster } from "@/lib/commands/read-roster";

export const POST = handle(readRoster, (body, call) => ({ ...body, id: idOf(call), kind: "GROUP_CHAT" }), () => undefined);
