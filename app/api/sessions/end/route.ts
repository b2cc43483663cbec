// Signs out everywhere, or everywhere else.
import { handle } from "@/app/api/_handle";
import { ownSessionHash } from "@/app/api/_own-session";
import { endOwnSessions } from "@/lib/commands/end-own-sessions";

export const POST = handle(
  endOwnSessions,
  (body, { request }) => ({ ...body, currentHash: ownSessionHash(request) }),
  ({ ended }) => ({ ended }),
);
