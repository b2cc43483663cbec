// The numbers of an estimate as a sum that can be followed by eye: who was named, minus those who do not get it, is who does.
import type { MissingPolicy } from "@/lib/domain/broadcast";
import { type Estimate, LEFT_OUT_PARTS, type LeftOutPart, reachOf } from "@/lib/domain/estimate";

export type EstimateRow = {
  part: "named" | "excluded" | "total" | LeftOutPart | "net" | "atOnce" | "afterInstall";
  count: number;
  /** LESS is taken from what stands above, SUM is what is left, OF says what the sum is made of. */
  how: "START" | "LESS" | "SUM" | "OF";
};

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
