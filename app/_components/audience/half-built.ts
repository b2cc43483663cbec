// An audience that is still being built, kept in the browser: the server stores a whole one or none, so that a draft can never
// go to people its author was about to take away. It comes back while the draft has no audience there.
import { z } from "zod";

import { type AudienceDraft, audienceOf, isUntouched } from "./audience-draft";
import { audienceDraftSchema } from "./audience-draft-schema";

/** Keeps what is half built, and forgets it once it is whole or nothing. Without room in the browser it is not kept. */
export function keepHalfBuilt(storage: Storage, id: string, draft: AudienceDraft): void {
  if (isUntouched(draft) || audienceOf(draft) !== null) return storage.removeItem(keyOf(id));
  try {
    storage.setItem(keyOf(id), JSON.stringify(draft));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

export function findHalfBuilt(storage: Storage, id: string): AudienceDraft | undefined {
  const text = storage.getItem(keyOf(id));
  if (text === null) return undefined;
  const json = z.string().transform((value, context) => {
    try {
      return JSON.parse(value) as unknown;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      context.addIssue({ code: "custom", message: "This is not JSON." });
      return z.NEVER;
    }
  });
  return json.pipe(audienceDraftSchema).safeParse(text).data;
}

function keyOf(id: string): string {
  return `herald-audience:${id}`;
}
