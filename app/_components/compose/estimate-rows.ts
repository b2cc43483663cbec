// The numbers of an estimate as a sum that can be followed by eye: who was named, minus those who do not get it, is who does.
import type { MissingPolicy } from "@/lib/domain/broadcast";
import { type Estimate, LEFT_OUT_PARTS, type LeftOutPart } from "@/lib/domain/estimate";

export type EstimateRow = {
  part: "named" | "excluded" | "total" | LeftOutPart | "net" | "atOnce" | "afterInstall";
  count: number;
  /** LESS is taken from what stands above, SUM is what is left, OF says what the sum is made of. */
  how: "START" | "LESS" | "SUM" | "OF";
};

/** Who gets it in the end: with INSTALL those too for whom the app is installed first. */
export function reachOf({ net, needsInstall }: Estimate, onMissing: MissingPolicy): number {
  return net + (onMissing === "INSTALL" ? needsInstall : 0);
}

/** Seconds until the last one has it; 0 when nobody gets it. */
export function finishSecondsOf(estimate: Estimate, onMissing: MissingPolicy): number {
  if (reachOf(estimate, onMissing) === 0) return 0;
  return estimate.durationSeconds + (onMissing === "INSTALL" ? estimate.installSeconds : 0);
}

export function rowsOf(estimate: Estimate, onMissing: MissingPolicy): EstimateRow[] {
  const { total, excluded, net, needsInstall } = estimate;
  const installs = onMissing === "INSTALL" && needsInstall > 0;
  const left = LEFT_OUT_PARTS.filter((part) => estimate[part] > 0 && !(installs && part === "needsInstall"));
  const rows: EstimateRow[] = excluded > 0
    ? [
        { part: "named", count: total + excluded, how: "START" },
        { part: "excluded", count: excluded, how: "LESS" },
        { part: "total", count: total, how: "SUM" },
      ]
    : [{ part: "total", count: total, how: "START" }];
  rows.push(...left.map((part): EstimateRow => ({ part, count: estimate[part], how: "LESS" })));
  rows.push({ part: "net", count: reachOf(estimate, onMissing), how: "SUM" });
  if (!installs) return rows;
  return [...rows, { part: "atOnce", count: net, how: "OF" }, { part: "afterInstall", count: needsInstall, how: "OF" }];
}
