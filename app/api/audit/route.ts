// Who did what, newest first.
import { listAuditEvents } from "@/lib/store/audit";

import { read } from "../_handle";
import { parseListQuery } from "../_query";

export const GET = read(({ db, query }) => {
  const { cursor, limit } = parseListQuery({}, query);
  return listAuditEvents(db, { cursor: cursor && /^\d+$/.test(cursor) ? cursor : undefined, limit });
});
