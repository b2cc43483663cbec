// Everything that is kept about one person, as a file of JSON.
import { handOut, idOf } from "@/app/api/_handle";
import { exportRecipient } from "@/lib/commands/export-recipient";

export const GET = handOut(exportRecipient, (call) => ({ id: idOf(call) }), ({ recipientId }) => `recipient-${recipientId}.json`);
