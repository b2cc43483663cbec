// Everything that is kept about somebody of the console, as a file of JSON.
import { handOut, idOf } from "@/app/api/_handle";
import { exportPerson } from "@/lib/commands/export-person";

export const GET = handOut(exportPerson, (call) => ({ id: idOf(call) }), ({ personId }) => `person-${personId}.json`);
