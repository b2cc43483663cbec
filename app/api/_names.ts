// Names of some people, to recognise an audience or a group by, are for who may read recipients.
import { hasScope } from "@/lib/commands/key-rules";

import type { ConsoleActor } from "./_actor";

/** Without that scope a key gets the same answer with nobody named. */
export function namesFor<T extends { sample: unknown[] }>(actor: ConsoleActor, view: T): T {
  return hasScope(actor, "recipients:read") ? view : { ...view, sample: [] };
}
