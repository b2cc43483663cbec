// Everything that is kept about one person, as a file of JSON.
import { idOf, read } from "@/app/api/_handle";
import { exportRecipient } from "@/lib/commands/export-recipient";

export const GET = read(async (call) => {
  const id = idOf(call);
  const exported = await exportRecipient.run(call.db, call.actor, { id });
  return Response.json(exported, { headers: { "content-disposition": `attachment; filename="recipient-${id}.json"` } });
}, ["admin"]);
