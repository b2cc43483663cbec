// One recipient: how we know them, what the directory says, and whether a broadcast would reach them now.
import { idOf, read } from "@/app/api/_handle";
import { recipientDetailView } from "@/app/api/_recipient-detail-view";
import { getRecipientDetailsOrThrow } from "@/lib/commands/recipient-rules";

export const GET = read(async (call) => recipientDetailView(await getRecipientDetailsOrThrow(call.db, idOf(call))));
