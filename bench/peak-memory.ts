// The most memory a process has held, as Linux counts it.
import { readFileSync, writeFileSync } from "node:fs";

const KIB_PER_MIB = 1024;
/** See proc(5): the peak starts again from what is held now. */
const RESET_PEAK = "5";

export function restartPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
}

export function peakMiB(pid: number): number {
  const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kib) / KIB_PER_MIB);
}
