// Who did what, newest first.
import { read } from "@/app/api/_handle";
import { auditQuery } from "@/app/api/_query";
import { parseInput } from "@/lib/commands/command";
import { listAuditEvents } from "@/lib/store/audit";

export const GET = read(({ db, query }) => listAuditEvents(db, parseInput(auditQuery, query)));
