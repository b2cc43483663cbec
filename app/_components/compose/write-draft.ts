// The HTTP side of saving a draft: created once, then patched against the revision this editor has seen.
import { apiSend, ProblemError } from "@/app/_components/api";
import type { BroadcastInput, BroadcastPatch } from "@/lib/domain/broadcast";
import type { BroadcastView } from "@/lib/domain/views";

import { issuesFromServer } from "./draft-issues";
import type { WriteResult } from "./draft-saver";

/** `confirmed` goes along where a recurring broadcast reaches others than before. */
export async function writeDraft(view: BroadcastView | null, input: BroadcastInput, confirmed?: number): Promise<WriteResult> {
  try {
    return { kind: "WRITTEN", view: await send(view, input, confirmed) };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const problem = { code: error.code, message: error.message };
    if (error.status === 409) return { kind: "CONFLICT", problem };
    const retry = error.status === 0 || error.status >= 500;
    return { kind: "REFUSED", problem, issues: issuesFromServer(error.issues), retry };
  }
}

function send(view: BroadcastView | null, input: BroadcastInput, confirmed?: number): Promise<BroadcastView> {
  if (view === null) return apiSend<BroadcastView>("POST", "/api/broadcasts", { body: input });
  const patch = view.purpose === "STANDING" ? standingPatchOf(input) : input;
  const body = { ...patch, ...(confirmed !== undefined && { confirmed }) };
  return apiSend<BroadcastView>("PATCH", `/api/broadcasts/${view.id}`, { body, revision: view.revision });
}

/** A standing broadcast has no audience, and its topic is fixed. */
function standingPatchOf({ message, onUnknown, priority }: BroadcastInput): BroadcastPatch {
  return { message, ...(onUnknown ? { onUnknown } : {}), ...(priority ? { priority } : {}) };
}
