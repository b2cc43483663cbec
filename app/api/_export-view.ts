// An export as the API shows it.
import type { ExportView } from "@/lib/domain/export";
import type { SavedExport } from "@/lib/store/exports";

export function exportView({ createdAt, finishedAt, expiresAt, ...saved }: SavedExport): ExportView {
  return {
    ...saved,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    expiresAt: expiresAt.toISOString(),
  };
}
