// The estimate that was on the button against the audience that was frozen when the broadcast started, part by part.
// What was left out then is what the report shows as SKIPPED for the same reason.
import type { Estimate } from "@/lib/domain/audience";
import type { SkipReason } from "@/lib/domain/delivery";
import type { BroadcastDetail } from "@/lib/domain/views";

/** The parts of an audience that get nothing, and the reason under which the report counts them. */
const LEFT_OUT = {
  optedOut: "OPTED_OUT",
  needsInstall: "NOT_INSTALLED",
  blocked: "BLOCKED",
  removed: "REMOVED",
  guests: "GUEST",
} as const satisfies Partial<Record<keyof Estimate, SkipReason>>;

export type EstimatePart = "total" | keyof typeof LEFT_OUT | "net";
export type EstimateLine = { part: EstimatePart; estimated: number; frozen: number; difference: number };

/** In the order of a subtraction: everybody, minus each part left out, is who it was sent to. */
export function compareEstimate(
  estimate: Estimate,
  { counts, reasons }: Pick<BroadcastDetail, "counts" | "reasons">,
): EstimateLine[] {
  const parts = Object.entries(LEFT_OUT) as [keyof typeof LEFT_OUT, SkipReason][];
  const leftOut = parts.map(([part, reason]) => lineOf(part, estimate[part], countSkipped(reasons, reason)));
  const total = lineOf("total", estimate.total, counts.total);
  const net = counts.total - leftOut.reduce((sum, { frozen }) => sum + frozen, 0);
  return [total, ...leftOut, lineOf("net", estimate.net, net)];
}

function lineOf(part: EstimatePart, estimated: number, frozen: number): EstimateLine {
  return { part, estimated, frozen, difference: frozen - estimated };
}

function countSkipped(reasons: BroadcastDetail["reasons"], reason: SkipReason): number {
  const matching = reasons.filter((row) => row.status === "SKIPPED" && row.reason === reason);
  return matching.reduce((sum, { count }) => sum + count, 0);
}
