// Who did what, newest first.
import { read } from "@/app/api/_handle";
import { parseListQuery } from "@/app/api/_query";
import { listAuditEvents } from "@/lib/store/audit";

export const GET = read(({ db, query }) => {
  const { cursor, limit } = parseListQuery({}, query);
  return listAuditEvents(db, { cursor: cursor && /^\d+$/.test(cursor) ? cursor : undefined, limit });
});
