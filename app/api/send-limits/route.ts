// GET: what holds authors back from sending to everybody, for whoever sends. PUT: other limits.
import { handle, read } from "@/app/api/_handle";
import { saveSendLimits } from "@/lib/commands/save-send-limits";
import { getSendLimits } from "@/lib/store/send-limits";

export const GET = read(({ db }) => getSendLimits(db));

export const PUT = handle(saveSendLimits, (body) => body, ({ limits }) => limits);
