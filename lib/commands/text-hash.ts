// What a message says, for the audit: a hash tells which text it was to whoever has it, and keeps no word or name of it.
import { createHash } from "node:crypto";

import { canonical } from "@/lib/domain/canonical";
import type { Message } from "@/lib/domain/message";

export function textHash(message: Message): string {
  return createHash("sha256").update(canonical(message)).digest("base64url");
}
