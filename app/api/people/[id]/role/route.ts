// The role that is assigned here to one person.
import { handle, idOf, withPathId } from "@/app/api/_handle";
import { roleView } from "@/app/api/_person-view";
import { changeRole } from "@/lib/commands/change-role";
import { removeRole } from "@/lib/commands/remove-role";

export const PUT = handle(changeRole, withPathId, ({ after }) => roleView(after));

export const DELETE = handle(removeRole, (_body, call) => ({ id: idOf(call) }), ({ after }) => roleView(after));
