// Which commands a broadcast's report offers in each state. The server decides in the end; this only hides what it
// would certainly refuse, by the same table of moves.
import { canMove } from "@/lib/domain/broadcast";
import type { BroadcastView } from "@/lib/domain/views";

import { isEditable } from "./compose/draft-status";

type CommandName = "edit" | "pause" | "resume" | "takeBack" | "cancel" | "retry" | "duplicate" | "remove";
export type AllowedCommands = Record<CommandName, boolean>;

export function allowedCommands(broadcast: Pick<BroadcastView, "status" | "purpose" | "counts">): AllowedCommands {
  const { status, purpose, counts } = broadcast;
  const standing = purpose === "STANDING";
  const draft = status === "DRAFT";
  return {
    edit: isEditable(broadcast),
    pause: status !== "IN_REVIEW" && canMove(purpose, status, "PAUSED"),
    resume: status === "PAUSED",
    takeBack: status === "IN_REVIEW" || (purpose === "NORMAL" && canMove(purpose, status, "DRAFT")),
    // A draft is deleted instead, and the standing welcome is switched off instead: both leave nothing behind.
    cancel: !draft && !standing && canMove(purpose, status, "CANCELED"),
    retry: status === "FINISHED" && counts.failed > 0,
    duplicate: !draft && (purpose === "NORMAL" || purpose === "RECURRING"),
    remove: draft,
  };
}
