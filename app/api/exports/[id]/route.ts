// One export of yours: how far it is.
import { exportView } from "@/app/api/_export-view";
import { idOf, read } from "@/app/api/_handle";
import { getExportOrThrow } from "@/lib/commands/create-export";

export const GET = read(async (call) => exportView(await getExportOrThrow(call.db, call.actor, idOf(call))));
