// The estimate that was on the button against the audience that was frozen when the broadcast started, part by part.
// What was left out then is what the report shows as SKIPPED for the same reason; people for whom the app is installed first
// are compared with how many those were, whatever became of them.
import { type Estimate, LEFT_OUT, LEFT_OUT_PARTS, type LeftOutPart } from "@/lib/domain/estimate";
import type { BroadcastDetail } from "@/lib/domain/views";

type Frozen = Pick<BroadcastDetail, "counts" | "reasons" | "installs">;

export type EstimatePart = "total" | LeftOutPart | "net";
export type EstimateLine = { part: EstimatePart; estimated: number; frozen: number; difference: number };

/** In the order of a subtraction: everybody, minus each part left out, is who it was sent to at once. */
export function compareEstimate(estimate: Estimate, frozen: Frozen): EstimateLine[] {
  const leftOut = LEFT_OUT_PARTS.map((part) => lineOf(part, estimate[part], countLeftOut(frozen, part)));
  const total = lineOf("total", estimate.total, frozen.counts.total);
  const net = frozen.counts.total - leftOut.reduce((sum, line) => sum + line.frozen, 0);
  return [total, ...leftOut, lineOf("net", estimate.net, net)];
}

function lineOf(part: EstimatePart, estimated: number, frozen: number): EstimateLine {
  return { part, estimated, frozen, difference: frozen - estimated };
}

function countLeftOut({ reasons, installs }: Frozen, part: LeftOutPart): number {
  if (part === "needsInstall" && installs) return installs.total;
  const matching = reasons.filter((row) => row.status === "SKIPPED" && row.reason === LEFT_OUT[part]);
  return matching.reduce((sum, { count }) => sum + count, 0);
}
