// Which of somebody's exports belongs to a list: the newest of its kind, and of its broadcast.
import type { ExportView } from "@/lib/domain/export";
import type { Page } from "@/lib/domain/views";

type Wanted = { kind: ExportView["kind"]; broadcastId?: string };

/** The page has them newest first. */
export function latestOf(page: Page<ExportView> | undefined, { kind, broadcastId = undefined }: Wanted): ExportView | undefined {
  return page?.items.find((item) => item.kind === kind && item.broadcastId === (broadcastId ?? null));
}

export function isWriting(found: ExportView | undefined): boolean {
  return found !== undefined && found.status !== "DONE" && found.status !== "FAILED";
}

export function isWritten(found: ExportView | undefined): boolean {
  return found?.status === "DONE";
}
