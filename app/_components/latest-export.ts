// Which of somebody's exports belongs to a list as it is narrowed now: the newest one of the same rows.
import { exportInputSchema, type ExportView, isSameQuery } from "@/lib/domain/export";
import type { Page } from "@/lib/domain/views";

/** The page has them newest first. */
export function latestOf(page: Page<ExportView> | undefined, request: unknown): ExportView | undefined {
  const wanted = exportInputSchema.safeParse(request).data;
  return wanted && page?.items.find(({ query }) => isSameQuery(query, wanted));
}

export function isWriting(found: ExportView | undefined): boolean {
  return found !== undefined && found.status !== "DONE" && found.status !== "FAILED";
}

export function isWritten(found: ExportView | undefined): boolean {
  return found?.status === "DONE";
}
