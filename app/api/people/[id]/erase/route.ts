// Erases everything that is kept about somebody of the console, for good.
import { handle, idOf } from "@/app/api/_handle";
import { erasePerson } from "@/lib/commands/erase-person";

export const POST = handle(erasePerson, (body, call) => ({ ...body, id: idOf(call) }), ({ auditLines }) => ({ auditLines }));
