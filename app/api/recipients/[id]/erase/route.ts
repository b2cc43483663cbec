// Erases everything that is kept about one person, for good.
import { handle, idOf } from "@/app/api/_handle";
import { eraseRecipient } from "@/lib/commands/erase-recipient";

export const POST = handle(eraseRecipient, (body, call) => ({ ...body, id: idOf(call) }), ({ counts }) => counts);
